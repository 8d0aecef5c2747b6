import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withSetupLock } from "./setup-lock.js";

/** What a person can mend; the message is the sentence to print. */
export class InstallError extends Error {}

export const root = fileURLToPath(new URL("../../", import.meta.url));
const modules = join(root, "node_modules");
const stampFile = join(modules, ".heatlas-installed");

/** Makes node_modules what package-lock.json says. Does nothing, in a few milliseconds, where it already is. */
export async function install() {
  try {
    if (!isInstalled()) await withSetupLock(root, installOnce);
  } catch (error) {
    throw error instanceof InstallError ? error : explain(String(error));
  }
}

async function installOnce() {
  if (isInstalled()) return; // Another start did it while we waited.
  console.log("Installing dependencies (a minute or two the first time) …");
  const { code, output } = await runNpm();
  if (code !== 0) throw explain(output);
  writeFileSync(stampFile, lockHash());
}

/** The stamp says so, or npm's own record of what it put there does (someone ran `npm ci` by hand). */
function isInstalled() {
  if (!existsSync(modules)) return false;
  const hash = lockHash();
  if (existsSync(stampFile) && readFileSync(stampFile, "utf8") === hash) return true;
  if (!matchesLock()) return false;
  writeFileSync(stampFile, hash);
  return true;
}

function lockHash() {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch}\n`);
  return hash.update(readFileSync(join(root, "package-lock.json"))).digest("hex");
}

/** Whether every package of the lock that this platform needs is in node_modules at its version. */
function matchesLock() {
  const wanted = readPackages(join(root, "package-lock.json"));
  const found = readPackages(join(modules, ".package-lock.json"));
  return Object.entries(wanted).every(([path, { version, optional, link }]) => {
    if (!path.startsWith("node_modules/") || link) return true;
    return found[path] ? found[path].version === version : optional === true;
  });
}

/**
 * @param {string} file
 * @returns {Record<string, { version?: string, optional?: boolean, link?: boolean }>}
 */
function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8")).packages ?? {};
  } catch {
    return {};
  }
}

/**
 * `--include` and `--ignore-scripts` overrule a NODE_ENV=production or an .npmrc of the person's: the dashboard is
 * built with development dependencies, and Node itself arrives by an install script.
 * @returns {Promise<{ code: number | null, output: string }>}
 */
function runNpm() {
  const args = ["ci", "--include=dev", "--include=optional", "--ignore-scripts=false", "--loglevel=http"];
  const { command, first } = npmCommand();
  return new Promise((resolve) => {
    const child = spawn(
      command,
      [...first, ...args, "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=5000"],
      {
        cwd: root,
        env: npmEnvironment(),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
        if (isCutOff(output)) child.kill();
      });
    }
    child.on("error", (error) => resolve({ code: null, output: `${output}\n${error.message}` }));
    child.on("close", (code) => resolve({ code, output }));
  });
}

/**
 * npm would try each of some 900 packages, several times, for minutes: one whose first requests all fail is stopped.
 * @param {string} output
 */
function isCutOff(output) {
  const failures = output.match(/attempt \d+ failed with E/g)?.length ?? 0;
  return failures >= 5 && !/fetch GET [23]\d\d/.test(output);
}

/** The npm that runs us, else the one on the PATH; never on the Node inside node_modules, which `npm ci` replaces. */
function npmCommand() {
  const npm = process.env.npm_execpath;
  const node = outsidePath()
    .map((folder) => join(folder, "node"))
    .find(existsSync);
  return npm?.endsWith(".js") && node ? { command: node, first: [npm] } : { command: "npm", first: [] };
}

function outsidePath() {
  return (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => folder !== "" && !folder.includes("node_modules"));
}

/** Prisma's engine would be fetched from elsewhere, and nothing here uses it: any existing program stands in for it. */
function npmEnvironment() {
  const { NODE_ENV: _, ...env } = process.env;
  return { ...env, PATH: outsidePath().join(delimiter), PRISMA_SCHEMA_ENGINE_BINARY: process.execPath };
}

/** @param {string} output */
function explain(output) {
  const told = output.split("\n").filter((line) => /^npm (error|ERR!)/.test(line));
  const reason = told.map((line) => line.replace(/^npm (error|ERR!) ?/, "")).find((line) => !/^code |^$/.test(line));
  /** @type {[RegExp, string][]} */
  const causes = [
    [
      /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ERR_SOCKET_TIMEOUT|EHOSTUNREACH/,
      "npm cannot reach its registry, and the dependencies are not installed yet: connect this machine to the internet (or set npm's registry or proxy) and start again.",
    ],
    [/ENOSPC/, `The disk is full: installing needs about 2 GB in ${root}. Free some space and start again.`],
    [/EACCES|EROFS|EPERM/, `npm may not write in ${root}: give the folder to the user that starts Heatlas.`],
    [/spawn npm ENOENT/, "npm was not found: install Node with npm from https://nodejs.org and start again."],
  ];
  const known = causes.find(([pattern]) => pattern.test(output));
  return new InstallError(known?.[1] ?? `npm could not install the dependencies: ${reason ?? output.trim()}`);
}
