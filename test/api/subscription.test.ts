import { createClient } from "graphql-ws";
import { afterEach, beforeEach, expect, test } from "vitest";
import WebSocket from "ws";
import { createRun } from "../../apps/api/run/create.ts";
import { startRun } from "../../apps/api/run/service.ts";
import { type Api, globalId, openApi } from "./api.ts";
import { type Atlas, addImages, addModel, openAtlas } from "./atlas.ts";
import { finishAll } from "./hands.ts";

let atlas: Atlas;
let api: Api;
let runId: string;
beforeEach(async () => {
  atlas = await openAtlas();
  api = await openApi(atlas);
  runId = await createRun(atlas.sql, atlas.projectId, {
    modelIds: [await addModel(atlas, "bn_conv")],
    imageIds: await addImages(atlas, 2),
    methods: [{ slug: "vanilla" }],
  });
});
afterEach(async () => {
  await api.close();
  await atlas.close();
});

const openClient = (headers?: Record<string, string>) =>
  createClient({
    url: `${api.url.replace("http", "ws")}/graphql`,
    webSocketImpl: class extends WebSocket {
      constructor(url: string, protocols: string[]) {
        super(url, protocols, { headers: headers ?? {} });
      }
    },
    retryAttempts: 0,
  });

// Other tests may keep the machine busy.
const patience = { timeout: 20_000 };

interface Step {
  run: { status: string; progress: { done: number; planned: number } };
}

const query = "subscription ($id: ID!) { run(id: $id) { status progress { done planned } } }";

test("a run tells how it is at once, and then every step to its end", async () => {
  const client = openClient();
  const steps: Step["run"][] = [];
  const ended = (async () => {
    for await (const { data } of client.iterate<Step>({ query, variables: { id: globalId("run", runId) } })) {
      steps.push(data!.run);
      if (data!.run.status === "done") break;
    }
  })();
  await expect.poll(() => steps.length, patience).toBe(1);
  expect(steps[0]).toEqual({ status: "draft", progress: { done: 0, planned: 0 } });
  const { startRun } = await api.query<{ startRun: { status: string } }>(
    "mutation ($id: ID!) { startRun(id: $id) { ... on Run { status } } }",
    { id: globalId("run", runId) },
  );
  expect(startRun.status).toBe("queued");
  await finishAll(atlas);
  await ended;
  expect(steps.at(-1)).toEqual({ status: "done", progress: { done: 2, planned: 2 } });
  await client.dispose();
});

test("nothing is read any more for a client that left", async () => {
  const client = openClient();
  let steps = 0;
  client.subscribe<Step>(
    { query, variables: { id: globalId("run", runId) } },
    { next: () => steps++, error: () => {}, complete: () => {} },
  );
  await expect.poll(() => steps, patience).toBe(1);
  await client.dispose();
  // Another client's socket, opened later, is served after the first one's end was.
  const other = openClient();
  for await (const _ of other.iterate({ query: "{ methods { slug } }" })) break;
  const before = api.statements();
  await startRun(atlas.sql, atlas.queue, atlas.projectId, runId);
  await finishAll(atlas);
  expect(api.statements()).toBe(before);
  await other.dispose();
});

test("a run that does not exist, and an id that is none, are refused in a sentence", async () => {
  const client = openClient();
  const refusal = async (id: string) => {
    const messages: string[] = [];
    try {
      for await (const { errors } of client.iterate({ query, variables: { id } })) {
        messages.push(...(errors ?? []).map(({ message }) => message));
        break;
      }
    } catch (error) {
      messages.push(...(error as { message: string }[]).map(({ message }) => message));
    }
    return messages;
  };
  expect(await refusal("x")).toEqual([expect.stringMatching(/is not an id/)]);
  expect(await refusal(globalId("run", "00000000-0000-7000-8000-000000000000"))).toEqual([
    expect.stringMatching(/^There is no run/),
  ]);
  await client.dispose();
});

test("a page of another site cannot open a socket", async () => {
  const client = openClient({ origin: "https://elsewhere.example" });
  await expect(
    (async () => {
      for await (const _ of client.iterate({ query, variables: { id: globalId("run", runId) } })) break;
    })(),
  ).rejects.toThrow();
  await client.dispose();
});

test("a NUL in a socket's text is refused in a sentence, and the socket goes on", async () => {
  const client = openClient();
  const ask = async (text: string) => {
    for await (const { errors } of client.iterate({
      query: "query ($id: ID!) { image(id: $id) { id } }",
      variables: { id: text },
    })) {
      return errors;
    }
    return null;
  };
  const sentence = expect.stringMatching(/^A text of the request has the character NUL .*\.$/);
  await expect(ask("image:\0")).rejects.toMatchObject([{ message: sentence, extensions: { code: "invalid-input" } }]);
  expect(await ask("x")).toMatchObject([{ message: expect.stringMatching(/is not an id/) }]);
  await client.dispose();
});

test("an operation that asks too much is refused over a socket too", async () => {
  const client = openClient();
  const wide = `{ ${Array.from({ length: 101 }, (_, i) => `a${i}: methods { slug }`).join(" ")} }`;
  await expect(
    (async () => {
      for await (const _ of client.iterate({ query: wide })) break;
    })(),
  ).rejects.toMatchObject([{ message: expect.stringMatching(/alias/i) }]);
  await client.dispose();
});
