import { afterAll, beforeAll, expect, test } from "vitest";
import { readMoments } from "../../apps/api/similarity/moments.ts";
import type { Pool } from "../../apps/api/sql.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain } from "./forest.ts";

let atlas: Atlas;
beforeAll(async () => {
  atlas = await openAtlas();
});
afterAll(() => atlas.close());

test("no row of scores is larger than four megabytes, however many the models and images", async () => {
  const models = Array.from({ length: 50 }, (_, model) => `model ${model}`);
  const { runId } = await addForest(atlas, {
    models,
    images: 1,
    methods: ["vanilla"],
    tree: () => chain(models.keys().toArray()),
    similarity: (_method, _image, one, other) => one / 64 + other / 4096,
  });
  const { sql, projectId } = atlas;
  // The one tree again at a thousand positions: as many bytes as of a thousand images.
  const [row] = await sql<{ settingId: string }[]>`
    insert into run_clustering (project_id, run_id, method_position, image_position, setting_id, clustering_id)
    select project_id, run_id, method_position, place, setting_id, clustering_id
    from run_clustering cross join generate_series(1, 999) as place where run_id = ${runId}
    returning setting_id`;
  const sizes: number[] = [];
  const watched: Pool = Object.assign(sql.bind(null), sql, {
    each: ((statement, take) =>
      sql.each(statement, (row) => {
        sizes.push((row as { scores?: Buffer }).scores!.length);
        take(row);
      })) as Pool["each"],
  });
  const positions = Array.from({ length: 1_000 }, (_, position) => position);
  const place = { projectId, runId, methodPosition: 0, settingId: row!.settingId };
  const moments = await readMoments(watched, place, 50, positions);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(1_000 * 1_225 * 8);
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4 * 2 ** 20);
  expect(moments).toHaveLength(1_225);
  expect(moments[0]).toEqual({ count: 1_000, mean: 1 / 4096, squares: 0 });
  expect(moments[1_224]).toEqual({ count: 1_000, mean: 48 / 64 + 49 / 4096, squares: 0 });
});
