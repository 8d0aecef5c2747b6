"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { type CSSProperties, useCallback } from "react";
import { graphql } from "../gql/gql";
import { usualLook } from "../heatmap/look.prepare.ts";
import { Overlay } from "../heatmap/overlay.tsx";
import { gridPath, uuidOf, withQuery } from "../shell/routes.ts";
import { shortLabel, stem } from "../text/label.ts";
import type { MethodChoice } from "./method-choices.ts";
import { useThrottledRefresh } from "./run-frame.ts";
import styles from "./run-preview.module.css";

const PreviewQuery = graphql(`
  query RunPreview($id: ID!, $method: String!, $position: Int) {
    run(id: $id) {
      id
      preview: images(first: 3) {
        edges {
          node {
            position
            image {
              ...NamedImage @unmask
            }
            heatmaps(method: $method, position: $position) {
              id
              status
              ...SeenRect @unmask
            }
          }
        }
      }
    }
  }
`);

interface RunPreviewProps {
  runId: string;
  method: MethodChoice;
  models: readonly { id: string; name: string }[];
  view: string;
  /** Maps made so far: as it grows, so does what is seen here. */
  done: number;
}

/** The run's first images, whose maps appear as they are made. */
export function RunPreview({ runId, method, models, view, done }: RunPreviewProps) {
  const { data, refetch } = useQuery(PreviewQuery, {
    variables: { id: runId, method: method.slug, position: method.position },
  });
  const refresh = useCallback(() => {
    refetch().catch(() => {});
  }, [refetch]);
  useThrottledRefresh(done, refresh);
  const rows = data?.run?.preview.edges.map(({ node }) => node) ?? [];
  return (
    <section className={styles.preview} aria-labelledby="preview">
      <h2 id="preview">
        First images <span>by {method.name}</span>
      </h2>
      <ul style={{ "--models": models.length } as CSSProperties}>
        {models.map(({ id, name }) => (
          <li key={id} className={styles.model} title={name}>
            {name}
          </li>
        ))}
        {rows.flatMap(({ image, heatmaps }) => {
          const title = image.truths[0] ? shortLabel(image.truths[0].class.label) : stem(image.name);
          return models.map((model, column) => {
            const heatmap = heatmaps[column];
            const made = heatmap?.status === "done";
            return (
              <li key={`${image.id}${model.id}`}>
                <Link
                  href={withQuery(gridPath(runId, method.key), { image: uuidOf(image.id), model: uuidOf(model.id) })}
                  className={styles.map}
                  data-made={made || undefined}
                  title={`${model.name} on ${title}`}
                >
                  <Overlay
                    imageId={image.id}
                    heatmapId={made ? heatmap.id : null}
                    view={view}
                    rect={heatmap?.rect ?? null}
                    look={usualLook(method.signed)}
                    size={144}
                    alt={`${model.name} on ${title}${made ? "" : ", not computed yet"}`}
                  />
                </Link>
              </li>
            );
          });
        })}
      </ul>
    </section>
  );
}
