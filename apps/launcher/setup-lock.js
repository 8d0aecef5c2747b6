import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

/** No set-up takes so long: an older lock is a dead one's, whoever has its process id now. */
const longestSetup = 20 * 60_000;

/**
 * Runs `work` while no other start or test sets up the same clone: two installs at once would destroy each other.
 * @template T
 * @param {string} root the clone
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(root, work) {
  const file = join(root, ".setup.lock");
  for (let told = false; !tryLock(file); told = true) {
    if (!told) console.log(`Waiting for another start that sets up this clone (${file}) …`);
    await sleep(300);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

/**
 * @param {string} file
 * @returns {boolean}
 */
function tryLock(file) {
  try {
    writeFileSync(file, String(process.pid), { flag: "wx" });
    return true;
  } catch (error) {
    if (/** @type {NodeJS.ErrnoException} */ (error).code !== "EEXIST") throw error;
    if (isHeld(file)) return false;
    rmSync(file, { force: true });
    return tryLock(file);
  }
}

/** @param {string} file */
function isHeld(file) {
  try {
    if (Date.now() - statSync(file).mtimeMs > longestSetup) return false;
    const pid = Number(readFileSync(file, "utf8"));
    // Empty for the moment between its making and its writing.
    return pid === 0 || process.kill(pid, 0);
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === "EPERM";
  }
}
