import { createHash } from "node:crypto";
import { leafOrder, linkage, memberBits } from "@heatlas/engine";
import { defaultSetting, ensureSetting } from "../../apps/api/analysis/setting.ts";
import { ensureLeafSet, saveTrees } from "../../apps/api/clustering/save.ts";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { saveSimilarities } from "../../apps/api/similarity/save.ts";
import { type Atlas, addImages, addModel } from "./atlas.ts";
import { finishAll } from "./hands.ts";

export interface Grid {
  readonly runId: string;
  readonly modelIds: readonly string[];
  readonly imageIds: readonly string[];
}

const nets = ["conv_relu", "residual", "bn_conv"];

/** Similarities of the pairs (0,1), (0,2), (1,2): the third model joins the other two last. */
export const similarities = [0.75, 0.25, 0.125];

/** A finished run of three models by two methods, with heat maps and dendrograms that were made up. */
export async function addGrid(atlas: Atlas, imageCount: number, firstSeed = 0): Promise<Grid> {
  const { sql, queue, projectId } = atlas;
  const imageIds = await addImages(atlas, imageCount, firstSeed);
  const modelIds = await ensureModels(atlas);
  const methods = [{ slug: "vanilla" }, { slug: "grad-cam" }];
  const runId = await createRun(sql, projectId, { modelIds, imageIds, methods });
  await startRun(sql, queue, projectId, runId);
  await finishAll(atlas);
  await addTrees(atlas, runId, modelIds);
  return { runId, modelIds, imageIds };
}

async function ensureModels(atlas: Atlas): Promise<string[]> {
  const rows = await atlas.sql<{ id: string; name: string }[]>`select id, name from model`;
  const ids = new Map(rows.map(({ id, name }) => [name, id]));
  const models: string[] = [];
  for (const net of nets) models.push(ids.get(net) ?? (await addModel(atlas, net)));
  return models;
}

async function addTrees({ sql, projectId }: Atlas, runId: string, modelIds: readonly string[]): Promise<void> {
  const cells = await sql<
    { methodPosition: number; imagePosition: number; imageId: string; method: string; ids: string[] }[]
  >`
    select method_position, image_position, image_id, method, array_agg(heatmap_id order by model_position) as ids
    from run_heatmap join heatmap on heatmap.id = heatmap_id
    where run_id = ${runId} group by 1, 2, 3, 4`;
  const distances = Float64Array.from(similarities, (similarity) => 1 - similarity);
  const merges = linkage(distances, 3, "average");
  const members = memberBits(merges);
  await sql.begin(async (tx) => {
    const setting = await ensureSetting(tx, projectId, defaultSetting);
    const leafSet = await ensureLeafSet(tx, projectId, modelIds);
    const trees = cells.map(({ ids, ...cell }) => ({
      ...cell,
      identity: createHash("sha256").update(ids.join()).digest(),
      heatmapIds: ids,
      similarities,
      merges: merges.map((merge, i) => ({ ...merge, members: members[i]! })),
      rootHeight: merges.at(-1)!.height,
      cophenetic: 0.95,
      ties: false,
      leafOrder: leafOrder(merges),
    }));
    await saveTrees(tx, { projectId, id: runId }, setting, leafSet, trees);
    await saveSimilarities(tx, projectId, setting.similaritySettingId, trees);
  });
}
