import { spawnSync } from "node:child_process";

/**
 * A Python that has the modules: HEATLAS_PYTHON where it is set, the shell's, or the system's. Undefined where none has;
 * tests that need one are then skipped, and shown as such.
 */
export function findPython(...modules: readonly string[]): string | undefined {
  const candidates = [process.env.HEATLAS_PYTHON, "python3", "/usr/bin/python3"].filter((name) => name !== undefined);
  return candidates.find((name) => spawnSync(name, ["-c", `import ${modules.join(", ")}`]).status === 0);
}
