import { spawn } from "node:child_process";
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { root } from "../../apps/launcher/settings.ts";
import { makeDataFolder } from "./temporary-folder.ts";

/** A clone's files that an install needs, with a program of its own to hand over to. */
let clone: string;

beforeEach(async () => {
  clone = (await makeDataFolder()).path;
  await mkdir(join(clone, "apps/launcher"), { recursive: true });
  for (const name of ["install.js", "hand-over.js", "setup-lock.js"]) {
    await cp(join(root, "apps/launcher", name), join(clone, "apps/launcher", name));
  }
  for (const name of ["start.js", "package.json", "package-lock.json", ".npmrc"]) {
    await cp(join(root, name), join(clone, name));
  }
  await writeFile(join(clone, "apps/launcher/main.ts"), `console.log("handed over to", process.version as string);`);
  return () => rm(clone, { recursive: true, force: true });
});

/** Runs start.js of the clone with a registry that nobody serves, and an empty cache. */
function start(onOutput: (output: string) => void = () => {}): Promise<{ code: number | null; output: string }> {
  const { npm_lifecycle_event: _, ...own } = process.env;
  const npm = { npm_config_registry: "http://127.0.0.1:9/", npm_config_cache: join(clone, ".npm") };
  const child = spawn(process.execPath, [join(clone, "start.js")], { cwd: clone, env: { ...own, ...npm } });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk) => {
      output += chunk;
      onOutput(output);
    });
  }
  return new Promise((resolve) => child.on("close", (code) => resolve({ code, output })));
}

/** Makes node_modules look as npm leaves it: its own record of what it installed, and a Node. */
async function pretendInstalled(change: (packages: Record<string, { version?: string }>) => void = () => {}) {
  const { packages } = JSON.parse(await readFile(join(clone, "package-lock.json"), "utf8"));
  change(packages);
  await mkdir(join(clone, "node_modules/node/bin"), { recursive: true });
  await writeFile(join(clone, "node_modules/.package-lock.json"), JSON.stringify({ packages }));
  await cp(process.execPath, join(clone, "node_modules/node/bin/node"));
}

test("without a registry the start ends with one sentence that says so", async () => {
  const { code, output } = await start();
  expect(code).toBe(1);
  expect(output.trim().split("\n")).toEqual([
    expect.stringMatching(/^Installing dependencies/),
    expect.stringMatching(/^npm cannot reach its registry, .* start again\.$/),
  ]);
});

test("what npm installed by hand is taken as it is, and handed over to the Node of the project", async () => {
  await pretendInstalled();
  const { version } = process;
  expect(await start()).toEqual({ code: 0, output: `handed over to ${version}\n` });
});

test("a package of another version is installed anew", async () => {
  await pretendInstalled((packages) => {
    packages["node_modules/pg"]!.version = "0.0.1";
  });
  expect((await start()).output).toMatch(/^Installing dependencies/);
});

test("a lock that changed after the install is installed anew", async () => {
  await pretendInstalled();
  await start();
  const lock = await readFile(join(clone, "package-lock.json"), "utf8");
  await writeFile(
    join(clone, "package-lock.json"),
    lock.replace(/("node_modules\/pg": \{\s*"version": ")[^"]+/, "$10.0.1"),
  );
  expect((await start()).output).toMatch(/^Installing dependencies/);
});

test("a start waits for another one's install, and not for one that was killed", async () => {
  await writeFile(join(clone, ".setup.lock"), String(process.pid));
  const told = Promise.withResolvers<void>();
  const waiting = start((output) => output.startsWith("Waiting") && told.resolve());
  await told.promise;
  await pretendInstalled();
  await rm(join(clone, ".setup.lock"));
  const { output } = await waiting;
  expect(output).toMatch(/^Waiting for another start .*\nhanded over/);

  await writeFile(join(clone, ".setup.lock"), "4194305");
  await rm(join(clone, "node_modules"), { recursive: true });
  expect((await start()).output).toMatch(/^Installing dependencies/);
});
