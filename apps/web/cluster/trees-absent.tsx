import { runPath } from "../shell/routes.ts";
import { NoTrees } from "./no-trees.tsx";
import { isSameSetting, usualSetting } from "./setting.prepare.ts";
import { SettingMissing } from "./setting-missing.tsx";
import type { ClusterState } from "./use-cluster-state.ts";

/** What stands where the trees of a run will be. */
export function TreesAbsent({ state }: { state: ClusterState }) {
  const { id, frame, status, setting } = state;
  const modelCount = frame.run?.models.length ?? 0;
  return isSameSetting(setting, usualSetting) || modelCount < 2 ? (
    <NoTrees modelCount={modelCount} status={status} runPath={runPath(id)} />
  ) : (
    <SettingAbsent state={state} />
  );
}

/** The offer to compute the page's setting: as many trees as the run has under its own, once it is done. */
export const SettingAbsent = ({ state: { setting, settings, progress, status } }: { state: ClusterState }) => (
  <SettingMissing
    setting={setting}
    settings={settings}
    treeCount={progress?.doneTrees ?? 0}
    canCompute={status === "done"}
  />
);
