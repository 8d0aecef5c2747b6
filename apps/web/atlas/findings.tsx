"use client";

import { useQuery } from "@apollo/client/react";
import Link from "next/link";
import { useMemo } from "react";
import { SmallTree } from "../charts/dendrogram.tsx";
import { SmallTreeFragment } from "../cluster/cluster-query.ts";
import { readFragment } from "../gql";
import { clusterPath, photograph } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { shortLabel } from "../text/label.ts";
import { heightText } from "../text/probability.ts";
import { FindingsQuery } from "./atlas-query.ts";
import styles from "./findings.module.css";
import { type FoundTree, prepareFindings } from "./findings.prepare.ts";

/** The room of the cards, so that nothing below them jumps. */
export function FindingsSkeleton() {
  return (
    <section aria-hidden="true">
      <h2>What the maps say</h2>
      <div className={styles.findings}>
        {[0, 1, 2].map((card) => (
          <Skeleton key={card} className={styles.placeholder ?? ""} />
        ))}
      </div>
    </section>
  );
}

interface FindingsProps {
  runId: string;
  /** In the order of preference: the first whose trees say something is told. */
  methods: readonly { slug: string; name: string }[];
}

/** What the trees of a run say; nothing at all where they say nothing. */
export function Findings({ runId, methods: [method, ...others] }: FindingsProps) {
  return method ? <FindingsOf key={method.slug} runId={runId} method={method} others={others} /> : null;
}

interface FindingsOfProps {
  runId: string;
  method: { slug: string; name: string };
  others: FindingsProps["methods"];
}

function FindingsOf({ runId, method, others }: FindingsOfProps) {
  const { data, loading } = useQuery(FindingsQuery, { variables: { run: runId, method: method.slug } });
  const run = data?.run;
  const findings = useMemo(() => {
    const trees = (run?.findings.edges ?? []).flatMap(({ node: { image, clustering } }): FoundTree[] => {
      if (!clustering) return [];
      const { merges, leafOrder, rootHeight } = readFragment(SmallTreeFragment, clustering);
      const names = clustering.models.map(({ name }) => name);
      const noun = image.truths[0] ? shortLabel(image.truths[0].class.label) : null;
      return [{ imageId: image.id, merges, leafOrder, leafCount: leafOrder.length, rootHeight, names, noun }];
    });
    return prepareFindings(trees, 3);
  }, [run]);
  if (!run && loading) return <FindingsSkeleton />;
  if (!run) return null;
  if (findings.length === 0) return <Findings runId={runId} methods={others} />;
  const tallest = Math.max(...findings.map(({ tree }) => tree.rootHeight));
  return (
    <section aria-labelledby="findings">
      <h2 id="findings">What the maps say</h2>
      <ul className={styles.findings}>
        {findings.map(({ tree, sentence, highlighted }) => (
          <li key={tree.imageId}>
            <Link
              href={clusterPath(runId, { image: tree.imageId, method: method.slug })}
              className={styles.card}
              data-testid="finding-card"
            >
              <span className={styles.sentence}>{sentence}</span>
              <span className={styles.note}>
                by {method.name}; joins last at {heightText(tree.rootHeight)}
              </span>
              <span className={styles.figure}>
                <img
                  src={photograph(tree.imageId, run.view === "centre" ? "centre" : "whole", 144)}
                  alt=""
                  width="56"
                  height="56"
                />
                <SmallTree
                  tree={tree}
                  rootHeight={tree.rootHeight}
                  scaleHeight={tallest}
                  highlighted={new Set(highlighted === null ? [] : [highlighted])}
                  width={128}
                  height={56}
                />
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
