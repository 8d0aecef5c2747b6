import { ProgressBar } from "../run/progress-bar.tsx";
import { Button } from "../shell/button.tsx";
import { Empty } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { type Setting, settingWords, stateOf } from "./setting.prepare.ts";
import type { Settings } from "./use-settings.ts";

interface SettingMissingProps {
  setting: Setting;
  settings: Settings;
  /** Trees that the run has under its own setting: as many are to be made. */
  treeCount: number;
  /** A setting is computed of a finished run only. */
  canCompute: boolean;
}

/** What stands where the trees of a setting will be: an offer to compute them, or how far they are. */
export function SettingMissing({ setting, settings, treeCount, canCompute }: SettingMissingProps) {
  const state = stateOf(settings.states, setting);
  if (state && state.doneTrees < state.plannedTrees) {
    return (
      <Empty title="Computing these trees">
        <span role="status" data-figures data-testid="setting-progress">
          {state.doneTrees.toLocaleString("en")} of {countOf(state.plannedTrees, "tree")} under {settingWords(setting)}
        </span>
        <ProgressBar share={state.doneTrees / state.plannedTrees} label="Trees under this setting" />
      </Empty>
    );
  }
  if (state && state.plannedTrees === 0) {
    return (
      <Empty title="No tree can be made so">
        The measure is not defined for some model's map of every image, for example since it is constant.
      </Empty>
    );
  }
  return (
    <Empty
      title="These trees are not computed yet"
      action={
        canCompute && (
          <Button
            kind="primary"
            onClick={() => settings.compute(setting)}
            disabled={settings.asking}
            data-testid="compute-setting"
          >
            Compute {countOf(treeCount, "tree")}
          </Button>
        )
      }
    >
      {canCompute
        ? `The run was analysed otherwise. Its maps are there; ${settingWords(setting)} takes them from there.`
        : "Other settings are computed when the run is done."}{" "}
      {settings.problem && <span role="alert">{settings.problem}</span>}
    </Empty>
  );
}
