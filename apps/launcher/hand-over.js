import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InstallError, install, root } from "./install.js";

/**
 * Installs what is missing, then runs a TypeScript program of this project on the Node that npm installed, and ends
 * with its exit code.
 * @param {string} program path from the project's root
 * @param {string[]} args
 */
export async function installAndHandOver(program, args) {
  try {
    await install();
    handOver(findNode(), [join(root, program), ...args]);
  } catch (error) {
    if (!(error instanceof InstallError)) throw error;
    console.error(error.message);
    process.exitCode = 1;
  }
}

/** The `node` package brings the version that the project is written for; a machine's own will do if it is as new. */
function findNode() {
  const installed = join(root, "node_modules/node/bin/node");
  if (existsSync(installed)) return installed;
  if (Number(process.versions.node.split(".")[0]) >= 24) return process.execPath;
  throw new InstallError(
    "npm did not install Node 24 (its install script did not run, or there is none for this system): install Node 24 from https://nodejs.org and start again.",
  );
}

/**
 * The program ends when we do: it sees the IPC channel close, however we ended. The terminal sends Ctrl-C to both of
 * us, anyone else's signal is passed on.
 * @param {string} node
 * @param {string[]} args
 */
function handOver(node, args) {
  const child = spawn(node, args, { cwd: root, stdio: ["inherit", "inherit", "inherit", "ipc"] });
  const stop = () => child.connected && child.disconnect();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
  watchParent(stop);
  child.on("error", (error) => {
    console.error(`Node 24 (${node}) does not run on this system: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code) => process.exit(code ?? 1));
}

/**
 * Calls `stop` when npm ends. A signal to npm reaches the shell between us at most, never this process. Only under
 * npm: whoever started `node start.js` in the background may end as he likes.
 * @param {() => void} stop
 */
function watchParent(stop) {
  if (!process.env.npm_lifecycle_event) return;
  const before = lineage();
  const timer = setInterval(() => {
    if (lineage() === before) return;
    clearInterval(timer);
    stop();
  }, 500);
  timer.unref();
}

/** Our parent, and its parent where the system shows it: the shell and npm. */
function lineage() {
  const parent = process.ppid;
  try {
    const grandparent = /^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, "utf8"))?.[1];
    return `${parent} ${grandparent}`;
  } catch {
    return `${parent}`;
  }
}
