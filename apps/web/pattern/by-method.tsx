import { useMemo } from "react";
import { prepareIntervals } from "../charts/interval-plot.prepare.ts";
import { IntervalPlot } from "../charts/interval-plot.tsx";
import { shortMethod } from "../text/label.ts";
import { patternPath } from "./address.prepare.ts";
import type { Counted } from "./count-figure.tsx";
import type { Question } from "./use-question.ts";

/** The pattern by each method of the run: side by side, for methods on one image are not independent. */
export function ByMethod({ counted, question }: { counted: Counted; question: Question }) {
  const { methods, method, run, pattern, eligibility } = question;
  const rows = useMemo(
    () =>
      prepareIntervals(
        counted.groups.map(({ k, n, interval, chance }, at) => ({
          key: methods[at]!.key,
          name: shortMethod(methods[at]!.name),
          k,
          n,
          interval,
          chance: chance?.probability ?? null,
        })),
      ),
    [counted, methods],
  );
  return (
    <section aria-labelledby="by-method">
      <h2 id="by-method">{rows.length === 1 ? "By its one method" : "The same pattern by each method"}</h2>
      <IntervalPlot
        rows={rows}
        selected={method.key}
        hrefOf={(key) => patternPath({ run: run.id, pattern, method: key, eligibility, set: question.imageSet?.id })}
      />
    </section>
  );
}
