import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addForest, chain } from "./forest.ts";

const models = ["Ant", "Bee", "Cat"];
const catLast = chain([0, 1, 2]);

let atlas: Atlas;
let api: Api;
let runId: string;
let patternId: string;
beforeAll(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  const forest = await addForest(atlas, { models, images: 4, methods: ["vanilla", "guided"], tree: () => catLast });
  runId = globalId("run", forest.runId);
  patternId = await save("Cat joins last");
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

async function save(sentence: string, run = runId): Promise<string> {
  const { savePattern } = await api.query<{ savePattern: { id: string } }>(
    "mutation ($input: SavePatternInput!) { savePattern(input: $input) { ... on Pattern { id } ... on Error { message } } }",
    { input: { name: sentence, sentence, runId: run } },
  );
  return savePattern.id;
}

const readSaved = async (id: string) =>
  (
    await api.query<{ pattern: { countsAtSaving: object[] } }>(
      `query ($id: ID!) { pattern(id: $id) { countsAtSaving { method { slug } parameters k n eligibility countedAt } } }`,
      { id },
    )
  ).pattern.countsAtSaving;

const countNow = async (id: string) =>
  (
    await api.query<{ patternFrequency: { groups: object[] } }>(
      "query ($id: ID!) { patternFrequency(id: $id) { ... on PatternFrequency { groups { method { slug } k n } } } }",
      { id },
    )
  ).patternFrequency.groups;

describe("a saved pattern, when images are added", () => {
  test("keeps what its count was when it was saved, beside what it is now", async () => {
    const then = [
      { method: { slug: "vanilla" }, k: 4, n: 4, eligibility: "every_right" },
      { method: { slug: "guided" }, k: 4, n: 4, eligibility: "every_right" },
    ];
    expect(await readSaved(patternId)).toMatchObject(then);
    await addForest(atlas, {
      models,
      images: 3,
      methods: ["vanilla"],
      tree: (_, image) => (image === 0 ? catLast : chain([1, 2, 0])),
      prefix: "later",
    });
    expect(await readSaved(patternId)).toMatchObject(then);
    expect(await countNow(patternId)).toEqual([
      { method: { slug: "vanilla" }, k: 5, n: 7 },
      { method: { slug: "guided" }, k: 4, n: 4 },
    ]);
  });

  test("is counted anew when it is saved anew, after it was archived", async () => {
    await api.query("mutation ($id: ID!) { archivePattern(id: $id) { ... on Pattern { id } } }", { id: patternId });
    expect(await save("Cat joins last")).toBe(patternId);
    expect(await readSaved(patternId)).toMatchObject([
      { k: 5, n: 7 },
      { k: 4, n: 4 },
    ]);
  });

  test("of a run that has not begun has no count yet", async () => {
    const draft = await addForest(atlas, { models: ["Dog", "Eel", "Fox"], images: 1, methods: [], tree: () => null });
    await atlas.sql`update run set status = 'draft' where id = ${draft.runId}`;
    const id = await save("Eel joins last", globalId("run", draft.runId));
    expect(await readSaved(id)).toEqual([]);
  });
});

const [mine, theirs] = ["my-browser-keeps-this", "and-another-keeps-that"];

const add = async (input: Record<string, unknown>) =>
  (
    await api.query<{ addPatternComment: { id: string; message?: string } }>(
      `mutation ($input: AddPatternCommentInput!) { addPatternComment(input: $input) {
        ... on PatternComment { id author text isOwn(key: "${mine}") } ... on Error { code message } ... on InputError { field }
      } }`,
      { input: { patternId, author: "Ada", key: mine, text: "Only under Ward?", ...input } },
    )
  ).addPatternComment;

const remove = async (id: string, key = mine) =>
  (
    await api.query<{ removePatternComment: object }>(
      `mutation ($id: ID!, $key: String!) { removePatternComment(id: $id, key: $key) {
        ... on Pattern { id commentCount } ... on Error { code message }
      } }`,
      { id, key },
    )
  ).removePatternComment;

interface Comments {
  commentCount: number;
  comments: {
    edges: { node: { text: string; isOwn: boolean } }[];
    pageInfo: { endCursor: string; hasNextPage: boolean };
  };
}
const list = async (page: Record<string, unknown> = {}) =>
  (
    await api.query<{ pattern: Comments }>(
      `query ($id: ID!, $first: Int, $after: String) { pattern(id: $id) { commentCount comments(first: $first, after: $after) {
        edges { node { text isOwn(key: "${mine}") } } pageInfo { endCursor hasNextPage }
      } } }`,
      { id: patternId, ...page },
    )
  ).pattern;

describe("comments on a pattern", () => {
  test("are listed oldest first, page by page, each known as one's own by its key alone", async () => {
    await add({ text: " first " });
    await add({ text: "second", author: "Bob", key: theirs });
    await add({ text: "third" });
    const { commentCount, comments } = await list({ first: 2 });
    expect(commentCount).toBe(3);
    expect(comments.edges.map(({ node }) => node)).toEqual([
      { text: "first", isOwn: true },
      { text: "second", isOwn: false },
    ]);
    expect(comments.pageInfo.hasNextPage).toBe(true);
    const rest = await list({ first: 2, after: comments.pageInfo.endCursor });
    expect(rest.comments.edges.map(({ node }) => node.text)).toEqual(["third"]);
  });

  test("are removed by who wrote them, and by nobody else", async () => {
    const { id } = await add({ author: "Bob", key: theirs, text: "mine alone" });
    expect(await remove(id)).toEqual({
      code: "not-yours",
      message: "This comment was written as Bob in another browser; it can only be removed there.",
    });
    expect((await list()).commentCount).toBe(4);
    expect(await remove(id, theirs)).toEqual({ id: patternId, commentCount: 3 });
    expect(await remove(id, theirs)).toMatchObject({ code: "not-found" });
  });

  test("do not hand out the key that removes them", async () => {
    const [row] = await atlas.sql<{ kept: string }[]>`select author_key::text as kept from pattern_comment limit 1`;
    expect(row!.kept).not.toContain(Buffer.from(mine).toString("hex"));
    const errors = await api.refused("{ patterns { edges { node { comments { edges { node { authorKey } } } } } } }");
    expect(errors[0]!.message).toMatch(/Cannot query field "authorKey"/);
  });

  test("need an author, a text of some length, a key that cannot be guessed and a pattern", async () => {
    expect(await add({ author: " " })).toMatchObject({ field: "author", message: "The author's name is empty." });
    expect(await add({ text: "\n" })).toMatchObject({
      field: "text",
      message: expect.stringMatching(/^The comment is empty; /),
    });
    expect(await add({ text: "x".repeat(4_001) })).toMatchObject({
      message: "The comment has 4001 characters; it can have 4000.",
    });
    expect(await add({ key: "short" })).toMatchObject({
      field: "key",
      message: expect.stringMatching(/^The author's key has 5 characters/),
    });
    expect(await add({ patternId: globalId("pattern", randomUUID()) })).toMatchObject({ code: "not-found" });
    expect(await add({ patternId: runId })).toMatchObject({
      message: expect.stringMatching(/is the id of a run; a pattern is wanted here/),
    });
  });

  test("are counted, and read page by page, for a list of patterns by as many statements as for one", async () => {
    await save("Bee joins last");
    const other = await save("Ant joins last");
    for (const text of ["one", "two", "three"]) await add({ patternId: other, text });
    const cost = async (first: number) => {
      const before = api.statements();
      const { patterns } = await api.query<{
        patterns: { edges: { node: { name: string; comments: { edges: { node: { text: string } }[] } } }[] };
      }>(
        `{ patterns(first: ${first}) { edges { node { name commentCount comments(last: 2) { edges { node { text } } } } } } }`,
      );
      const own = patterns.edges.find(({ node }) => node.name === "Ant joins last")!.node;
      expect(own.comments.edges.map(({ node }) => node.text)).toEqual(["two", "three"]);
      return api.statements() - before;
    };
    expect(await cost(3)).toBe(await cost(1));
  });

  test("go with their pattern", async () => {
    const uuid = patternId.split(":").at(-1)!;
    await atlas.sql`delete from pattern where id = ${uuid}`;
    const [left] = await atlas.sql`select count(*)::int as n from pattern_comment where pattern_id = ${uuid}`;
    expect(left).toEqual({ n: 0 });
  });
});
