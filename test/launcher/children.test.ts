import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ChildOptions, superviseChild } from "../../apps/launcher/children.ts";
import { makeDataFolder } from "./temporary-folder.ts";

/** A program that notes each of its starts in ./starts and then does `body`. */
async function makeProgram(folder: string, body: string): Promise<ChildOptions> {
  const program = join(folder, "program.mjs");
  const starts = JSON.stringify(join(folder, "starts"));
  await writeFile(
    program,
    `import { appendFileSync } from "node:fs";\nappendFileSync(${starts}, process.pid + "\\n");\n${body}`,
  );
  return { name: "part", program, env: process.env, whenStartable: async () => {}, onGivenUp: () => {} };
}

const serve = `process.send({ type: "ready" }); setInterval(() => {}, 1000); process.on("SIGTERM", () => process.exit());`;

const startsOf = async (folder: string) =>
  (await readFile(join(folder, "starts"), "utf8").catch(() => "")).trim().split("\n").filter(Boolean).map(Number);

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 20));
}

const isAlive = (pid: number) => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test("a child that is killed is started again, and one that is stopped is not", async () => {
  await using folder = await makeDataFolder();
  const child = superviseChild(await makeProgram(folder.path, serve));
  await child.ready;
  const [first] = await startsOf(folder.path);
  process.kill(first!, "SIGKILL");
  await until(async () => (await startsOf(folder.path)).length === 2);
  await child.stop();
  const starts = await startsOf(folder.path);
  expect(starts).toHaveLength(2);
  expect(starts.filter(isAlive)).toEqual([]);
});

test("a child that never serves is given up after five deaths, with its name and its end", async () => {
  await using folder = await makeDataFolder();
  const options = await makeProgram(folder.path, "process.exit(3);");
  const message = await new Promise<string>((onGivenUp) => superviseChild({ ...options, onGivenUp }));
  expect(message).toMatch(/^The part ended 5 times before it served \(last: exit code 3\)/);
  expect(await startsOf(folder.path)).toHaveLength(5);
});

test("a child that will not end is killed", async () => {
  await using folder = await makeDataFolder();
  const stubborn = `process.on("SIGTERM", () => {}); process.send({ type: "ready" }); setInterval(() => {}, 1000);`;
  const child = superviseChild(await makeProgram(folder.path, stubborn));
  await child.ready;
  await child.stop();
  expect((await startsOf(folder.path)).filter(isAlive)).toEqual([]);
});

test("a child is not started before it can be", async () => {
  await using folder = await makeDataFolder();
  const { promise, resolve } = Promise.withResolvers<void>();
  const child = superviseChild({ ...(await makeProgram(folder.path, serve)), whenStartable: () => promise });
  await new Promise((done) => setTimeout(done, 200));
  expect(await startsOf(folder.path)).toEqual([]);
  resolve();
  await child.ready;
  await child.stop();
});
