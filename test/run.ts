/**
 * Every check and test of the project: what is generated is up to date, lint, types, the tests, the browser's included.
 * With arguments (`npm test -- PATTERN`) only the tests that match them. The last line sums up.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildDashboard, generateCode } from "../apps/launcher/build.ts";
import { messageOf } from "../apps/launcher/errors.ts";
import { root } from "../apps/launcher/settings.ts";
import { findOrGetBrowser } from "./browser.ts";

interface Counts {
  passed: number;
  failed: number;
  skipped: number;
}

const tool = (name: string) => join("node_modules/.bin", name);

const checks: readonly (readonly [string, readonly string[]])[] = [
  ["schema.graphql is what the API prints", ["apps/api/print-schema.ts", "--check"]],
  ["lint and format", [tool("biome"), "check", "--error-on-warnings", "."]],
  ["types", [tool("tsc"), "-p", "tsconfig.json"]],
  ["types of the dashboard", [tool("tsc"), "-p", "apps/web/tsconfig.json"]],
];

/** Runs a program on this Node with our output; resolves with whether it succeeded. */
function runNode(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: "inherit", env: { ...process.env, ...env } });
    const end = () => child.kill();
    process.once("exit", end);
    child.on("error", () => resolve(false));
    child.on("close", (code) => {
      process.off("exit", end);
      resolve(code === 0);
    });
  });
}

/** Runs a step and resolves with whether it succeeded; a failure is told and the others still run. */
async function attempt(what: string, step: () => Promise<unknown>): Promise<boolean> {
  const done = await step().catch((error) => {
    console.error(messageOf(error));
    return false;
  });
  console.log(`${done === false ? "✗" : "✓"} ${what}`);
  return done !== false;
}

async function runChecks(): Promise<number> {
  let failed = 0;
  for (const [what, args] of checks) {
    if (!(await attempt(what, () => runNode(args)))) failed++;
  }
  return failed;
}

async function runTests(args: readonly string[], browser: string | null): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), "heatlas-test-"));
  const report = join(folder, "report.json");
  const options = ["run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const projects = browser ? [] : ["--project", "!browser"];
  const env = { ...(browser ? { CHROME_PATH: browser } : {}), NODE_ENV: "test" };
  const succeeded = await runNode([tool("vitest"), ...options, ...projects, ...args], env);
  const counts = readCounts(await readFile(report, "utf8").catch(() => "{}"));
  await rm(folder, { recursive: true, force: true });
  // A file that cannot be loaded fails without a failed test.
  if (!succeeded && counts.failed === 0) counts.failed = 1;
  return counts;
}

function readCounts(report: string): Counts {
  const { numPassedTests = 0, numFailedTests = 0, numPendingTests = 0, numTodoTests = 0 } = JSON.parse(report);
  return { passed: numPassedTests, failed: numFailedTests, skipped: numPendingTests + numTodoTests };
}

const leftOut = `
┌─────────────────────────────────────────────────────────────────────────────┐
│ THE BROWSER TESTS ARE LEFT OUT: no Chrome or Chromium was found, and none   │
│ could be installed. Install one, or name it in CHROME_PATH, and test again. │
└─────────────────────────────────────────────────────────────────────────────┘
`;

// start.js's counterpart ended, however it did.
process.on("disconnect", () => process.exit(1));

const args = process.argv.slice(2);
const browserWanted = findOrGetBrowser();
const generated = await attempt("generated code", generateCode);
let failed = generated ? 0 : 1;
let built = generated;
if (args.length === 0) {
  failed += await runChecks();
  built = generated && (await attempt("the dashboard builds", buildDashboard));
  if (generated && !built) failed++;
}
const browser = await browserWanted;
const counts = await runTests(args, built ? browser : null);
if (!browser) console.log(leftOut);
counts.failed += failed;
console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
process.exit(counts.failed > 0 ? 1 : 0);
