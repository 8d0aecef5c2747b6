"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { clusterPath, gridPath, uuidOf, withQuery } from "../shell/routes.ts";
import styles from "./image-inspector.module.css";
import { RunsOfImageQuery } from "./image-queries.ts";

const shown = 5;

/** The newest runs that explain the image: its maps, and its tree. */
export function ImageRuns({ imageId }: { imageId: string }) {
  const { data } = useQuery(RunsOfImageQuery, { variables: { image: imageId, first: shown }, fetchPolicy: "no-cache" });
  const runs = data?.runs.edges.map(({ node }) => node) ?? [];
  if (runs.length === 0) return null;
  return (
    <section className={styles.runs} aria-labelledby="image-runs" data-testid="image-runs">
      <h3 id="image-runs">Explained in</h3>
      <ul>
        {runs.map(({ id, name }) => (
          <li key={id}>
            <span title={name}>{name}</span>
            <Link href={withQuery(gridPath(id), { image: uuidOf(imageId) })}>maps</Link>
            <Link href={clusterPath(id, { image: imageId })}>tree</Link>
          </li>
        ))}
      </ul>
      {data?.runs.pageInfo.hasNextPage && <p>and in older runs</p>}
    </section>
  );
}
