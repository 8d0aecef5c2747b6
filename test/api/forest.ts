import { createHash } from "node:crypto";
import { leafOrder, type Merge, memberBits } from "@heatlas/engine";
import { type AnalysisSetting, defaultSetting, ensureSetting } from "../../apps/api/analysis/setting.ts";
import { ensureLeafSet, saveTrees } from "../../apps/api/clustering/save.ts";
import { saveSimilarities } from "../../apps/api/similarity/save.ts";
import { type Atlas, addLabelSet } from "./atlas.ts";

/** What is made up of a run. */
export interface Wanted {
  /** The models' names, in the run's order. */
  readonly models: readonly string[];
  readonly images: number;
  readonly methods: readonly string[];
  /** The tree of an image by a method; null where it has none. */
  tree(method: string, image: number): Merge[] | null;
  /** Of two models on an image; none is kept where it is left out. */
  similarity?(method: string, image: number, one: number, other: number): number | null;
  /** The true class of an image; null where it is not known [0]. */
  truth?(image: number): number | null;
  /** The class that a model predicts [0]. */
  predicted?(image: number, model: number): number;
  area?(image: number, model: number): number;
  /** The share of a map off its object; null without a mask [null]. */
  offObject?(image: number, model: number): number | null;
  /** Bits of heatmap/flag.ts [0]. */
  flags?(image: number, model: number): number;
  /** Names the images: another run of the same prefix has the same ones [image]. */
  readonly prefix?: string;
}

export interface Forest {
  readonly runId: string;
  readonly modelIds: readonly string[];
  readonly imageIds: readonly string[];
}

const sha256 = (text: string) => createHash("sha256").update(text).digest();

/** Leaves that merge one after the other: the first two, then each of the rest, at the heights 1, 2 … or those given. */
export function chain(order: readonly number[], heights = order.map((_, i) => i + 1)): Merge[] {
  const n = order.length;
  return order.slice(1).map((leaf, i) => {
    const [left, right] = [leaf, i === 0 ? order[0]! : n + i - 1].sort((a, b) => a - b) as [number, number];
    return { left, right, height: heights[i]!, size: i + 2 };
  });
}

/** A finished run whose trees are made up; its maps hold nothing but what is predicted, and how large an area is. */
export async function addForest(atlas: Atlas, wanted: Wanted): Promise<Forest> {
  const { sql, projectId } = atlas;
  const labelSet = await addLabelSet(atlas, "things", 10);
  const modelIds = await addModels(atlas, labelSet, wanted.models);
  const imageIds = await addPictures(atlas, labelSet, wanted);
  const [run] = await sql<{ id: string }[]>`
    insert into run (project_id, name, status) values (${projectId}, 'made up', 'done') returning id`;
  const runId = run!.id;
  await sql`
    insert into run_model (project_id, run_id, model_id, position)
    select ${projectId}, ${runId}, id, place - 1 from unnest(${[...modelIds]}::uuid[]) with ordinality as m (id, place)`;
  await sql`
    insert into run_image (project_id, run_id, image_id, position)
    select ${projectId}, ${runId}, id, place - 1 from unnest(${imageIds}::uuid[]) with ordinality as m (id, place)`;
  await sql`
    insert into run_method (project_id, run_id, method, position)
    select ${projectId}, ${runId}, slug, place - 1
    from unnest(${[...wanted.methods]}::text[]) with ordinality as m (slug, place)`;
  for (const [methodPosition, method] of wanted.methods.entries()) {
    await addTrees(atlas, wanted, { runId, modelIds, imageIds }, { method, methodPosition });
  }
  return { runId, modelIds, imageIds };
}

/** Analyses a made-up run under a setting beside its own, as if by jobs. */
export async function addSetting(
  atlas: Atlas,
  wanted: Wanted,
  forest: Forest,
  setting: AnalysisSetting,
): Promise<void> {
  for (const [methodPosition, method] of wanted.methods.entries()) {
    await addTrees(atlas, wanted, forest, { method, methodPosition, setting });
  }
}

async function addTrees(
  { sql, projectId }: Atlas,
  wanted: Wanted,
  { runId, modelIds, imageIds }: Forest,
  { method, methodPosition, setting }: { method: string; methodPosition: number; setting?: AnalysisSetting },
): Promise<void> {
  const { predicted = () => 0, area = () => 0.5, offObject = () => null, flags = () => 0 } = wanted;
  const maps = imageIds.flatMap((imageId, image) =>
    modelIds.map((modelId, model) => ({
      identity: `\\x${sha256(`${runId} ${method} ${imageId} ${modelId}`).toString("hex")}`,
      model_id: modelId,
      image_id: imageId,
      top_class: predicted(image, model),
      area: area(image, model),
      off_object: offObject(image, model),
      flags: flags(image, model),
    })),
  );
  await sql`
    insert into heatmap (project_id, identity, status, model_id, image_id, method, parameters, view, class_index,
      top_class, area, off_object, flags, grid_width, grid_height, scale, signed, values_hash, values, computed_at)
    select ${projectId}, identity, 'done', model_id, image_id, ${method}, '{}', 'centre', top_class, top_class, area,
      off_object, flags, 1, 1, 1, false, identity, '\\x0000', now()
    from json_to_recordset(${JSON.stringify(maps)}::text::json)
      as map (identity bytea, model_id uuid, image_id uuid, top_class int, area real, off_object real, flags smallint)
    on conflict do nothing`;
  const made = await sql<{ id: string; imageId: string; modelId: string }[]>`
    select id, image_id, model_id from heatmap
    where identity in (select identity from json_to_recordset(${JSON.stringify(maps)}::text::json) as map (identity bytea))`;
  const ids = new Map(made.map((row) => [`${row.imageId} ${row.modelId}`, row.id]));
  const trees = imageIds.flatMap((imageId, imagePosition) => {
    const merges = wanted.tree(method, imagePosition);
    if (!merges) return [];
    const members = memberBits(merges);
    return {
      identity: sha256(`${runId} ${method} ${imageId} ${JSON.stringify(setting ?? null)}`),
      methodPosition,
      imagePosition,
      imageId,
      method,
      heatmapIds: modelIds.map((modelId) => ids.get(`${imageId} ${modelId}`)!),
      similarities: modelIds.flatMap((_, one) =>
        modelIds
          .slice(one + 1)
          .map((__, place) => wanted.similarity?.(method, imagePosition, one, one + 1 + place) ?? null),
      ),
      merges: merges.map((merge, i) => ({ ...merge, members: members[i]! })),
      rootHeight: merges.at(-1)!.height,
      cophenetic: null,
      ties: merges.some(({ height }, i) => height === merges[i + 1]?.height),
      leafOrder: leafOrder(merges),
    };
  });
  await sql.begin(async (tx) => {
    const row = await ensureSetting(tx, projectId, setting ?? defaultSetting);
    const leafSet = await ensureLeafSet(tx, projectId, modelIds);
    if (wanted.similarity) await saveSimilarities(tx, projectId, row.similaritySettingId, trees);
    const count = await saveTrees(tx, { projectId, id: runId }, row, leafSet, trees);
    if (setting) {
      await tx`
        insert into run_setting (project_id, run_id, setting_id, planned_trees, done_trees)
        values (${projectId}, ${runId}, ${row.clusteringSettingId}, ${count}, ${count})
        on conflict (project_id, run_id, setting_id) do update
          set planned_trees = run_setting.planned_trees + ${count}, done_trees = run_setting.done_trees + ${count}`;
    } else {
      await tx`
        update run set done_trees = done_trees + ${count}, planned_trees = planned_trees + ${count} where id = ${runId}`;
    }
  });
}

async function addModels({ sql, projectId }: Atlas, labelSet: string, names: readonly string[]): Promise<string[]> {
  for (const name of names) {
    await sql`
      insert into model (project_id, name, family, file_name, sha256, bytes, label_set_id, class_count, input_width,
        input_height, mean, std, opset, node_count, parameter_count)
      values (${projectId}, ${name}, ${name}, 'model.onnx', ${sha256(name)}, 1, ${labelSet}, 10, 8, 8,
        '{0,0,0}', '{1,1,1}', 17, 1, 1)
      on conflict do nothing`;
  }
  const rows = await sql<{ id: string; name: string }[]>`select id, name from model`;
  return names.map((name) => rows.find((row) => row.name === name)!.id);
}

async function addPictures({ sql, projectId }: Atlas, labelSet: string, wanted: Wanted): Promise<string[]> {
  const { truth = () => 0, prefix = "image" } = wanted;
  const ids: string[] = [];
  for (let image = 0; image < wanted.images; image++) {
    const name = `${prefix} ${image}`;
    await sql`
      insert into image (project_id, name, file_name, sha256, bytes, media_type, width, height)
      values (${projectId}, ${name}, ${name}, ${sha256(name)}, 1, 'image/png', 8, 8) on conflict do nothing`;
    const [row] = await sql<{ id: string }[]>`select id from image where name = ${name}`;
    ids.push(row!.id);
    const classIndex = truth(image);
    if (classIndex === null) continue;
    await sql`
      insert into image_truth (project_id, image_id, label_set_id, class_index)
      values (${projectId}, ${row!.id}, ${labelSet}, ${classIndex}) on conflict do nothing`;
  }
  return ids;
}
