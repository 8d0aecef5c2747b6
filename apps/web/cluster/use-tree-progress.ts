import type { ObservableQuery } from "@apollo/client";
import { useEffect } from "react";
import type { SettingState } from "./setting.prepare.ts";

const pollMilliseconds = 1_500;

type Polling = Pick<ObservableQuery, "startPolling" | "stopPolling">;

/** Trees made so far of all that were asked for, their query asked again while more are made. */
export function useTreeProgress(
  states: readonly Pick<SettingState, "doneTrees" | "plannedTrees">[],
  { startPolling, stopPolling }: Polling,
) {
  const done = states.reduce((sum, { doneTrees }) => sum + doneTrees, 0);
  const planned = states.reduce((sum, { plannedTrees }) => sum + plannedTrees, 0);
  const running = done < planned;
  useEffect(() => {
    if (running) startPolling(pollMilliseconds);
    return stopPolling;
  }, [running, startPolling, stopPolling]);
  return { done, planned, running };
}
