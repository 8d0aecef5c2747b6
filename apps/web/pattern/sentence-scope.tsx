import type { Eligibility, PatternFrameQuery as Frame } from "../gql/graphql";
import { uuidOf } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import { shortMethod } from "../text/label.ts";
import { patternText } from "./address.prepare.ts";
import { Chip } from "./chip.tsx";
import { allRuns, runsOfModels, runsText } from "./frame-runs.ts";
import styles from "./sentence-bar.module.css";
import { readSettingKey, settingKey, settingText } from "./setting.prepare.ts";
import { useRunSettings } from "./use-judgement.ts";
import { eligibilities, type Question } from "./use-question.ts";

interface SentenceScopeProps {
  frame: Frame;
  question: Question;
  eligibility: Eligibility | null;
}

/** Over which trees it is asked. */
export function SentenceScope({ frame, question, eligibility }: SentenceScopeProps) {
  const { methods, method, imageSet, classIndex, change } = question;
  return (
    <>
      <span>in</span>
      <RunChips question={question} />
      <span>on</span>
      <Chip
        label="Which images count"
        value={eligibility ?? ""}
        options={eligibility ? eligibilities : [["", "images…"], ...eligibilities]}
        onChange={(value) => change({ eligibility: value })}
        testId="pattern-eligibility"
      />
      {frame.imageSets.length > 0 && (
        <>
          <span>of</span>
          <Chip
            label="Image set"
            value={imageSet?.id ?? ""}
            options={[["", "any set"], ...frame.imageSets.map(({ id, name }) => [id, name] as const)]}
            onChange={(id) => change({ set: id === "" ? undefined : uuidOf(id) })}
          />
        </>
      )}
      {classIndex !== undefined && (
        <span className={styles.only}>
          of class {classIndex}
          <button
            type="button"
            className={styles.out}
            aria-label="Count every class"
            onClick={() => change({ class: undefined })}
          >
            ×
          </button>
        </span>
      )}
      <span>by</span>
      <Chip
        label="Method"
        value={method.key}
        options={methods.map(({ key, name }) => [key, shortMethod(name)] as const)}
        onChange={(key) => change({ method: key })}
        testId="pattern-method"
      />
      <SettingChip question={question} />
    </>
  );
}

const leaveOut = "leave-out";

const allOf = (count: number) => (count === 2 ? "both" : `all ${count}`);

/** One run, several of the same models, or all of these. */
function RunChips({ question }: { question: Question }) {
  const { runs, chosen, all, run, change } = question;
  const alike = runsOfModels(runs, run.models);
  const free = alike.filter((other) => !chosen.includes(other));
  if (all) {
    return (
      <Chip
        label="Run"
        value={allRuns}
        options={[[allRuns, `${allOf(alike.length)} runs of these models`], ...namesOf(runs)]}
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
          options={[["", "and run…"], [allRuns, `${allOf(alike.length)} runs of these models`], ...namesOf(free)]}
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

/** Another run keeps the pattern only where it has the same models. */
function moved({ runs, run, pattern }: Question, id: string) {
  const same = runsOfModels(runs, run.models).some((other) => other.id === id);
  return { run: uuidOf(id), pattern: same ? patternText(pattern) : undefined };
}

/** The settings under which the run was analysed, beside its own. */
function SettingChip({ question: { run, setting, change } }: { question: Question }) {
  const { run: analysed } = useRunSettings(run.id);
  const done = (analysed?.settings ?? []).filter(
    ({ doneTrees, plannedTrees }) => doneTrees > 0 && doneTrees >= plannedTrees,
  );
  const value = setting ? settingKey(setting) : "";
  const keys = [...new Set([...done.map((each) => settingKey(each.setting)), ...(value ? [value] : [])])].sort();
  if (keys.length === 0) return null;
  return (
    <>
      <span>under</span>
      <Chip
        label="Analysis setting"
        value={value}
        options={[["", "the run's setting"], ...keys.map((key) => [key, settingText(readSettingKey(key)!)] as const)]}
        onChange={(key) => change({ setting: key })}
        testId="pattern-setting"
      />
    </>
  );
}
