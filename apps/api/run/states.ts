import type { RunStatus } from "../generated/prisma/enums.ts";

/** The states that a run may go to from each. Going back to queued is a retry. */
export const runMoves = {
  draft: ["queued"],
  queued: ["running", "done", "failed", "cancelled"],
  running: ["done", "failed", "cancelled"],
  done: ["queued"],
  failed: ["queued"],
  cancelled: ["queued"],
} as const satisfies Record<RunStatus, readonly RunStatus[]>;

/** The states from which a run may go to `next`. */
export function statesBefore(next: RunStatus): RunStatus[] {
  return (Object.keys(runMoves) as RunStatus[]).filter((from) =>
    (runMoves[from] as readonly RunStatus[]).includes(next),
  );
}

/** The states in which work is being done for a run. */
export const activeStates = ["queued", "running"] as const satisfies readonly RunStatus[];
