import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { promisify } from "node:util";
import { chromium } from "@playwright/test";
import { root } from "../apps/launcher/settings.ts";

const run = promisify(execFile);

const names = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome"];
const macPaths = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/**
 * The path of a Chrome or Chromium that runs: CHROME_PATH, an installed one, else one from the system's packages (as
 * root, where there is apt), else Playwright's download. Null where all of that fails.
 */
export async function findOrGetBrowser(): Promise<string | null> {
  const found = await findBrowser();
  if (found) return found;
  console.log("No Chrome or Chromium is installed; getting one (this once) …");
  if (process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    await getPackage();
    const installed = await findBrowser();
    if (installed) return installed;
  }
  await run(process.execPath, [join(root, "node_modules/.bin/playwright"), "install", "chromium"]).catch(() => null);
  return findBrowser();
}

/** The path of a Chrome or Chromium on this machine, or null. */
export async function findBrowser(): Promise<string | null> {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const onPath = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  const given = process.env.CHROME_PATH ? [process.env.CHROME_PATH] : [];
  for (const path of [...given, ...onPath, ...macPaths, chromium.executablePath()]) {
    if (existsSync(path) && (await runs(path))) return path;
  }
  return null;
}

/** Ubuntu's chromium may be a stub that only says where the real one is to be had. */
const runs = (path: string): Promise<boolean> =>
  run(path, ["--version"], { timeout: 20_000 }).then(
    ({ stdout }) => /Chrom/.test(stdout),
    () => false,
  );

async function getPackage(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update"], { env, maxBuffer: 64 * 2 ** 20 }).catch(() => null);
  const install = ["install", "--yes", "--no-install-recommends", "chromium"];
  await run("apt-get", install, { env, maxBuffer: 64 * 2 ** 20 }).catch(() => null);
}
