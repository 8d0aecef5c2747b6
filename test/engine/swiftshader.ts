import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

// Debian's chromium brings SwiftShader, a Vulkan device in software, and the loader that finds it.
const folder = "/usr/lib/chromium";
const driver = `${folder}/vk_swiftshader_icd.json`;

/** The environment in which WebGPU takes SwiftShader. */
export const swiftShader = {
  VK_ICD_FILENAMES: driver,
  LD_LIBRARY_PATH: [process.env.LD_LIBRARY_PATH, folder].filter(Boolean).join(":"),
};

const entry = fileURLToPath(new URL("./swiftshader-process.ts", import.meta.url));

/**
 * Explains a golden net on SwiftShader by the WebGPU profile, in a process of its own: a native crash or a hang ends with
 * it. Each line is a net's name, a tab, and its results as JSON.
 */
export async function explainOnSwiftShader(nets: readonly string[], timeout: number): Promise<string> {
  const env = { ...process.env, ...swiftShader };
  const { stdout } = await promisify(execFile)(process.execPath, [entry, ...nets], { env, timeout });
  return stdout;
}

/** Why these tests cannot run here; undefined where they can. */
export async function findObstacle(): Promise<string | undefined> {
  if (!existsSync(driver)) return `there is no ${driver} (Debian's package chromium)`;
  try {
    await explainOnSwiftShader([], 120_000);
    return undefined;
  } catch (error) {
    return `WebGPU does not start on it: ${error instanceof Error ? error.message.split("\n").at(-1) : error}`;
  }
}
