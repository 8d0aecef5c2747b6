import { NotFoundError, StateError } from "../errors.ts";
import type { RunStatus } from "../generated/prisma/enums.ts";
import type { Queue } from "../queue.ts";
import type { Pool, Transaction } from "../sql.ts";
import { refuseUnsoundTargets } from "./check.ts";
import type { PlannedRun } from "./claim.ts";
import { lockPlanning } from "./lock.ts";
import { continueRun, planRun } from "./plan.ts";
import { handOverShards } from "./release.ts";
import { announceRuns } from "./rollup.ts";
import { statesBefore } from "./states.ts";

/** Freezes a draft and sets it going. Throws NotFoundError, StateError, InputError. */
export async function startRun(sql: Pool, queue: Queue, projectId: string, runId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await lockPlanning(tx, projectId);
    const run = await moveRun(tx, projectId, runId, "queued", ["draft"], "started");
    // Truths may have changed since the draft was checked.
    await refuseUnsoundTargets(tx, run);
    await planRun(tx, queue, run);
  });
}

/** Ends a run; what other runs need of its work goes on as theirs. Throws NotFoundError, StateError. */
export async function cancelRun(sql: Pool, queue: Queue, projectId: string, runId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await lockPlanning(tx, projectId);
    await moveRun(tx, projectId, runId, "cancelled", statesBefore("cancelled"), "cancelled");
    await queue.cancel(tx, "shard", await handOverShards(tx, projectId, runId));
    await announceRuns(tx, projectId, [runId]);
  });
}

/** Computes again what failed, what a cancelled run had not reached, and what is missing of its dendrograms. */
export async function retryRun(sql: Pool, queue: Queue, projectId: string, runId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await lockPlanning(tx, projectId);
    const run = await moveRun(tx, projectId, runId, "queued", ["done", "failed", "cancelled"], "retried");
    if (run.complete) throw new StateError(`The run "${run.name}" is complete: there is nothing to retry.`);
    await continueRun(tx, queue, run);
  });
}

interface MovedRun extends PlannedRun {
  name: string;
  complete: boolean;
}

async function moveRun(
  tx: Transaction,
  projectId: string,
  id: string,
  next: RunStatus,
  from: readonly RunStatus[],
  done: string,
): Promise<MovedRun> {
  const [run] = await tx<MovedRun[]>`
    with old as (
      select status, error from run where project_id = ${projectId} and id = ${id} for update
    )
    update run set status = ${next}::run_status, error = null,
      finished_at = case when ${next} = 'cancelled' then now() end
    from old
    where project_id = ${projectId} and id = ${id} and old.status = any(${[...from]}::run_status[])
    returning project_id, id, name, view, target_policy, fixed_class,
      old.status = 'done' and old.error is null as complete`;
  if (run) return run;
  const [there] = await tx<{ name: string; status: RunStatus }[]>`
    select name, status from run where project_id = ${projectId} and id = ${id}`;
  if (!there) throw new NotFoundError("run", id);
  throw new StateError(
    `The run "${there.name}" is ${there.status}: only a run that is ${either(from)} can be ${done}.`,
  );
}

const either = (states: readonly string[]) =>
  [states.slice(0, -1).join(", "), states.at(-1)].filter(Boolean).join(" or ");
