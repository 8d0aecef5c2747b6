import { PgBoss } from "pg-boss";
import type { AnalysisSetting } from "./analysis/setting.ts";
import type { Transaction } from "./sql.ts";

/** What the jobs of each queue carry. Rows hold everything else, so that a job can never be out of date. */
export interface Jobs {
  /** The job's id is the shard's. */
  shard: { projectId: string; shardId: string };
  /**
   * The dendrograms of one method of a run, for the images at positions from ≤ position < to; under the setting of every
   * run where none is named. Settings of one job are of the same similarities.
   */
  analyse: {
    projectId: string;
    runId: string;
    methodPosition: number;
    from: number;
    to: number;
    settings?: AnalysisSetting[];
  };
  /** The shares off the object of an image's maps, where they are not of its mask. */
  mask: { projectId: string; imageId: string };
}
export type QueueName = keyof Jobs;

export interface NewJob<Name extends QueueName> {
  id?: string;
  data: Jobs[Name];
}

/** Where a job goes that was given up: its handler tells the run's readers, where there are any. */
export const givenUp = { shard: "shard-given-up", analyse: "analyse-given-up", mask: "mask-given-up" } as const;

const options = {
  // pg-boss's minimum: a killed worker's job starts again within about this time.
  heartbeatSeconds: 10,
  // A kill costs a retry, and kills say nothing against the job; its own failures are counted by its handler.
  retryLimit: 20,
  retryDelay: 1,
  // Heartbeats tell whether a job lives; this only ends one that lives for ever.
  expireInSeconds: 6 * 60 * 60,
  deleteAfterSeconds: 24 * 60 * 60,
  // A run may wait for its workers as long as it takes: a year is what pg-boss allows.
  retentionSeconds: 365 * 24 * 60 * 60,
};

/** The part of pg-boss that services and jobs use. */
export interface Queue {
  /** Adds jobs in the transaction: they exist if and only if it commits. */
  add<Name extends QueueName>(tx: Transaction, name: Name, jobs: readonly NewJob<Name>[]): Promise<void>;
  /** Settles a job in the transaction. False: this attempt no longer holds it. */
  complete(tx: Transaction, name: QueueName, job: { id: string; retryCount: number }): Promise<boolean>;
  /** Takes back jobs that nobody needs any more; one that runs is told so by its signal. */
  cancel(tx: Transaction, name: QueueName, ids: readonly string[]): Promise<void>;
  readonly boss: PgBoss;
  /** Gives jobs that run this long to end; those that have not go back to the queue. */
  stop(graceMilliseconds?: number): Promise<void>;
}

// pg-boss sends the batch as one JSON parameter.
const batch = 1_000;

/** `sender` (the API) adds jobs; `worker` also supervises: it finds the jobs of the dead. */
export async function openQueue(role: "sender" | "worker", url: string): Promise<Queue> {
  const boss = new PgBoss({
    connectionString: url,
    instanceName: role,
    max: role === "worker" ? 8 : 2,
    supervise: role === "worker",
    schedule: false,
    superviseIntervalSeconds: 1,
    monitorIntervalSeconds: 1,
    maintenanceIntervalSeconds: 1,
  });
  boss.on("error", (error) => console.error(`queue: ${error.message}`));
  await boss.start({ attempts: 5 });
  for (const name of Object.keys(givenUp) as QueueName[]) {
    await boss.createQueue(givenUp[name], options);
    await boss.createQueue(name, { ...options, deadLetter: givenUp[name] });
    // What exists keeps the options of the version that made it.
    for (const existing of [givenUp[name], name]) await boss.updateQueue(existing, options);
  }
  return {
    boss,
    async add(tx, name, jobs) {
      for (let start = 0; start < jobs.length; start += batch) {
        await boss.insert(name, jobs.slice(start, start + batch), { db: within(tx) });
      }
    },
    async complete(tx, name, job) {
      // Its type leaves out what it answers.
      const answer = (await boss.complete(name, job, null, { db: within(tx) })) as { affected: number };
      return answer.affected === 1;
    },
    async cancel(tx, name, ids) {
      if (ids.length > 0) await boss.cancel(name, [...ids], { db: within(tx) });
    },
    stop: (graceMilliseconds = 0) => boss.stop({ graceful: graceMilliseconds > 0, timeout: graceMilliseconds }),
  };
}

/** pg-boss's statements in our transaction. Its values are texts, numbers and arrays of them. */
function within(tx: Transaction) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      return { rows: await tx.unsafe(text, values) };
    },
  };
}
