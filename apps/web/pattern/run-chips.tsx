import { uuidOf } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import { patternText } from "./address.prepare.ts";
import { Chip } from "./chip.tsx";
import { allRuns, runsText } from "./frame-runs.ts";
import type { Question } from "./use-question.ts";

const leaveOut = "leave-out";

const allOf = (count: number) => (count === 2 ? "both" : `all ${count}`);

/** One run, several of the same models, or all of these. */
export function RunChips({ question }: { question: Question }) {
  const { runs, chosen, all, alike, leaves, run, change } = question;
  const these = `${allOf(alike.length)} runs of these ${leaves}`;
  const free = alike.filter((other) => !chosen.includes(other));
  if (all) {
    return (
      <Chip
        label="Run"
        value={allRuns}
        options={[[allRuns, these], ...namesOf(runs)]}
        onChange={(id) => change(moved(question, id))}
        testId="pattern-run"
      />
    );
  }
  return (
    <>
      {chosen.map((each, place) => (
        <Chip
          key={each.id}
          label={place === 0 ? "Run" : `Run ${place + 1}`}
          value={each.id}
          options={[
            ...namesOf(chosen.length === 1 ? runs : [each, ...free]),
            ...(chosen.length > 1 ? [[leaveOut, "– leave out"] as const] : []),
          ]}
          onChange={(id) => {
            if (chosen.length === 1) return change(moved(question, id));
            const next = chosen.flatMap((other) => (other !== each ? [other] : runs.filter((one) => one.id === id)));
            change({ run: runsText(next) });
          }}
          {...(place === 0 && { testId: "pattern-run" })}
        />
      ))}
      {free.length > 0 && (
        <Chip
          faint
          label="Another run"
          value=""
          options={[["", "and run…"], [allRuns, these], ...namesOf(free)]}
          onChange={(id) =>
            change({
              run: id === allRuns ? `${uuidOf(run.id)},${allRuns}` : `${runsText(chosen)},${uuidOf(id)}`,
            })
          }
          testId="pattern-more-runs"
        />
      )}
    </>
  );
}

const namesOf = (runs: Question["runs"]) =>
  runs.map(({ id, name, models }) => [id, `${name}, ${countOf(models.length, "model")}`] as const);

/** Another run keeps the pattern only where it has the same leaves. */
function moved({ alike, pattern }: Question, id: string) {
  const same = alike.some((other) => other.id === id);
  return { run: uuidOf(id), pattern: same ? patternText(pattern) : undefined };
}
