import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test, vi } from "vitest";
import { main as golden } from "../../packages/engine/src/command/golden.ts";
import { checkGolden, isWithin } from "../../packages/engine/src/golden/check.ts";
import { goldenNames, readGolden } from "../../packages/engine/src/golden/net.ts";
import { goldenRoot } from "./golden.ts";

const files = goldenNames(goldenRoot).flatMap((name) =>
  readGolden(goldenRoot, name).files.map((file) => ({ name, file })),
);

describe.each(files)("$name/$file", ({ name, file }) => {
  test("every map agrees with torch in float64 for batches of 1, 2 and 5", async () => {
    const results = await checkGolden(readGolden(goldenRoot, name), file, [1, 2, 5], { threads: 1 });
    expect(results.length).toBeGreaterThan(6);
    expect(results.filter((result) => !isWithin(result))).toEqual([]);
  });
});

describe("at every level of the runtime's graph optimisation", () => {
  test.each(["disabled", "basic", "extended"] as const)("%s: every net agrees", async (optimisation) => {
    for (const { name, file } of files) {
      const results = await checkGolden(readGolden(goldenRoot, name), file, [2], { threads: 1, optimisation });
      expect(
        results.filter((result) => !isWithin(result)),
        `${name}/${file}`,
      ).toEqual([]);
    }
  });
});

describe("npm run golden", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  async function run(...args: string[]): Promise<{ code: number; text: string }> {
    const lines: string[] = [];
    vi.spyOn(console, "log").mockImplementation((line) => lines.push(line));
    vi.spyOn(console, "error").mockImplementation((line) => lines.push(line));
    return { code: await golden(args), text: lines.join("\n") };
  }

  test("prints a line a file and exits 0 for a folder that agrees, 1 where one map does not", async () => {
    const folder = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
    await cp(join(goldenRoot, "bn_conv"), join(folder, "bn_conv"), { recursive: true });
    const right = await run(folder);
    expect(right.code).toBe(0);
    expect(right.text).toMatch(/^bn_conv\/model.onnx {2}logits \S+ {2}vanilla \S+ {2}deconvnet/m);
    expect(right.text).toContain("bn_conv/model_bnkept.onnx");

    const path = join(folder, "bn_conv", "vanilla.npy");
    const bytes = await readFile(path);
    bytes.writeFloatLE(1, bytes.length - 4);
    await writeFile(path, bytes);
    const wrong = await run(folder);
    expect(wrong.code).toBe(1);
    expect(wrong.text).toMatch(/vanilla \S+ BEYOND/);
    await rm(folder, { recursive: true });
  });

  test("a folder without nets is told in one sentence", async () => {
    expect(await run(tmpdir())).toEqual({ code: 1, text: expect.stringContaining("no golden net") });
  });
});
