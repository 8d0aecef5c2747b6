"use client";

import { useQuery } from "@apollo/client/react";
import { prepareSupportTree } from "../charts/support-tree.prepare.ts";
import { SupportTree } from "../charts/support-tree.tsx";
import { Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { familyColour } from "../text/family.ts";
import { patternText } from "./address.prepare.ts";
import { groupOf } from "./asked-methods.ts";
import styles from "./common-tree.module.css";
import { ConsensusQuery } from "./setting-query.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";
import { useRefreshed } from "./use-refreshed.ts";

/** The majority-rule tree of the images that count; a click on a support counts its clade. */
export function CommonTree({ question }: { question: Question }) {
  const { filter, method, run } = question;
  const variables = { filter: { ...filter, methods: [method.slug] } };
  const { data, previousData, error, refetch } = useQuery(ConsensusQuery, { variables, ...uncached });
  useRefreshed(refetch, question.trees);
  const answer = (data ?? previousData)?.consensus;
  if (answer && answer.__typename !== "Consensus") return null;
  const group = answer && groupOf(answer.groups, method);
  // One image's own tree has no support (definitions.md §5).
  if (group && group.n < 2) return null;
  return (
    <section aria-labelledby="common" className={styles.common}>
      <h2 id="common">What most trees share</h2>
      {group ? (
        <Tree group={group} question={question} />
      ) : error ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        <Skeleton width="100%" height={run.models.length * 22} />
      )}
    </section>
  );
}

interface Group {
  n: number;
  models: readonly { id: string; name: string; family: string }[];
  clades: readonly { support: number; models: readonly { id: string }[] }[];
}

function Tree({ group: { n, models, clades }, question }: { group: Group; question: Question }) {
  const places = new Map(models.map(({ id }, place) => [id, place]));
  const tree = prepareSupportTree(
    models.length,
    clades.map(({ support, models: members }) => ({ support, leaves: members.map(({ id }) => places.get(id)!) })),
  );
  return (
    <>
      <p className={styles.note}>
        {clades.length === 0
          ? `No cluster is in more than half of ${countOf(n, "tree")}.`
          : `Clusters that more than half of ${countOf(n, "tree")} have, each with the share that has it.`}
      </p>
      <SupportTree
        tree={tree}
        leaves={models.map(({ name, family }) => ({ name, colour: familyColour(family) }))}
        hrefOf={({ leaves }) =>
          question.hrefOf({ pattern: patternText({ clade: { leaves: leaves.map((leaf) => models[leaf]!.id) } }) })
        }
      />
    </>
  );
}
