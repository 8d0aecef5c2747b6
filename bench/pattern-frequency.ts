import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startPostgres } from "../apps/launcher/postgres.ts";
import { randomForests } from "../packages/engine/src/pattern/null-trees.ts";
import type { Api } from "../test/api/api.ts";
import type { Atlas } from "../test/api/atlas.ts";
import { quantile, report } from "./measure.ts";

// patternFrequency through the API, over HTTP and an embedded PostgreSQL, on generated trees of 13 models: p95 of saved
// and new patterns, one request at a time. The first request of a run reads its columns; it is reported apart.
// Wall time, since a person waits for it: of a busy machine the numbers are worse.

const models = 13;
const requests = 40;
const sizes = (process.env.HEATLAS_BENCH_IMAGES ?? "100000,1000000").split(",").map(Number);

const folder = await mkdtemp(join(tmpdir(), "heatlas-bench-"));
const postgres = await startPostgres(folder, { durable: false });
process.env.DATABASE_URL = postgres.url;
// They read the environment when they are loaded.
const { openAtlas } = await import("../test/api/atlas.ts");
const { openApi } = await import("../test/api/api.ts");
try {
  for (const images of sizes) {
    const atlas = await openAtlas();
    const run = await fill(atlas, images);
    const api = await openApi(atlas);
    await measure(api, run, images);
    await api.close();
    await atlas.close();
  }
} finally {
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

interface Filled {
  readonly runId: string;
  readonly imageSet: string;
  readonly modelIds: readonly string[];
}

/** A run whose rows are generated where they lie: images with truths, of which nine in ten are classified right by all. */
async function fill({ sql, projectId }: Atlas, images: number): Promise<Filled> {
  const bytes = (text: string) => sql`sha256(convert_to(${text}::text || i, 'UTF8'))`;
  const [labels] = await sql`
    insert into label_set (project_id, name, labels, identity)
    select ${projectId}, 'bench', array_agg('class ' || i), sha256('bench') from generate_series(0, 9) as i returning id`;
  await sql`
    insert into model (project_id, name, family, file_name, sha256, bytes, label_set_id, class_count, input_width,
      input_height, mean, std, opset, node_count, parameter_count)
    select ${projectId}, 'model ' || i, 'bench', 'model.onnx', ${bytes("model")}, 1, ${labels!.id}, 10, 8, 8, '{0,0,0}',
      '{1,1,1}', 17, 1, 1
    from generate_series(1, ${models}::int) as i`;
  await sql`
    insert into image (project_id, name, file_name, sha256, bytes, media_type, width, height)
    select ${projectId}, i, i, ${bytes("image")}, 1, 'image/png', 8, 8 from generate_series(0, ${images}::int - 1) as i`;
  await sql`
    insert into image_truth (project_id, image_id, label_set_id, class_index)
    select ${projectId}, id, ${labels!.id}, name::int % 10 from image`;
  const [set] = await sql`insert into image_set (project_id, name) values (${projectId}, 'half') returning id`;
  await sql`
    insert into image_set_member (project_id, image_set_id, image_id)
    select ${projectId}, ${set!.id}, id from image where name::int % 2 = 0`;
  const [run] =
    await sql`insert into run (project_id, name, status) values (${projectId}, 'bench', 'done') returning id`;
  const models13 = await sql<{ id: string }[]>`
    insert into run_model (project_id, run_id, model_id, position)
    select ${projectId}, ${run!.id}, id, row_number() over (order by id) - 1 from model returning model_id as id`;
  await sql`insert into run_method (project_id, run_id, method, position) values (${projectId}, ${run!.id}, 'vanilla', 0)`;
  await sql`
    insert into run_image (project_id, run_id, image_id, position)
    select ${projectId}, ${run!.id}, id, name::int from image`;
  await sql`vacuum analyze`;
  await addTrees({ sql, projectId } as Atlas, run!.id, images);
  await sql`vacuum analyze`;
  return { runId: run!.id, imageSet: set!.id, modelIds: models13.map(({ id }) => id) };
}

/** Random merges; in every second tree the first seven models merge in their order. */
async function addTrees({ sql, projectId }: Atlas, runId: string, images: number): Promise<void> {
  const { defaultSetting, ensureSetting } = await import("../apps/api/analysis/setting.ts");
  const { ensureLeafSet } = await import("../apps/api/clustering/save.ts");
  const [setting, leafSet] = await sql.begin(async (tx) => {
    const ids = await tx`select id from model order by id`;
    const row = await ensureSetting(tx, projectId, defaultSetting);
    return [
      row.clusteringSettingId,
      await ensureLeafSet(
        tx,
        projectId,
        ids.map(({ id }) => id),
      ),
    ] as const;
  });
  const batch = 50_000;
  const forests = randomForests(models, { trees: images, seed: 1 });
  const treeBytes = (models - 1) * 2;
  let start = 0;
  for (const forest of forests) {
    const all = Buffer.alloc(forest.trees * treeBytes);
    for (let t = 0; t < forest.trees; t++) {
      for (let j = 0; j < models - 1; j++) {
        const word = t % 2 === 0 ? forest.members[j * forest.trees + t]! : (1 << (j + 2)) - 1;
        all.writeUInt16LE(word, t * treeBytes + j * 2);
      }
    }
    for (let from = 0; from < forest.trees; from += batch) {
      const count = Math.min(batch, forest.trees - from);
      await sql`
        with made as (
          insert into clustering (project_id, identity, setting_id, leaf_set_id, image_id, method, heatmap_ids,
            root_height, ties, leaf_order, merge_members, first_height, areas, top_classes)
          select ${projectId}, sha256(convert_to('tree' || position, 'UTF8')), ${setting}, ${leafSet}, image_id,
            'vanilla', '{}', 1, false, '{}', substr(${all.subarray(from * treeBytes, (from + count) * treeBytes)}::bytea,
            (position - ${start + from}::int) * ${treeBytes}::int + 1, ${treeBytes}::int), .4,
            array_fill(.5::real, array[${models}::int]),
            array_fill(case when position % 10 = 9 then 10 else position % 10 end, array[${models}::int])
          from run_image where project_id = ${projectId} and run_id = ${runId} and position >= ${start + from}::int
            and position < ${start + from + count}::int
          returning id, image_id
        )
        insert into run_clustering (project_id, run_id, method_position, image_position, setting_id, clustering_id)
        select ${projectId}, ${runId}, 0, position, ${setting}, made.id
        from made join run_image on run_image.project_id = ${projectId} and run_image.run_id = ${runId} and run_image.image_id = made.image_id`;
    }
    start += forest.trees;
  }
  await addScores({ sql, projectId } as Atlas);
  await sql`update run set planned_trees = ${images}, done_trees = ${images} where id = ${runId}`;
}

/** Every tree's scores are a stretch of the same random numbers. */
async function addScores({ sql, projectId }: Atlas): Promise<void> {
  const pairs = (models * (models - 1)) / 2;
  const starts = 997;
  const numbers = Buffer.alloc((starts + pairs) * 8);
  for (let i = 0; i < starts + pairs; i++) numbers.writeDoubleBE(Math.sin(i * i), i * 8);
  await sql`
    insert into clustering_similarity (project_id, clustering_id, scores)
    select ${projectId}, id, substr(${numbers}::bytea, (row_number() over () % ${starts}::int)::int * 8 + 1, ${pairs * 8}::int)
    from clustering`;
}

async function measure(api: Api, { runId, imageSet, modelIds }: Filled, images: number): Promise<void> {
  const size = images >= 1_000_000 ? `${images / 1_000_000}M` : `${images / 1_000}k`;
  const name = (label: string) => `pattern-frequency-${size}-${label}-ms`;
  const leaf = (place: number) => `model:default:${modelIds[place % models]!}`;
  const filter = { runs: [`run:default:${runId}`] };
  const fields =
    "... on PatternFrequency { groups { k n interval { low high } chance { probability } tail { log10 } } } ... on Error { message }";
  const query = `query ($pattern: PatternInput, $id: ID, $filter: PatternFilter) {
    patternFrequency(pattern: $pattern, id: $id, filter: $filter) { ${fields} }
  }`;
  const timed = async (ask: (request: number) => Promise<unknown>, count = requests) => {
    const times: number[] = [];
    for (let request = 0; request < count; request++) {
      const start = performance.now();
      await ask(request);
      times.push(performance.now() - start);
    }
    return quantile(times, 0.95);
  };
  const asking =
    (pattern: (request: number) => object, more: object = {}) =>
    (request: number) =>
      api.query(query, { pattern: pattern(request), filter: { ...filter, ...more } });

  const joinsLast = (request: number) => ({ joinsLast: { leaf: leaf(request) } });
  const pair = (request: number) => ({ firstCluster: { leaves: [leaf(request), leaf(request + 1 + (request % 5))] } });
  const clade = (request: number) => ({
    clade: { leaves: [0, 1, 2 + (request % 9)].map((step) => leaf(request + step)) },
  });
  report(name("first-request"), await timed(asking(joinsLast), 1), { most: images / 100 });
  report(name("joins-last"), await timed(asking(joinsLast)), { most: 50 });
  report(name("first-cluster"), await timed(asking(pair)), { most: 50 });
  report(name("clade"), await timed(asking(clade)), { most: 50 });
  report(name("joins-last-by-method"), await timed(asking(joinsLast, { methods: ["vanilla"] })), { most: 50 });
  report(name("joins-last-by-class"), await timed(asking(joinsLast, { classes: [3] })), { most: 50 });
  const half = { imageSets: [`image-set:default:${imageSet}`] };
  await timed(asking(clade, half), 1);
  report(name("clade-by-image-set"), await timed(asking(clade, half)), { most: 50 });
  const { savePattern } = await api.query<{ savePattern: { id: string } }>(
    `mutation ($input: SavePatternInput!) { savePattern(input: $input) { ... on Pattern { id } } }`,
    { input: { name: "saved", runId: filter.runs[0], pattern: clade(0) } },
  );
  const means = `query ($filter: PatternFilter!) {
    consensus(filter: $filter) { ... on Consensus { groups { meanSimilarity similaritySpread } } } }`;
  const average = () => api.query(means, { filter });
  report(name("first-mean-similarity"), await timed(average, 1), { most: images / 100 });
  report(name("mean-similarity"), await timed(average), { most: 50 });
  report(name("saved"), await timed(() => api.query(query, { id: savePattern.id, filter })), { most: 50 });
  const composition = (request: number) => ({ any: [joinsLast(request), { not: clade(request) }, pair(request)] });
  report(name("composition"), await timed(asking(composition, { eligibility: "some_wrong" })), { most: 500 });
  /** Of the medians, in turns: what else the machine does falls on both alike. */
  const ratioOf = async (one: (request: number) => Promise<unknown>, other: (request: number) => Promise<unknown>) => {
    const times: [number[], number[]] = [[], []];
    for (let request = -5; request < requests; request++) {
      for (const [place, ask] of [one, other].entries()) {
        const start = performance.now();
        await ask(request + 5);
        if (request >= 0) times[place]!.push(performance.now() - start);
      }
    }
    return quantile(times[0], 0.5) / quantile(times[1], 0.5);
  };
  const aliases = (count: number) => (request: number) =>
    api.query(
      `query ($filter: PatternFilter) { ${Array.from(
        { length: count },
        (_, i) =>
          `f${i}: patternFrequency(pattern: { joinsLast: { leaf: "${leaf(request + i)}" } }, filter: $filter) { ${fields} }`,
      ).join(" ")} }`,
      { filter },
    );
  report(`pattern-frequency-${size}-ten-to-one`, await ratioOf(aliases(10), aliases(1)), { most: 2 });
  const discovery = `query ($filter: PatternFilter!) { discoverPatterns(filter: $filter) { ... on Discoveries { groups { found { sentence k } } } } }`;
  report(name("discovery"), await timed(() => api.query(discovery, { filter }), 3), { most: 5_000 });
}
