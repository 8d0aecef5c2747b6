"use client";

import { useCallback, useMemo } from "react";
import { readFragment } from "../gql";
import { chooseMethod, methodChoices } from "../run/method-choices.ts";
import { RunProgressFragment, useRunFrame, useRunProgress } from "../run/run-frame.ts";
import { runIdOf } from "../shell/routes.ts";
import { useUrlState } from "../shell/url-state.ts";
import { readSettingAddress, type Setting, settingAddress } from "./setting.prepare.ts";
import { useSettings } from "./use-settings.ts";

/** One image's tree, that of the mean over all, or what most of them share. */
const shown = ["image", "mean", "consensus"] as const;

/** What one image's tree and the mean tree of a run share: run, method, setting, and how leaves are ordered. */
export function useClusterState(runUuid: string) {
  const id = runIdOf(runUuid);
  const { read, write } = useUrlState();
  const frame = useRunFrame(id);
  const told = readFragment(RunProgressFragment, frame.run);
  const status = told?.status;
  useRunProgress(id, status);
  const methods = methodChoices(frame.run?.methods ?? []);
  const method = chooseMethod(methods, read("method"));
  const askedSetting = read("setting");
  const setting = useMemo(() => readSettingAddress(askedSetting), [askedSetting]);
  const settings = useSettings(id);
  const setSetting = useCallback((next: Setting) => write({ setting: settingAddress(next), cut: undefined }), [write]);
  return {
    id,
    read,
    write,
    frame,
    status,
    /** Maps and trees so far. */
    progress: told?.progress,
    methods,
    method,
    setting,
    /** As the address says it. */
    askedSetting,
    settings,
    setSetting,
    optimal: read("order") === "optimal",
    shows: shown.find((each) => each === read("show")) ?? "image",
  };
}

export type ClusterState = ReturnType<typeof useClusterState>;
