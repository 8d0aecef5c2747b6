"use client";

import { useApolloClient } from "@apollo/client/react";
import { useState } from "react";
import type { PatternAnswer, PatternInput } from "../gql/graphql";
import { Button } from "../shell/button.tsx";
import { uuidOf } from "../shell/routes.ts";
import { csvText } from "../text/csv.ts";
import { shortLabel } from "../text/label.ts";
import { groupOf } from "./asked-methods.ts";
import { PatternImagePageQuery } from "./count-query.ts";
import { uncached } from "./uncached.ts";
import type { Question } from "./use-question.ts";

const answers = ["yes", "no", "unknown"] as const satisfies readonly PatternAnswer[];

/** A browser holds so many rows with ease; more are the API's to give. */
const mostRows = 100_000;

/** Every counted image with its answer, as a file. */
export function SaveImages({ question }: { question: Question }) {
  const client = useApolloClient();
  const [state, setState] = useState<"idle" | "reading" | "failed">("idle");
  const { pattern, filter, method } = question;
  const readPage = async (answer: PatternAnswer, after: string | null) => {
    const variables = {
      pattern: pattern as PatternInput,
      filter: { ...filter, methods: [method.slug] },
      answer,
      after,
    };
    const { data } = await client.query({ query: PatternImagePageQuery, variables, ...uncached });
    const counted = data?.patternFrequency;
    const group = counted?.__typename === "PatternFrequency" ? groupOf(counted.groups, method) : null;
    if (!group) throw new Error("It is not counted any more.");
    return group.images;
  };
  const readAll = async () => {
    const rows = [["image", "name", "class", "run", "method", "holds"]];
    for (const answer of answers) {
      let after: string | null = null;
      do {
        const { edges, pageInfo } = await readPage(answer, after);
        for (const { node } of edges) {
          const { image, run } = node;
          const label = image.truths[0]?.class.label ?? "";
          rows.push([uuidOf(image.id), image.name, shortLabel(label), run.name, method.slug, answer]);
        }
        after = (pageInfo.hasNextPage && pageInfo.endCursor) || null;
      } while (after !== null && rows.length <= mostRows);
    }
    return csvText(rows);
  };
  const save = () => {
    setState("reading");
    readAll().then(
      (text) => {
        offer(text, `pattern-${method.key}.csv`);
        setState("idle");
      },
      () => setState("failed"),
    );
  };
  return (
    <>
      <Button kind="quiet" onClick={save} disabled={state === "reading"} data-testid="pattern-csv">
        {state === "reading" ? "Reading the images…" : "Images as CSV"}
      </Button>
      {state === "failed" && <span role="alert">Heatlas does not answer; try again.</span>}
    </>
  );
}

/** Has the browser save a text. */
function offer(text: string, fileName: string) {
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  Object.assign(document.createElement("a"), { href: url, download: fileName }).click();
  URL.revokeObjectURL(url);
}
