import { createServer, request, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Api, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";

let atlas: Atlas;
let api: Api;
let web: Server;
beforeAll(async () => {
  atlas = await openAtlas();
  web = createServer((received, response) => {
    response.writeHead(203, { "x-seen": `${received.method} ${received.url} ${received.headers.host}` });
    received.pipe(response);
  });
  web.on("upgrade", (_received, socket) => {
    socket.write("HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n");
    socket.pipe(socket);
  });
  await new Promise<void>((resolve) => web.listen(0, "127.0.0.1", resolve));
  api = await openApi(atlas, { webUrl: `http://127.0.0.1:${(web.address() as AddressInfo).port}` });
});
afterAll(async () => {
  await api.close();
  web.close();
  await atlas.close();
});

/** A request whose headers fetch would not let a test choose. */
const raw = (headers: Record<string, string>, path = "/healthz", method = "GET") =>
  new Promise<{ status: number; body: string }>((resolve, reject) => {
    const sent = request(`${api.url}${path}`, { headers, method }, async (response) => {
      let body = "";
      for await (const chunk of response) body += chunk;
      resolve({ status: response.statusCode!, body });
    });
    sent.on("error", reject).end();
  });

describe("what the API does not serve itself", () => {
  test("is the dashboard's, with its method, address, body and status", async () => {
    const response = await api.get("/run/1?method=grad-cam", { method: "PUT", body: "hello" });
    expect(response.status).toBe(203);
    expect(response.headers.get("x-seen")).toBe(`PUT /run/1?method=grad-cam ${new URL(api.url).host}`);
    expect(await response.text()).toBe("hello");
  });

  test("has the dashboard's sockets too", async () => {
    const { port } = new URL(api.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET /_next/hmr HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n`);
    let heard = "";
    socket.on("data", (chunk) => {
      heard += chunk;
    });
    await expect.poll(() => heard).toContain("101 Switching Protocols");
    socket.write("ping");
    await expect.poll(() => heard.endsWith("ping")).toBe(true);
    socket.destroy();
  });

  test("has no sockets of its own where there is no dashboard", async () => {
    const alone = await openApi(atlas);
    const { port } = new URL(alone.url);
    const socket = connect(Number(port), "127.0.0.1");
    socket.write(`GET /_next/hmr HTTP/1.1\r\nhost: localhost:${port}\r\nconnection: upgrade\r\nupgrade: echo\r\n\r\n`);
    const heard = await new Promise<string>((resolve) => socket.once("data", (chunk) => resolve(String(chunk))));
    expect(heard).toMatch(/^HTTP\/1.1 404/);
    await alone.close();
  });

  test("is answered in one sentence while the dashboard is not up", async () => {
    const alone = await openApi(atlas, { webUrl: "http://127.0.0.1:9" });
    const response = await alone.get("/");
    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({
      error: { code: "no-web", message: "The dashboard is not up yet: try again in a moment." },
    });
    await alone.close();
  });
});

describe("a server for its own machine", () => {
  test("answers to its own names only", async () => {
    for (const host of ["localhost:3000", "127.0.0.1", "[::1]:3000", "heatlas.localhost"]) {
      expect(await raw({ host })).toMatchObject({ status: 200, body: "ok" });
    }
    const { status, body } = await raw({ host: "rebound.example:3000" });
    expect(status).toBe(421);
    expect(JSON.parse(body).error.message).toContain("open it as localhost, not as rebound.example");
  });

  test("lets no page of another site change anything", async () => {
    const body = JSON.stringify({ query: "{ atlas { name } }" });
    const headers = { "content-type": "application/json", origin: "https://elsewhere.example" };
    const response = await api.get("/graphql", { method: "POST", headers, body });
    expect(response.status).toBe(403);
    const form = await api.get("/graphql", { method: "POST", headers: { "content-type": "text/plain" }, body });
    expect(form.status).toBe(400);
  });
});

test("what goes wrong inside is told by a number, and nothing else", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const broken = await openApi(atlas, { project: { id: "not a uuid", slug: "default" } });
  for (const text of [
    JSON.stringify(await broken.refused("{ models { edges { node { id } } } }")),
    await (await broken.get("/p/default/image/00000000-0000-7000-8000-000000000000.jpg")).text(),
  ]) {
    expect(text).toMatch(/Something went wrong in Heatlas; its log tells what, under [0-9a-f]{8}\./);
    expect(text).not.toMatch(/prisma|uuid|\.ts|select|stack/i);
  }
  expect(log).toHaveBeenCalledTimes(2);
  expect(String(log.mock.calls[0]![1])).toMatch(/uuid/i);
  log.mockRestore();
  await broken.close();
});

test("a body that is no JSON, or too large, is refused in a sentence", async () => {
  const post = (body: string) =>
    api.get("/graphql", { method: "POST", headers: { "content-type": "application/json" }, body });
  expect(await (await post("{")).json()).toEqual({ error: { code: "not-json", message: expect.any(String) } });
  expect((await post(JSON.stringify({ query: "x".repeat(2 ** 21) }))).status).toBe(413);
});

test("lists and objects nested without end are refused in a sentence, by POST and by GET", async () => {
  const [headers, preflight] = [{ "content-type": "application/json" }, { "apollo-require-preflight": "1" }];
  const query = "query ($p: PatternInput) { patternFrequency(pattern: $p) { __typename } }";
  const refused = {
    error: {
      code: "invalid-input",
      message: "The request's lists and objects are nested more than 64 deep: make it flatter.",
    },
  };
  for (const depth of [100, 2_000, 50_000]) {
    const variables = `{"p":${'{"not":'.repeat(depth)}{}${"}".repeat(depth)}}`;
    const body = `{"query":${JSON.stringify(query)},"variables":${variables}}`;
    expect(await (await api.get("/graphql", { method: "POST", headers, body })).json()).toEqual(refused);
    if (depth > 100) continue;
    const address = new URLSearchParams({ query, variables });
    expect(await (await api.get(`/graphql?${address}`, { headers: preflight })).json()).toEqual(refused);
  }
  // Brackets within a text are a text.
  const body = JSON.stringify({ query, variables: { p: { joinsLast: { leaf: `${"[".repeat(5_000)}"{` } } } });
  const answer = await (await api.get("/graphql", { method: "POST", headers, body })).json();
  expect(answer).toMatchObject({ data: { patternFrequency: { __typename: "InputError" } } });
});

test("a text that PostgreSQL could not keep is refused in a sentence", async () => {
  const [headers, body] = [{ "content-type": "application/json" }, JSON.stringify({ query: "{", variables: "\0" })];
  const answer = await api.get("/graphql", { method: "POST", headers, body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toEqual({
    error: { code: "invalid-input", message: expect.stringContaining("character NUL") },
  });
});

test("a NUL is refused however it is written: in GraphQL's own text, in an address, in an upload's facts", async () => {
  const refused = async (response: Response) => {
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      error: { code: "invalid-input", message: expect.stringContaining("character NUL") },
    });
  };
  const [headers, preflight] = [{ "content-type": "application/json" }, { "apollo-require-preflight": "1" }];
  for (const text of [String.raw`a\u0000`, String.raw`a\u{0}`]) {
    const body = JSON.stringify({ query: `{ image(id: "${text}") { id } }` });
    await refused(await api.get("/graphql", { method: "POST", headers, body }));
    const variables = `{"id":"${text}"}`;
    const address = new URLSearchParams({ query: "query ($id: ID!) { image(id: $id) { id } }", variables });
    await refused(await api.get(`/graphql?${address}`, { headers: preflight }));
  }
  await refused(await api.get("/p/default/image?name=a.png&imageSet=a%00b", { method: "POST", body: "x" }));
});

test("what the atlas does not serve of its bytes is answered as JSON, also where the dashboard is", async () => {
  for (const [path, method] of [
    ["/p/default/nothing", "POST"],
    ["/p/default/nothing", "GET"],
    ["/p/default/model", "GET"],
    ["/p/default", "GET"],
  ] as const) {
    const response = await api.get(path, { method });
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      error: { code: "not-found", message: `There is no page ${path === "/p/default" ? "/p/default/" : path}.` },
    });
  }
});

test("a browser gets a query page that needs no other server; programs get the API", async () => {
  const page = await api.get("/graphql", { headers: { accept: "text/html,*/*" } });
  expect(page.headers.get("content-type")).toMatch("text/html");
  const references = [...(await page.text()).matchAll(/(?:src|href)="([^"]+)"/g)].map(([, reference]) => reference!);
  expect(references.length).toBeGreaterThan(1);
  for (const reference of references) {
    expect(reference).toMatch(/^\/graphiql\/assets\//);
    const file = await api.get(reference);
    expect(file.status).toBe(200);
    expect(file.headers.get("content-type")).toMatch(/javascript|css|svg/);
  }
  const query = await api.get("/graphql?query={methods{slug}}", {
    headers: { accept: "application/json", "apollo-require-preflight": "1" },
  });
  expect(await query.json()).toMatchObject({ data: { methods: expect.any(Array) } });
});
