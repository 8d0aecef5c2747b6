"use client";

import { apartFrom, type IntervalInput, prepareIntervals } from "../charts/interval-plot.prepare.ts";
import { IntervalPlot } from "../charts/interval-plot.tsx";
import { readFragment } from "../gql";
import { Tabs } from "../shell/tabs.tsx";
import { listText } from "../text/count.ts";
import { shortMethod } from "../text/label.ts";
import { groupOf } from "./asked-methods.ts";
import { ByPart } from "./by-part.tsx";
import type { Counted } from "./count-figure.tsx";
import { PatternNumbersFragment } from "./count-query.ts";
import styles from "./in-parts.module.css";
import type { Question } from "./use-question.ts";

const parts = [
  ["method", "method"],
  ["class", "class"],
  ["set", "image set"],
  ["run", "run"],
  ["architecture", "architecture"],
] as const;

/** The same pattern side by side: by method, for methods on one image are not independent; by class, image set, run. */
export function InParts({ counted, question }: { counted: Counted; question: Question }) {
  const part = parts.find(([value]) => value === question.part)?.[0] ?? "method";
  return (
    <section aria-labelledby="in-parts" className={styles.parts}>
      <header className={styles.head}>
        <h2 id="in-parts">The same pattern by</h2>
        <Tabs
          label="Count it by"
          value={part}
          options={parts}
          onChange={(by) => question.change({ by: by === "method" ? undefined : by })}
          testId="pattern-by"
        />
      </header>
      {part === "method" ? (
        <ByMethod counted={counted} question={question} />
      ) : (
        <ByPart key={part} part={part} question={question} />
      )}
    </section>
  );
}

function ByMethod({ counted, question }: { counted: Counted; question: Question }) {
  const { methods, method, hrefOf } = question;
  const rows = methods.flatMap((each): IntervalInput[] => {
    const group = groupOf(counted.groups, each);
    if (!group) return [];
    const { k, n, interval, chance } = readFragment(PatternNumbersFragment, group);
    const name = shortMethod(each.name);
    return [{ key: each.key, name, k, n, interval: interval ?? null, chance: chance?.probability ?? null }];
  });
  const apart = apartFrom(rows, method.key);
  return (
    <>
      <IntervalPlot rows={prepareIntervals(rows)} selected={method.key} hrefOf={(key) => hrefOf({ method: key })} />
      {apart.length > 0 && (
        <p className={styles.apart}>
          <b>
            {listText(apart)} {apart.length === 1 ? "differs" : "differ"}.
          </b>{" "}
          {apart.length === 1 ? "Its interval lies" : "Their intervals lie"} apart from that of{" "}
          {shortMethod(method.name)}.
        </p>
      )}
    </>
  );
}
