import type { Job } from "pg-boss";
import { giveUpAnalysis, runAnalysis } from "./analysis/job.ts";
import { measureImage } from "./image/mask-job.ts";
import { givenUp, type Jobs } from "./queue.ts";
import { giveUpShard } from "./shard/commit.ts";
import { runShard } from "./shard/job.ts";
import type { HeldJob, Workplace } from "./workplace.ts";

/** How often an idle worker looks for work. */
const pollingIntervalSeconds = 0.5;

const diedTooOften = "The worker ended each time that it computed this; its log tells more.";

/** Starts to take jobs: of each kind as many at once as there are processes, and the pool keeps waiting what is more. */
export async function takeJobs(work: Workplace, processes: number): Promise<void> {
  for (let taker = 0; taker < processes; taker++) {
    await take<Jobs["shard"]>(work, "shard", (job) => runShard(work, job));
    await take<Jobs["analyse"]>(work, "analyse", (job) => runAnalysis(work, job));
  }
  await take<Jobs["mask"]>(work, "mask", (job) => measureImage(work, job));
  await take<Jobs["shard"]>(work, givenUp.shard, ({ data }) => giveUpShard(work.sql, work.queue, data, diedTooOften));
  await take<Jobs["analyse"]>(work, givenUp.analyse, ({ data }) => giveUpAnalysis(work, data));
  await take<Jobs["mask"]>(work, givenUp.mask, async ({ data: { imageId } }) =>
    work.log(`image ${imageId}: given up; its maps have no shares off the object`),
  );
}

async function take<Data extends object>(
  { queue: { boss } }: Workplace,
  name: string,
  handle: (job: HeldJob<Data>) => Promise<void>,
): Promise<void> {
  const taker = await boss.work<Data>(name, { pollingIntervalSeconds }, async ([job]: Job<Data>[]) => {
    if (!job) return;
    await handle(job);
    // Where there was a job there may be more: look at once, not at the next poll.
    boss.notifyWorker(taker);
  });
}
