import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkAnalysis, isWithin } from "../../packages/engine/src/golden/analysis/check.ts";
import { openLedger } from "../../packages/engine/src/golden/analysis/ledger.ts";
import { kendallTau, ssim, ssimStatistics } from "../../packages/engine/src/similarity/index.ts";

const golden = fileURLToPath(new URL("../golden/analysis", import.meta.url));
const command = fileURLToPath(new URL("../../packages/engine/bin/golden-analysis.js", import.meta.url));

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heatlas-golden-"));
  await cp(golden, folder, { recursive: true });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function run(...parameters: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [command, ...parameters], (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });
}

describe("the golden analysis", () => {
  it("every kind of number is within its tolerance, linkage to the last bit", () => {
    const { results, faults } = checkAnalysis(golden);
    expect(faults).toEqual([]);
    expect(results.filter((result) => !isWithin(result))).toEqual([]);
    expect(results.find(({ kind }) => kind === "linkage")).toMatchObject({ error: 0, tolerance: 0 });
    // What that folder's README states; rounding of the reference on other pictures may be a little more.
    const errors = Object.fromEntries(results.map(({ kind, error }) => [kind, error]));
    expect(errors["ssim gaussian"]).toBeLessThan(2e-14);
    expect(errors["ssim uniform"]).toBeLessThan(2e-13);
    expect(errors["pipeline similarities"]).toBeLessThan(2e-13);
    expect(errors.Wilson).toBeLessThan(4e-16);
    expect(errors.HOG).toBeLessThan(3e-7);
    expect(results.length).toBeGreaterThan(30);
    expect(results.every(({ count }) => count > 0)).toBe(true);
  });

  it("the command says so and exits with 0", async () => {
    const { code, output } = await run(golden);
    expect(output).toContain("All kinds are within their tolerance.");
    expect(code).toBe(0);
  });

  it("a number that is off by one part in a billion is found, named, and makes the command exit with 1", async () => {
    const path = join(folder, "clustering.json");
    const cases = JSON.parse(await readFile(path, "utf8"));
    cases[3].linkage.ward.Z[5][2] *= 1 + 1e-9;
    await writeFile(path, JSON.stringify(cases));
    const { code, output } = await run(folder);
    expect(output).toMatch(new RegExp(`^linkage: .* BEYOND, at ${cases[3].name} ward$`, "m"));
    expect(output).toContain("1 kinds are beyond");
    expect(code).toBe(1);
  });

  it("a folder without the files is refused in one sentence", async () => {
    const { code, output } = await run(tmpdir());
    expect(output.trim()).toBe(
      `"${tmpdir()}" has no readable ssim.json, pipeline.json, clustering.json, correlation.json, hog.json, intervals.json, r.json.`,
    );
    expect(code).toBe(1);
    expect((await run()).code).toBe(2);
  });

  it("pictures need not be square, nor go from 0 to 255", async () => {
    const [height, width] = [12, 17];
    const maps = [3, 5, 7].map((factor) =>
      Uint8Array.from({ length: height * width }, (_, i) => 40 + ((i * factor) % 90)),
    );
    const statistics = maps.map((map) =>
      ssimStatistics({ width, height, values: Float64Array.from(map, (byte) => byte / 255) }, "gaussian"),
    );
    const matrix = statistics.map((a) => statistics.map((b) => ssim(a, b, 1)));
    const images = JSON.parse(await readFile(join(golden, "pipeline.json"), "utf8"));
    const models = maps.map((map) => Buffer.from(map).toString("base64"));
    await writeFile(
      join(folder, "pipeline.json"),
      JSON.stringify([{ ...images[0], h: height, w: width, models, ssim_gaussian_wang: matrix }]),
    );
    const found = checkAnalysis(folder).results.find(({ kind }) => kind === "pipeline similarities")!;
    // The other window's matrix is that of other pictures.
    expect(found.where).toBe("picture 0 uniform7_sample");
  });

  it("a file that is missing, empty or not what its name says is named, and the others are compared all the same", async () => {
    await rm(join(folder, "hog.json"));
    await writeFile(join(folder, "ssim.json"), "[]");
    await writeFile(join(folder, "pipeline.json"), '[{ "h": 7, "w": 7, "models": ["AAAA"] }]');
    await writeFile(join(folder, "intervals.json"), "{");
    const trees = JSON.parse(await readFile(join(folder, "r.json"), "utf8"));
    trees.trees[0].name = "nobody";
    await writeFile(join(folder, "r.json"), JSON.stringify(trees));
    const { code, output } = await run(folder);
    expect(output).toContain(`"${folder}" has no readable hog.json.`);
    expect(output).toContain("ssim.json holds nothing to compare.");
    expect(output).toContain("pipeline.json is not what its name says: a picture of 7×7 (u8) has 3 bytes.");
    expect(output).toMatch(/^intervals.json is not what its name says: .*JSON/m);
    expect(output).toContain("r.json is not what its name says: clustering.json has no distances for its tree nobody.");
    expect(output).toMatch(/^Kendall: /m);
    expect(output).not.toMatch(/^ {4}at /m);
    expect(code).toBe(1);
  });
});

describe("the ledger", () => {
  it("keeps the worst of a kind, and counts lengths, NaN and missing numbers as infinitely wrong", () => {
    const ledger = openLedger();
    ledger.note("a", "first", 1, [1, 2], [1, 2.5]);
    ledger.note("a", "second", 1, 3, 3.25);
    ledger.note("both NaN", "x", 1, null, "NaN");
    ledger.note("one NaN", "x", 1, Number.NaN, 1);
    ledger.note("one NaN", "y", 1, 1, 1);
    ledger.note("length", "x", 1, [1], [1, 2]);
    ledger.note("missing", "x", 1, undefined, 1);
    expect(ledger.results().map(({ kind, error, where, count }) => [kind, error, where, count])).toEqual([
      ["a", 0.5, "first", 3],
      ["both NaN", 0, "x", 1],
      ["one NaN", Number.POSITIVE_INFINITY, "x", 2],
      ["length", Number.POSITIVE_INFINITY, "x", 2],
      ["missing", Number.POSITIVE_INFINITY, "x", 1],
    ]);
  });
});

describe("Kendall's tau", () => {
  it("counts pairs as its definition says", () => {
    const a = [1, 2, 2, 3, 5, 5, 5, 4];
    const b = [3, 1, 1, 4, 4, 2, 2, 9];
    let [signs, inA, inB] = [0, 0, 0];
    for (let i = 0; i < a.length; i++) {
      for (let j = 0; j < i; j++) {
        const [x, y] = [Math.sign(a[i]! - a[j]!), Math.sign(b[i]! - b[j]!)];
        signs += x * y;
        inA += x * x;
        inB += y * y;
      }
    }
    expect(kendallTau(Float64Array.from(a), Float64Array.from(b))).toBeCloseTo(signs / Math.sqrt(inA * inB), 14);
    expect(kendallTau(Float64Array.of(1, 1, 1), Float64Array.of(1, 2, 3))).toBeNull();
  });
});
