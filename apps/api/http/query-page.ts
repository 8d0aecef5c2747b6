import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import express, { type RequestHandler, Router } from "express";
import { graphqlPath } from "./graphql.ts";

const source = fileURLToPath(new URL("../graphiql/", import.meta.url));

/**
 * GraphiQL at /graphql, for browsers. It is bundled from npm's files when it is first asked for, so that it needs no
 * internet, and kept in the data folder under the hash of what made it.
 */
export function queryPage(dataFolder: string): Router {
  const folder = once(() => bundle(dataFolder));
  const router = Router();
  router.get(graphqlPath, async (request, response, next) => {
    if (request.accepts(["json", "html"]) !== "html") return next();
    response.set("Cache-Control", "no-cache").sendFile("index.html", { root: await folder() });
  });
  // Made on the first request, when the folder is known.
  const files = once(async () => express.static(await folder(), { immutable: true, maxAge: "1y", index: false }));
  const serve: RequestHandler = async (request, response, next) => (await files())(request, response, next);
  router.use("/graphiql", serve);
  return router;
}

/** The same promise for all who ask while it succeeds; a failure is tried again. */
function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => {
    made ??= make().catch((error) => {
      made = undefined;
      throw error;
    });
    return made;
  };
}

async function bundle(dataFolder: string): Promise<string> {
  const target = join(dataFolder, "graphiql", await hashOfSources());
  if (await exists(target)) return target;
  const draft = `${target}-${process.pid}`;
  await mkdir(dirname(target), { recursive: true });
  try {
    await promisify(execFile)(process.execPath, [join(source, "build.ts"), draft]);
    // Whoever else made it meanwhile made the same.
    await rename(draft, target).catch(async (error) => {
      if (!(await exists(target))) throw error;
    });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return target;
}

/** Our page, and the version of GraphiQL. */
async function hashOfSources(): Promise<string> {
  const hash = createHash("sha256");
  const installed = fileURLToPath(new URL("../package.json", import.meta.resolve("graphiql")));
  for (const file of [join(source, "index.html"), join(source, "page.js"), join(source, "build.ts"), installed]) {
    hash.update(await readFile(file));
  }
  return hash.digest("hex").slice(0, 16);
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  );
