import type { Transaction } from "../sql.ts";

/**
 * Planning (start, retry, cancel) is alone in its project while its transaction lasts; commits of shards and of
 * analyses go side by side but not with it. So a plan never links a map whose commit has already counted the runs
 * that it tells, and no shard loses a map that is being handed over. It comes before every other lock.
 */
export async function lockPlanning(tx: Transaction, projectId: string): Promise<void> {
  await tx`select 1 from pg_advisory_xact_lock(hashtextextended(${`plan ${projectId}`}, 0))`;
}

export async function shareWithPlanning(tx: Transaction, projectId: string): Promise<void> {
  await tx`select 1 from pg_advisory_xact_lock_shared(hashtextextended(${`plan ${projectId}`}, 0))`;
}
