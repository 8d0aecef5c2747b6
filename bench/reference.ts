import { spawnSync } from "node:child_process";

/** What a Python script measured: this process's CPU milliseconds, and its numbers. */
export interface ReferenceRun {
  readonly milliseconds: number;
  readonly values: readonly number[];
}

const python = process.env.HEATLAS_PYTHON ?? "python3";

/** Says, and makes the process exit with 1, where Python does not have the module that a benchmark compares with. */
export function hasReference(module: string): boolean {
  const { status } = spawnSync(python, ["-c", `import ${module}`]);
  if (status === 0) return true;
  console.error(`Not measured: ${python} has no ${module}; set HEATLAS_PYTHON to a Python that has.`);
  process.exitCode = 1;
  return false;
}

/**
 * One thread, as on our side. And arrays from the heap: by default glibc fetches arrays of 400 KB from the kernel anew each
 * time, until a larger block was freed, and half of scikit-image's time goes into their page faults.
 */
const environment = {
  OMP_NUM_THREADS: "1",
  OPENBLAS_NUM_THREADS: "1",
  MKL_NUM_THREADS: "1",
  MALLOC_MMAP_THRESHOLD_: String(2 ** 30),
  MALLOC_TRIM_THRESHOLD_: String(2 ** 30),
};

/**
 * Runs a Python script once. It finds its input, as JSON, in `given`, and calls `done(milliseconds, values)`. Python is
 * $HEATLAS_PYTHON, or python3.
 */
export function runReference(script: string, given: unknown): ReferenceRun {
  const program = [
    "import json, sys, time",
    "given = json.load(sys.stdin)",
    "def done(milliseconds, values): print(json.dumps({'milliseconds': milliseconds, 'values': list(map(float, values))}))",
    script,
  ].join("\n");
  const { status, stdout, stderr, error } = spawnSync(python, ["-c", program], {
    input: JSON.stringify(given),
    encoding: "utf8",
    maxBuffer: 2 ** 28,
    env: { ...process.env, ...environment },
  });
  if (status === 0) return JSON.parse(stdout) as ReferenceRun;
  throw new Error(`The reference failed: ${error?.message ?? stderr}`);
}
