import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { defaultSetting, ensureSetting } from "../../apps/api/analysis/setting.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addLabelSet, addTruth, openAtlas } from "./atlas.ts";
import { addGrid, type Grid, similarities } from "./grid.ts";

let atlas: Atlas;
let api: Api;
let small: Grid;
let large: Grid;
beforeAll(async () => {
  atlas = await openAtlas();
  small = await addGrid(atlas, 3);
  large = await addGrid(atlas, 12, 100);
  const labelSet = await addLabelSet(atlas, "shapes", 6);
  await addTruth(atlas, small.imageIds[0]!, labelSet, 1);
  await addTruth(atlas, small.imageIds[1]!, labelSet, 4);
  for (const image of large.imageIds) await addTruth(atlas, image, labelSet, 2);
  api = await openApi(atlas);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

/** Everything that the grid and cluster pages show of a run. */
const gridQuery = `query ($id: ID!) {
  run(id: $id) {
    name status view targetPolicy imageCount
    progress { planned done failed shared plannedTrees doneTrees mapsPerSecond secondsLeft }
    models { id name family inputWidth labelSet { id name classCount } }
    methods { position method { slug name signed grid } parameters }
    images(first: 50) {
      pageInfo { hasNextPage endCursor }
      edges { cursor node {
        position
        image { id uuid name url originalUrl width height sets { name imageCount } truths { class { index label } labelSet { name } } }
        vanilla: heatmaps(method: "vanilla") { ...map }
        cam: heatmaps(method: "grad-cam") { ...map }
        clustering(method: "grad-cam") {
          id models { id name } heatmaps { id url model { name } } similarities merges { left right height size }
          leafOrder rootHeight cophenetic ties lastJoiner { name } newick
          setting { normalisation grid measure distance linkage }
        }
      } }
    }
  }
}
fragment map on Heatmap {
  id identity status url npyUrl gridWidth gridHeight area constant signed targetLayer parameters correct
  model { id name } image { id } method { slug }
  explained { class { index label } probability logit } predicted { class { index label } probability }
  rect { x y width height } provider device milliseconds computedAt
}`;

interface GridAnswer {
  run: {
    imageCount: number;
    images: { edges: { node: { cam: HeatmapAnswer[]; vanilla: HeatmapAnswer[]; clustering: ClusteringAnswer } }[] };
  };
}
interface HeatmapAnswer {
  model: { name: string };
  correct: boolean | null;
  explained: object;
  url: string;
}
interface ClusteringAnswer {
  models: { name: string }[];
  heatmaps: { id: string; model: { name: string } }[];
  similarities: (number | null)[][];
  lastJoiner: { name: string } | null;
  newick: string;
}

/** The SQL that an operation sends through Prisma. */
async function statementsOf(operation: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const hear = ({ query }: { query: string }) => statements.push(query);
  (api.services.db as unknown as { $on(event: "query", hear: (event: { query: string }) => void): void }).$on(
    "query",
    hear,
  );
  await operation();
  return statements.slice();
}

const noId = "00000000-0000-7000-8000-000000000000";

const readGrid = (grid: Grid) => api.query<GridAnswer>(gridQuery, { id: globalId("run", grid.runId) });

describe("a run's grid", () => {
  test("has each image's maps in the run's order of models", async () => {
    const { run } = await readGrid(small);
    expect(run.imageCount).toBe(3);
    expect(run.images.edges).toHaveLength(3);
    for (const { node } of run.images.edges) {
      expect(node.cam.map(({ model }) => model.name)).toEqual(["conv_relu", "residual", "bn_conv"]);
      expect(node.vanilla).toHaveLength(3);
    }
  });

  test("names classes by the models' label set, and says which maps' models were right", async () => {
    const { run } = await readGrid(small);
    const maps = run.images.edges.map(({ node }) => node.cam[0]!);
    expect(maps[0]!.explained).toEqual({ class: { index: 1, label: "shapes 1" }, probability: 0.75, logit: 2.5 });
    expect(maps.map(({ correct }) => correct)).toEqual([true, false, null]);
  });

  test("has the tree of each image, its matrix and its maps in one order", async () => {
    const { run } = await readGrid(small);
    const { clustering, cam } = run.images.edges[0]!.node;
    const [ab, ac, bc] = similarities;
    expect(clustering.similarities).toEqual([
      [1, ab, ac],
      [ab, 1, bc],
      [ac, bc, 1],
    ]);
    expect(clustering.heatmaps.map(({ model }) => model.name)).toEqual(clustering.models.map(({ name }) => name));
    expect(clustering.heatmaps.map(({ id }) => id)).toEqual(cam.map((map) => (map as unknown as { id: string }).id));
    expect(clustering.lastJoiner).toEqual({ name: "bn_conv" });
    expect(clustering.newick).toBe("('bn_conv':0.8125,('conv_relu':0.25,residual:0.25):0.5625);");
  });

  test("takes the same number of SQL statements for 3 images as for 12", async () => {
    const count = async (grid: Grid) => {
      const before = api.statements();
      await readGrid(grid);
      return api.statements() - before;
    };
    const [three, twelve] = [await count(small), await count(large)];
    expect(twelve).toBe(three);
  });

  test("reads each map once for each place that shows it", async () => {
    const statements = await statementsOf(() => readGrid(large));
    const reads = statements.filter((statement) => /from "public"."heatmap"/i.test(statement));
    // By the two methods, and in the trees.
    expect(reads).toHaveLength(3);
  });
});

describe("pages of a list", () => {
  interface Page {
    images: { edges: { cursor: string; node: { name: string } }[]; pageInfo: Record<string, unknown> };
  }
  const pageQuery = `query ($first: Int, $last: Int, $after: String, $before: String) {
    images(first: $first, last: $last, after: $after, before: $before) {
      edges { cursor node { name } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }`;
  const page = async (variables: Record<string, unknown>) => (await api.query<Page>(pageQuery, variables)).images;
  const names = ({ edges }: Page["images"]) => edges.map(({ node }) => node.name);
  const all = ["picture 0", "picture 1", "picture 2", ...Array.from({ length: 12 }, (_, i) => `picture ${100 + i}`)];

  test("come forward in the order of the key, without gap or overlap", async () => {
    const seen: string[] = [];
    let after: unknown = null;
    for (let more = true; more; ) {
      const each = await page({ first: 4, after });
      seen.push(...names(each));
      more = each.pageInfo.hasNextPage as boolean;
      after = each.pageInfo.endCursor;
    }
    expect(seen).toEqual(all);
  });

  test("come backward too", async () => {
    const end = await page({ last: 4 });
    expect(names(end)).toEqual(all.slice(-4));
    expect(end.pageInfo).toMatchObject({ hasPreviousPage: true, hasNextPage: false });
    const before = await page({ last: 4, before: end.pageInfo.startCursor });
    expect(names(before)).toEqual(all.slice(-8, -4));
    const start = await page({ last: 20, before: before.pageInfo.startCursor });
    expect(names(start)).toEqual(all.slice(0, -8));
    expect(start.pageInfo).toMatchObject({ hasPreviousPage: false });
  });

  test("read no more rows than they show, and one", async () => {
    const { edges } = await page({ first: 1 });
    const statements = await statementsOf(() => page({ first: 2, after: edges[0]!.cursor }));
    expect(statements.filter((statement) => /from "public"."image"/i.test(statement))).toEqual([
      expect.stringMatching(/LIMIT/),
    ]);
  });

  test("of runs begin with the newest", async () => {
    const { runs } = await api.query<{ runs: { edges: { node: { id: string } }[] } }>(
      "{ runs(first: 5) { edges { node { id } } } }",
    );
    expect(runs.edges.map(({ node }) => node.id)).toEqual([large.runId, small.runId].map((id) => globalId("run", id)));
  });

  test("refuse a cursor that is none", async () => {
    for (const after of ["17", "'; drop table image; --", "bm90IGEgY3Vyc29y"]) {
      const [error] = await api.refused(pageQuery, { after });
      expect(error).toMatchObject({ message: "The cursor is not one that this list gave." });
    }
  });

  test("of a set hold its images only", async () => {
    const { addImagesToSet } = await api.query<{ addImagesToSet: { id: string; imageCount: number } }>(
      `mutation ($input: AddImagesToSetInput!) { addImagesToSet(input: $input) { ... on ImageSet { id imageCount } } }`,
      { input: { imageSet: "two", imageIds: small.imageIds.slice(1).map((id) => globalId("image", id)) } },
    );
    expect(addImagesToSet.imageCount).toBe(2);
    const { images } = await api.query<Page>(
      "query ($set: ID) { images(imageSet: $set) { edges { cursor node { name } } pageInfo { hasNextPage } } }",
      { set: addImagesToSet.id },
    );
    expect(names(images)).toEqual(all.slice(1, 3));
  });
});

describe("ids", () => {
  test("find any thing by node, and nothing in other projects", async () => {
    const query = "query ($id: ID!) { node(id: $id) { __typename id } }";
    const id = globalId("model", small.modelIds[0]!);
    expect(await api.query(query, { id })).toEqual({ node: { __typename: "Model", id } });
    expect(await api.query(query, { id: globalId("run", small.runId) })).toMatchObject({ node: { __typename: "Run" } });
    expect(await api.query(query, { id: id.replace("default", "elsewhere") })).toEqual({ node: null });
    expect(await api.query(query, { id: globalId("run", noId) })).toEqual({ node: null });
  });

  test("of other stages are refused in a sentence", async () => {
    const [error] = await api.refused("query ($id: ID!) { run(id: $id) { name } }", {
      id: globalId("model", small.modelIds[0]!),
    });
    expect(error!.message).toMatch(/is the id of a model; a run is wanted here\.$/);
  });

  test("of what is no node are refused in a sentence", async () => {
    const [error] = await api.refused("query ($id: ID!) { node(id: $id) { id } }", { id: globalId("upload", noId) });
    expect(error).toMatchObject({ message: "An upload is no node.", extensions: { code: "invalid-input" } });
  });

  test("that are none never reach the database", async () => {
    const before = api.statements();
    for (const id of [
      "",
      "x",
      "model:default:1",
      "model::",
      "1 or 1=1",
      `model:default:${noId}'`,
      "toString:default:x",
    ]) {
      for (const field of ["node", "model"]) {
        const [error] = await api.refused(`query ($id: ID!) { ${field}(id: $id) { id } }`, { id });
        expect(error).toMatchObject({ extensions: { code: "invalid-input" } });
      }
    }
    expect(api.statements()).toBe(before);
  });
});

test("lists take the same number of SQL statements for 1 row as for many", async () => {
  const list = `query ($first: Int) {
    runs(first: $first) { edges { node {
      name imageCount progress { planned done mapsPerSecond } models { name labelSet { name } } methods { parameters }
    } } }
    images(first: $first) { edges { node { name sets { name imageCount } truths { class { label } } } } }
    atlas { newest(first: $first) { model { name } image { name truths { class { label } } } correct } }
  }`;
  const count = async (first: number) => {
    const before = api.statements();
    await api.query(list, { first });
    return api.statements() - before;
  };
  expect(await count(15)).toBe(await count(2));
});

test("runs in a list show their images by as many SQL statements as one run alone", async () => {
  const list = `query ($first: Int) { runs(first: $first) { edges { node { name images(first: 2) {
    pageInfo { hasNextPage }
    edges { node { position image { name sets { name } truths { class { label } } }
      heatmaps(method: "grad-cam") { area model { name } correct } clustering(method: "grad-cam") { newick similarities } } }
  } flagged: images(first: 1, flaggedBy: 0) { edges { node { position } } } } } } }`;
  const count = async (first: number) => {
    const before = api.statements();
    const { runs } = await api.query<{
      runs: { edges: { node: { images: { pageInfo: object; edges: { node: { position: number } }[] } } }[] };
    }>(list, { first });
    const pages = runs.edges.map(({ node }) => node.images);
    expect(pages.map(({ pageInfo }) => pageInfo)).toEqual(Array(first).fill({ hasNextPage: true }));
    expect(pages.map(({ edges }) => edges.map(({ node }) => node.position))).toEqual(Array(first).fill([0, 1]));
    return api.statements() - before;
  };
  expect(await count(2)).toBe(await count(1));
});

test("runs can be asked for by their ids, and by an image that they are in", async () => {
  const idsOf = async (given: Record<string, unknown>) => {
    const query = "query ($ids: [ID!], $image: ID) { runs(ids: $ids, image: $image) { edges { node { id } } } }";
    const { runs } = await api.query<{ runs: { edges: { node: { id: string } }[] } }>(query, given);
    return runs.edges.map(({ node }) => node.id);
  };
  const [one, other] = [globalId("run", small.runId), globalId("run", large.runId)];
  expect(await idsOf({})).toEqual([other, one]);
  expect(await idsOf({ ids: [one] })).toEqual([one]);
  expect(await idsOf({ ids: [] })).toEqual([]);
  expect(await idsOf({ image: globalId("image", small.imageIds[0]!) })).toEqual([one]);
  expect(await idsOf({ ids: [other], image: globalId("image", small.imageIds[0]!) })).toEqual([]);
});

test("the atlas counts what there is, and shows what was finished last", async () => {
  const { atlas: answer } = await api.query<{ atlas: { newest: { status: string }[] } }>(
    "{ atlas { name modelCount imageCount runCount heatmapCount clusteringCount newest(first: 5) { status } } }",
  );
  expect(answer).toMatchObject({ modelCount: 3, imageCount: 15, runCount: 2, heatmapCount: 90, clusteringCount: 30 });
  // The same maps under another setting are no new trees.
  const columns = atlas.sql`image_id, leaf_set_id, method, heatmap_ids, root_height, ties, leaf_order, merge_members,
    first_height, areas, top_classes, off_object`;
  const added = await atlas.sql.begin(async (tx) => {
    const { clusteringSettingId } = await ensureSetting(tx, atlas.projectId, { ...defaultSetting, linkage: "average" });
    return await tx<{ id: string }[]>`
      insert into clustering (project_id, identity, setting_id, ${columns})
      select project_id, sha256(identity), ${clusteringSettingId}, ${columns} from clustering limit 1
      returning id`;
  });
  const again = await api.query<{ atlas: { clusteringCount: number } }>("{ atlas { clusteringCount } }");
  await atlas.sql`delete from clustering where id = ${added[0]!.id}`;
  expect(again.atlas.clusteringCount).toBe(30);
  expect(answer.newest).toEqual(Array(5).fill({ status: "done" }));
});

describe("operations that ask too much", () => {
  test("are refused before they touch the database", async () => {
    const before = api.statements();
    const deep = `{ runs { edges { node { images { edges { node { clustering(method: "a") { heatmaps { image {
      sets { id } } model { labelSet { id } } } } } } } } } } }`;
    const wide = `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: methods { slug }`).join(" ")} }`;
    const long = `{ ${"methods { slug } ".repeat(1_500)} }`;
    const everything = `{ runs(first: 200) { edges { node { images(first: 200) { edges { node {
      heatmaps(method: "vanilla") { id identity status url } } } } } } } }`;
    for (const query of [deep, wide, long, everything]) {
      const [error] = await api.refused(query);
      expect(error!.message).toMatch(/depth|alias|token|complexity/i);
    }
    expect(api.statements()).toBe(before);
  });
});
