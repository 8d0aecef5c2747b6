"use client";

import { useEffect, useRef } from "react";
import { isSameSetting, stateOf, usualSetting } from "../cluster/setting.prepare.ts";
import { SettingMissing } from "../cluster/setting-missing.tsx";
import { useSettings } from "../cluster/use-settings.ts";
import { Empty } from "../shell/states.tsx";
import type { ChosenSide } from "./use-side.ts";

interface MissingTreesProps {
  message: string;
  sides: readonly ChosenSide[];
  /** Trees have come since. */
  onProgress: () => void;
}

/** Why two trees cannot be compared; where a setting is not computed, an offer to do that. */
export function MissingTrees({ message, sides, onProgress }: MissingTreesProps) {
  const lacking = sides.find(
    ({ run, setting, states }) => run && !isSameSetting(setting, usualSetting) && !isComplete(stateOf(states, setting)),
  );
  if (!lacking?.run) return <Empty title="These cannot be compared">{message}</Empty>;
  return <MissingSetting side={lacking} run={lacking.run} onProgress={onProgress} />;
}

const isComplete = (state: { doneTrees: number; plannedTrees: number } | null) =>
  state !== null && state.plannedTrees > 0 && state.doneTrees >= state.plannedTrees;

interface MissingSettingProps {
  side: ChosenSide;
  run: NonNullable<ChosenSide["run"]>;
  onProgress: () => void;
}

function MissingSetting({ side: { setting }, run, onProgress }: MissingSettingProps) {
  const settings = useSettings(run.id);
  const done = stateOf(settings.states, setting)?.doneTrees ?? 0;
  const before = useRef(done);
  useEffect(() => {
    if (done > before.current) onProgress();
    before.current = done;
  }, [done, onProgress]);
  return (
    <SettingMissing
      setting={setting}
      settings={settings}
      treeCount={run.progress.doneTrees}
      canCompute={run.status === "done"}
    />
  );
}
