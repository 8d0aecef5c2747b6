import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { StateError } from "../../apps/api/errors.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { cancelRun, retryRun, startRun } from "../../apps/api/run/service.ts";
import { StaleAttemptError } from "../../apps/api/shard/commit.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finish, finishAll, type HeldShard, takeNext } from "./hands.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
beforeEach(() => atlas.empty());
afterAll(() => atlas.close());

/** What people and workers do, in any order: a number says which run, stretch of images or held shard it is done to. */
const step = fc.record({
  act: fc.constantFrom("start", "start", "cancel", "retry", "take", "take", "finish", "fail"),
  which: fc.nat(99),
});

/** Where a run's counts are not those of its maps, or one of its maps waits for nobody, and the run does not say so. */
const contradictions = () => atlas.sql`
  select run.id, run.status, planned_maps, done_maps, failed_maps, true_count.* from run
  cross join lateral (
    select count(*)::int as maps, (count(*) filter (where heatmap.status = 'done'))::int as done,
      (count(*) filter (where heatmap.status = 'failed'))::int as failed,
      (count(*) filter (where heatmap.status = 'claimed' and shard.status not in ('queued', 'running')))::int as stranded,
      (count(*) filter (where heatmap.status = 'claimed' and shard.id is null))::int as nobodys
    from run_heatmap
    join heatmap on heatmap.id = heatmap_id
    left join shard on shard.id = heatmap.shard_id
    where run_heatmap.run_id = run.id) as true_count
  where planned_maps <> maps or done_maps <> done or failed_maps <> failed or stranded > 0
    or nobodys > 0 and (run.status in ('queued', 'running') or run.status = 'done' and error is null)`;

test("in whatever order runs start, end, are retried and worked on: counts are true, and no map is stranded", async () => {
  const { sql, queue, projectId } = atlas;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 25 }), async (steps) => {
      await atlas.empty();
      const models = [await addModel(atlas, "bn_conv"), await addModel(atlas, "residual")];
      const images = await addImages(atlas, 8);
      const runs: string[] = [];
      const held: HeldShard[] = [];
      const deeds = {
        async start(which: number) {
          const imageIds = images.slice(which % 5, (which % 5) + 4);
          const modelIds = models.slice(which % 2);
          const id = await createRun(sql, projectId, { modelIds, imageIds, methods: [{ slug: "vanilla" }] });
          await startRun(sql, queue, projectId, id);
          runs.push(id);
        },
        cancel: (which: number) => cancelRun(sql, queue, projectId, runs[which % runs.length]!),
        retry: (which: number) => retryRun(sql, queue, projectId, runs[which % runs.length]!),
        async take() {
          const next = await takeNext(atlas);
          if (next) held.push(next);
        },
        async finish(which: number) {
          const [shard] = held.splice(which % Math.max(1, held.length), 1);
          if (shard) await finish(atlas, shard);
        },
        async fail(which: number) {
          const [shard] = held.splice(which % Math.max(1, held.length), 1);
          if (shard) await finish(atlas, shard, { failing: (map) => map.imageName === `picture ${which % 8}` });
        },
      };
      for (const { act, which } of steps) {
        if (runs.length === 0 && (act === "cancel" || act === "retry")) continue;
        await deeds[act](which).catch(expectedOnly);
        expect(await contradictions()).toEqual([]);
      }
      for (const shard of held) await finish(atlas, shard).catch(expectedOnly);
      await finishAll(atlas);
      expect(await contradictions()).toEqual([]);
      const open = await sql`
        select id from run where status in ('queued', 'running') and done_maps + failed_maps < planned_maps`;
      expect(open).toEqual([]);
    }),
    { numRuns: 12, seed: 20_261_124 },
  );
});

/** A move that the table forbids, or work that nobody wants any more. */
function expectedOnly(error: unknown): void {
  if (!(error instanceof StateError) && !(error instanceof StaleAttemptError)) throw error;
}
