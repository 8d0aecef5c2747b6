import { execFile } from "node:child_process";
import { cpus } from "node:os";
import { basename } from "node:path";
import { promisify } from "node:util";
import type { Provider } from "../target/profile.ts";

const run = promisify(execFile);

/** The card that ONNX Runtime takes: the first that this process sees. */
async function cardName(): Promise<string> {
  const [card] = (process.env.CUDA_VISIBLE_DEVICES || "0").split(",");
  try {
    const query = ["--query-gpu=name", "--format=csv,noheader", `--id=${card}`];
    return (await run("nvidia-smi", query, { timeout: 5000 })).stdout.trim() || "NVIDIA card";
  } catch {
    return "NVIDIA card";
  }
}

/** The runtime does not tell which adapter it took; a driver that the environment names is known. */
function adapterName(): string {
  const driver = process.env.VK_DRIVER_FILES || process.env.VK_ICD_FILENAMES;
  return driver ? `WebGPU adapter of ${basename(driver, ".json")}` : "default WebGPU adapter";
}

const names: Readonly<Record<Provider, () => Promise<string> | string>> = {
  cpu: () => cpus()[0]?.model ?? "CPU",
  cuda: cardName,
  webgpu: adapterName,
};

const found = new Map<Provider, Promise<string>>();

/** What a provider computes on, as its maps record it. */
export function deviceName(provider: Provider): Promise<string> {
  const name = found.get(provider) ?? Promise.resolve(names[provider]());
  found.set(provider, name);
  return name;
}
