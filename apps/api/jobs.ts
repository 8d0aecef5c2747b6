import type { Job } from "pg-boss";
import { giveUpAnalysis, runAnalysis } from "./analysis/job.ts";
import { givenUp, type Jobs } from "./queue.ts";
import { giveUpShard } from "./shard/commit.ts";
import { runShard } from "./shard/job.ts";
import type { HeldJob, Workplace } from "./workplace.ts";

/** How often an idle worker looks for work. */
const pollingIntervalSeconds = 0.5;

const diedTooOften = "The worker ended each time that it computed this; its log tells more.";

/** Starts to take jobs: of each kind as many at once as there are processes, and the pool keeps waiting what is more. */
export async function takeJobs(work: Workplace, processes: number): Promise<void> {
  const { boss } = work.queue;
  const many = { pollingIntervalSeconds, localConcurrency: processes };
  const few = { pollingIntervalSeconds };
  await boss.work<Jobs["shard"]>(
    "shard",
    many,
    one((job) => runShard(work, job)),
  );
  await boss.work<Jobs["analyse"]>(
    "analyse",
    many,
    one((job) => runAnalysis(work, job)),
  );
  await boss.work<Jobs["shard"]>(
    givenUp.shard,
    few,
    one(({ data }) => giveUpShard(work.sql, work.queue, data, diedTooOften)),
  );
  await boss.work<Jobs["analyse"]>(
    givenUp.analyse,
    few,
    one(({ data }) => giveUpAnalysis(work, data)),
  );
}

/** pg-boss hands out batches; ours are of one. */
const one =
  <Data extends object>(handle: (job: HeldJob<Data>) => Promise<void>) =>
  async ([job]: Job<Data>[]) => {
    if (job) await handle(job);
  };
