import { readSettingAddress, settingAddress, settingWords } from "../cluster/setting.prepare.ts";
import { useSettings } from "../cluster/use-settings.ts";
import type { Eligibility, PatternFrameQuery as Frame } from "../gql/graphql";
import { uuidOf } from "../shell/routes.ts";
import { countOf } from "../text/count.ts";
import { shortMethod } from "../text/label.ts";
import { Chip } from "./chip.tsx";
import { hasArchitectures } from "./frame-runs.ts";
import { RunChips } from "./run-chips.tsx";
import styles from "./sentence-bar.module.css";
import { eligibilities, type Question } from "./use-question.ts";
import { WithoutFlags } from "./without-flags.tsx";

interface SentenceScopeProps {
  frame: Frame;
  question: Question;
  eligibility: Eligibility | null;
  /** Of the chosen class, where one is chosen and known. */
  classLabel: string | null;
}

/** Over which trees it is asked. */
export function SentenceScope({ frame, question, eligibility, classLabel }: SentenceScopeProps) {
  const { methods, method, imageSet, classIndex, change } = question;
  return (
    <>
      <LeavesChip question={question} />
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
          of class {classLabel ?? classIndex}
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
      <WithoutFlags question={question} />
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

/** Models, or architectures where a run has one model of each. */
function LeavesChip({ question: { run, leaves, change } }: { question: Question }) {
  if (!hasArchitectures(run)) return null;
  const count = run.models.length;
  return (
    <>
      <span>among</span>
      <Chip
        label="What the leaves are"
        value={leaves}
        options={[
          ["models", countOf(count, "model")],
          ["architectures", countOf(count, "architecture")],
        ]}
        onChange={(next) => change({ leaves: next === "models" ? undefined : next, run: uuidOf(run.id) })}
        testId="pattern-leaves"
      />
    </>
  );
}

/** The settings under which the run was analysed, beside its own. */
function SettingChip({ question: { run, setting, change } }: { question: Question }) {
  const { states } = useSettings(run.id);
  const done = states.filter(({ doneTrees, plannedTrees }) => doneTrees > 0 && doneTrees >= plannedTrees);
  const value = (setting && settingAddress(setting)) ?? "";
  const keys = [
    ...new Set([...done.flatMap((each) => settingAddress(each.setting) ?? []), ...(value ? [value] : [])]),
  ].sort();
  if (keys.length === 0) return null;
  return (
    <>
      <span>under</span>
      <Chip
        label="Analysis setting"
        value={value}
        options={[
          ["", "the run's setting"],
          ...keys.map((key) => [key, settingWords(readSettingAddress(key))] as const),
        ]}
        onChange={(key) => change({ setting: key })}
        testId="pattern-setting"
      />
    </>
  );
}
