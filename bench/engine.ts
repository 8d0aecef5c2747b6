import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { measureCompiling } from "./engine/compiling.ts";
import { measureFiveMaps } from "./engine/five-maps.ts";
import { measureMemory } from "./engine/memory.ts";
import { exported, nets } from "./engine/nets.ts";
import { measureProcesses } from "./engine/processes.ts";
import { measureSession } from "./engine/session.ts";
import { measureTorch } from "./engine/torch.ts";

// The explanation graphs against their arithmetic, PyTorch with hooks, and their promises of memory and loading. The nets
// are torchvision's, with random weights: exported where python3-torch is, or read from HEATLAS_BENCH_MODELS (a folder of
// NAME/model.onnx, made by test/oracle/export_torchvision.py). HEATLAS_BENCH_NETS=NAME,NAME measures only some of them.

const given = process.env.HEATLAS_BENCH_MODELS;
const chosen = process.env.HEATLAS_BENCH_NETS?.split(",");
const folder = given ?? mkdtempSync(join(tmpdir(), "heatlas-bench-"));
console.log(`load of the machine: ${loadavg().map((load) => load.toFixed(1))}`);
for (const [name, goals] of Object.entries(nets)) {
  if (chosen && !chosen.includes(name)) continue;
  const path = exported(folder, name);
  if (path === undefined) {
    console.log(
      `${name} skipped: it needs python3-torch, python3-torchvision and python3-onnx, or HEATLAS_BENCH_MODELS`,
    );
    continue;
  }
  await measureCompiling(name, path, goals);
  if (goals.ratio !== undefined) {
    await measureFiveMaps(name, path, goals.ratio);
    await measureTorch(name, path);
  }
  if (goals.memory !== undefined) await measureMemory(name, path, goals.memory);
  if (goals.session !== undefined) await measureSession(name, path, goals.session);
  if (goals.processes) await measureProcesses(name, path);
}
if (given === undefined) rmSync(folder, { recursive: true });
