"use client";

import Link from "next/link";
import type { AtlasQuery } from "../gql/graphql";
import { usualLook } from "../heatmap/look.prepare.ts";
import { Overlay } from "../heatmap/overlay.tsx";
import { gridPath, uuidOf, withQuery } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { shortLabel, stem } from "../text/label.ts";
import styles from "./atlas-page.module.css";

/** The maps that were finished last, each a way into the grid. */
export function NewestMaps({ data }: { data: AtlasQuery | undefined }) {
  const latest = data?.runs.edges[0]?.node.id;
  return (
    <section aria-labelledby="newest">
      <header className={styles.sectionHead}>
        <h2 id="newest">Newest maps</h2>
      </header>
      {data?.atlas.newest.length === 0 && <p className={styles.none}>They appear here as they are computed.</p>}
      <ul className={styles.maps}>
        {data
          ? data.atlas.newest.map((map) => {
              const title = map.image.truths[0] ? shortLabel(map.image.truths[0].class.label) : stem(map.image.name);
              const text = `${map.method.name} of ${map.model.name} on ${title}`;
              return (
                <li key={map.id}>
                  <Link
                    href={
                      latest
                        ? withQuery(gridPath(latest), {
                            method: map.method.slug,
                            image: uuidOf(map.image.id),
                            model: uuidOf(map.model.id),
                          })
                        : "/run"
                    }
                    title={text}
                  >
                    <Overlay
                      imageId={map.image.id}
                      heatmapId={map.id}
                      view={map.view}
                      rect={map.rect ?? null}
                      look={usualLook(map.signed ?? false)}
                      size={144}
                      alt={text}
                    />
                  </Link>
                </li>
              );
            })
          : Array.from({ length: 20 }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: placeholders have nothing else to tell them apart.
              <li key={index}>
                <Skeleton className={styles.placeholder ?? ""} />
              </li>
            ))}
      </ul>
    </section>
  );
}
