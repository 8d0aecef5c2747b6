import { execFile, spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import sharp from "sharp";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import {
  type AnalysedTree,
  type ComputedMap,
  compileExplainer,
  copheneticCorrelation,
  decode,
  type ExplainedPicture,
  type ExplainJob,
  type ExplainPool,
  encode,
  leafOrder,
  linkage,
  openExplainer,
  openPool,
  preparePicture,
  reduce,
  similarityMatrix,
  valuesHash,
} from "../../packages/engine/src/index.ts";

const goldenOf = (net: string) => fileURLToPath(new URL(`../golden/engine/${net}/model.onnx`, import.meta.url));
const golden = goldenOf("concat_fire");
const preprocessing = {
  width: 40,
  height: 40,
  mean: [128, 128, 128],
  std: [64, 64, 64],
  standardise: "fixed",
  channelOrder: "rgb",
  cropShare: 0.875,
} as const;

let folder: string;
let modelFolder: string;
let scratch: string;
const pools: ExplainPool[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "heatlas-pool-"));
  modelFolder = join(folder, "model");
  scratch = join(folder, "scratch");
  await mkdir(modelFolder);
  await copyFile(golden, join(modelFolder, "model.onnx"));
});

afterEach(() => Promise.all(pools.splice(0).map((pool) => pool.terminate())));
afterAll(() => rm(folder, { recursive: true, force: true }));

function pool(size = 1, memoryLimitBytes = 2 ** 30): ExplainPool {
  const opened = openPool({ size, scratch, memoryLimitBytes, threadsPerChild: 1 });
  pools.push(opened);
  return opened;
}

/** A picture of random blocks, another one for every seed. */
async function picture(seed: number): Promise<string> {
  const path = join(folder, `picture-${seed}.png`);
  const pixels = Uint8Array.from({ length: 8 * 8 * 3 }, (_, i) => ((i + 7 * seed) * 2654435761) >>> 24);
  await writeFile(
    path,
    await sharp(pixels, { raw: { width: 8, height: 8, channels: 3 } })
      .resize(40)
      .png()
      .toBuffer(),
  );
  return path;
}

async function job(count: number, more: Partial<ExplainJob> = {}): Promise<ExplainJob> {
  const paths = await Promise.all(Array.from({ length: count }, (_, seed) => picture(seed)));
  return {
    modelFolder,
    methods: [{ slug: "vanilla" }, { slug: "grad-cam" }],
    preprocessing,
    view: "centre",
    pictures: paths.map((path) => ({ path, target: -1, methods: [0, 1] })),
    ...more,
  };
}

/** A job that runs until it is stopped: the same picture over and over. */
async function endless(): Promise<ExplainJob> {
  const one = await job(1);
  return { ...one, pictures: new Array(100_000).fill(one.pictures[0]) };
}

/** Process ids of the pool's children. */
async function childPids(): Promise<number[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid=,args="]);
  const rows = stdout.split("\n").map((line) => line.trim().split(/\s+/));
  const own = rows.filter(
    ([, parent, ...command]) => Number(parent) === process.pid && /child\.ts/.test(command.join(" ")),
  );
  return own.map(([pid]) => Number(pid));
}

const explained = (result: { pictures: readonly unknown[] }, place: number) =>
  result.pictures[place] as Omit<ExplainedPicture, "maps"> & { maps: readonly ComputedMap[] };

describe("explaining through the pool", () => {
  it("gives, byte for byte, what the same steps give in one process, whatever the batch", async () => {
    const [one, three] = await Promise.all([
      pool().explain(await job(5, { batch: 1 })),
      pool().explain(await job(5, { batch: 3 })),
    ]);
    const compiled = compileExplainer(await readFile(golden), [{ slug: "vanilla" }, { slug: "grad-cam" }]);
    const session = await openExplainer(modelFolder, compiled, { threads: 1 });
    for (let seed = 0; seed < 5; seed++) {
      const { pixels, rect } = await preparePicture(await readFile(await picture(seed)), "centre", preprocessing);
      const { maps, targets } = await session.run(pixels, 1, [-1]);
      const vanilla = encode(reduce(maps.vanilla!.data, [3, 40, 40], "abs-sum"));
      const cam = encode(reduce(maps["grad-cam"]!.data, [1, 4, 4], "none"));
      const found = explained(one, seed);
      expect(found.rect).toEqual(rect);
      expect(found.target.class).toBe(targets[0]);
      expect(found.maps.map(({ gridWidth, gridHeight, signed }) => [gridWidth, gridHeight, signed])).toEqual([
        [40, 40, false],
        [4, 4, false],
      ]);
      for (const [method, encoded] of [vanilla, cam].entries()) {
        expect(found.maps[method]).toMatchObject({ method, scale: encoded.scale });
        expect(Buffer.compare(found.maps[method]!.values, encoded.values)).toBe(0);
        expect(Buffer.compare(found.maps[method]!.valuesHash, valuesHash(encoded))).toBe(0);
        expect(Buffer.compare(explained(three, seed).maps[method]!.valuesHash, valuesHash(encoded))).toBe(0);
      }
    }
    await session.close();
    expect(one).toMatchObject({ provider: "cpu", device: expect.any(String), milliseconds: expect.any(Number) });
  });

  it("gives probabilities of a softmax over the logits, first choice and target apart", async () => {
    const [base] = (await job(1)).pictures;
    const classes = Array.from({ length: 6 }, (_, target) => ({ ...base!, target }));
    const result = await pool().explain(await job(1, { pictures: classes }));
    const found = classes.map((_, place) => explained(result, place));
    expect(found.map(({ target }) => target.class)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(found.reduce((sum, { target }) => sum + target.probability, 0)).toBeCloseTo(1, 6);
    const first = found.reduce((best, picture) => (picture.target.logit > best.target.logit ? picture : best));
    for (const { top } of found) {
      expect(top.class).toBe(first.target.class);
      expect(top.probability).toBeCloseTo(first.target.probability, 6);
    }
  });

  it("computes the methods that each picture wants, and no others", async () => {
    const [a, b] = (await job(2)).pictures;
    const pictures = [
      { ...a!, methods: [1] },
      { ...b!, methods: [] },
      { ...b!, methods: [1, 0] },
    ];
    const result = await pool().explain(await job(1, { pictures }));
    const wanted = pictures.map((_, place) => explained(result, place).maps.map((map) => map?.method ?? null));
    expect(wanted).toEqual([
      [null, 1],
      [null, null],
      [0, 1],
    ]);
  });

  it("goes from model to model and back in one child, with the same maps", async () => {
    const other = join(folder, "other");
    await mkdir(other, { recursive: true });
    await copyFile(goldenOf("residual"), join(other, "model.onnx"));
    const one = pool();
    const hashes = async (more: Partial<ExplainJob>) =>
      explained(await one.explain(await job(1, more)), 0).maps.map(({ valuesHash }) => Buffer.from(valuesHash));
    const first = await hashes({});
    const small = { modelFolder: other, preprocessing: { ...preprocessing, width: 16, height: 16 } };
    const second = await hashes(small);
    const third = await hashes({ methods: [{ slug: "guided" }, { slug: "grad-cam" }] });
    expect(second).not.toEqual(first);
    expect(third[1]).toEqual(first[1]);
    expect(await hashes(small)).toEqual(second);
    expect(await hashes({})).toEqual(first);
  });

  it("says that a model is missing, without its place", async () => {
    const gone = pool().explain(await job(1, { modelFolder: join(folder, "gone") }));
    await expect(gone).rejects.toMatchObject({
      code: "model-missing",
      message: "The model's file is missing from the store; upload it again.",
    });
  });

  it("reports progress up to all pictures", async () => {
    const steps: number[] = [];
    await pool().explain(await job(5, { batch: 2 }), (done) => steps.push(done));
    expect(steps).toEqual([2, 4, 5]);
  });

  it("fails a picture alone where it is missing, damaged, or has no such class", async () => {
    const damaged = join(folder, "damaged.png");
    const [good] = (await job(1)).pictures;
    await writeFile(damaged, (await readFile(good!.path)).subarray(0, 200));
    const pictures = [
      good!,
      { ...good!, path: join(folder, "nowhere.png") },
      { ...good!, path: damaged },
      { ...good!, target: 6 },
      good!,
    ];
    const result = await pool().explain(await job(1, { pictures }));
    const codes = result.pictures.map((picture) => ("error" in picture ? picture.error.code : "explained"));
    expect(codes).toEqual(["explained", "picture-missing", "picture-damaged", "no-such-class", "explained"]);
    expect(JSON.stringify(result.pictures[1])).not.toContain(folder);
  });

  it("refuses a job whose methods do not exist, and stays fit for the next", async () => {
    const one = pool();
    await expect(
      one.explain(await job(1, { methods: [{ slug: "tea-leaves" }, { slug: "grad-cam" }] })),
    ).rejects.toMatchObject({
      name: "EngineError",
      code: "unknown-method",
    });
    expect((await one.explain(await job(1))).pictures).toHaveLength(1);
  });

  it("draws baselines from the job's references, whatever is explained beside, and asks for them", async () => {
    const { pictures } = await job(4);
    const wanted = pictures.map((picture) => ({ ...picture, methods: [0] }));
    const references = pictures.map(({ path }) => ({
      path,
      sha256: createHash("sha256").update(readFileSync(path)).digest("hex"),
    }));
    const methodsOf = (named: typeof references) => {
      const hashes = named.map(({ sha256 }) => sha256).sort();
      return [{ slug: "expected-gradients", parameters: { samples: 4, references: hashes } }];
    };
    const methods = methodsOf(references.slice(0, 2));
    const one = pool();
    const [alone, beside, others] = [
      await one.explain(await job(1, { methods, references, pictures: wanted.slice(3) })),
      await one.explain(await job(1, { methods, references: references.toReversed(), pictures: wanted, batch: 4 })),
      await one.explain(
        await job(1, { methods: methodsOf(references.slice(1, 3)), references, pictures: wanted.slice(3) }),
      ),
    ];
    const hash = (result: typeof alone, place: number) => Buffer.from(explained(result, place).maps[0]!.valuesHash);
    expect(hash(beside, 3)).toEqual(hash(alone, 0));
    expect(hash(others, 0)).not.toEqual(hash(alone, 0));
    await expect(one.explain(await job(1, { methods: methodsOf([]), pictures: wanted }))).rejects.toMatchObject({
      code: "no-references",
      message:
        "The method Expected gradients compares a picture with others; it needs at least 2 of them and was given 0.",
    });
  });

  it("passes on what makes a map worth doubting", async () => {
    const methods = [{ slug: "guided", parameters: { reluScope: "modules" } }, { slug: "grad-cam" }];
    const result = await pool().explain(await job(1, { methods }));
    expect(explained(result, 0).maps.map(({ flags }) => flags)).toEqual([["equals-vanilla"], []]);
  });

  it("keeps the compiled explainer beside the model, whole", async () => {
    await pool().explain(await job(1));
    const files = (await readdir(modelFolder)).filter((file) => file !== "model.onnx");
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect(file).toMatch(/^explainer-[0-9a-f]+\.onnx$/);
  });
});

describe("admitting and analysing through the pool", () => {
  it("admits a model, and refuses a text as the engine does", async () => {
    const one = pool();
    const text = join(folder, "text.onnx");
    await writeFile(text, "this is not a model");
    expect(await one.admit(golden)).toMatchObject({ classCount: 6, input: { name: "input" } });
    await expect(one.admit(text)).rejects.toMatchObject({ name: "EngineError", code: "not-onnx" });
  });

  it("gives similarities and trees as the engine's own functions do, and fails a group alone", async () => {
    const maps = (await pool().explain(await job(4))).pictures.map((_, place, all) => {
      const { rect, maps } = explained({ pictures: all }, place);
      return { ...maps[0]!, rect };
    });
    const similarity = { normalisation: "auto", grid: 64, measure: "ssim-gaussian" } as const;
    const trees = [
      { distance: "one-minus", linkage: "ward" },
      { distance: "root", linkage: "single" },
    ] as const;
    const done: number[] = [];
    const groups = [{ maps }, { maps: maps.slice(0, 1) }, { maps: maps.slice(1) }];
    const [first, second, third] = await pool().analyse({ similarity, trees, groups }, (count) => done.push(count));
    const compared = maps.map((map) => ({ grid: decode(map), signed: map.signed, rect: map.rect }));
    const similarities = similarityMatrix(compared, similarity);
    if (!first || "error" in first || !third || "error" in third) throw new Error("expected trees");
    expect(first.similarities).toEqual(similarities);
    const [ward, single] = first.trees as [AnalysedTree, AnalysedTree];
    expect(ward.leafOrder).toEqual(leafOrder(ward.merges));
    expect(ward.rootHeight).toBe(ward.merges[2]!.height);
    const distances = Float64Array.from(similarities, (value) => 1 - value!);
    expect(ward.cophenetic).toBe(copheneticCorrelation(ward.merges, distances));
    expect(ward.memberBits.at(-1)).toEqual(Uint8Array.of(0b1111));
    const roots = distances.map(Math.sqrt);
    expect(single.merges).toEqual(linkage(roots, 4, "single"));
    expect(second).toMatchObject({ error: { code: "too-few-leaves" } });
    expect(third.trees[0]!.merges).toHaveLength(2);
    expect(await pool().analyse({ similarity, trees, groups: [{ similarities }] })).toEqual([first]);
    expect(done).toEqual([1, 2, 3]);
  });
});

describe("when a child ends", () => {
  it("a killed child costs its job alone, and is replaced", async () => {
    const two = pool(2);
    const killed = two.explain(await endless(), () =>
      childPids()
        .then(([pid]) => pid && process.kill(pid, "SIGKILL"))
        .catch(() => {}),
    );
    await expect(killed).rejects.toMatchObject({ name: "EngineError", code: "worker-crashed" });
    expect((await two.explain(await job(2))).pictures.every((picture) => !("error" in picture))).toBe(true);
  });

  it("a job beside it goes on", async () => {
    const two = pool(2);
    let started = () => {};
    const running = new Promise<void>((resolve) => {
      started = resolve;
    });
    const controller = new AbortController();
    const cancelled = two.explain(await endless(), started, controller.signal);
    await running;
    const beside = two.explain(await job(3));
    controller.abort();
    await expect(cancelled).rejects.toMatchObject({ code: "cancelled" });
    expect((await beside).pictures).toHaveLength(3);
  });

  it("a child above the memory limit is killed, and its job says so", async () => {
    await expect(pool(1, 40 * 2 ** 20).explain(await endless())).rejects.toMatchObject({
      name: "EngineError",
      code: "memory-limit",
      message: expect.stringContaining("40 MB"),
    });
  });

  it("a cancelled job that still waits never starts", async () => {
    const one = pool();
    const controller = new AbortController();
    const running = one.explain(await endless());
    const waiting = one.explain(await job(1), undefined, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "cancelled" });
    await Promise.all([one.terminate(), expect(running).rejects.toMatchObject({ code: "pool-closed" })]);
  });

  it("closing finishes the jobs that were given, takes no more, and leaves nothing behind", async () => {
    const one = pool();
    const jobs = [one.explain(await job(2)), one.explain(await job(3)), one.admit(golden)];
    const closing = one.close();
    await expect(one.explain(await job(1))).rejects.toMatchObject({ code: "pool-closed" });
    await Promise.all([...jobs, closing]);
    expect(await childPids()).toEqual([]);
    await vi.waitFor(async () => expect(await readdir(scratch)).toEqual([]));
  });

  it("children end with their parent, even where it is killed", async () => {
    const own = join(folder, "orphans");
    const program = `
      const { openPool } = await import(${JSON.stringify(new URL("../../packages/engine/src/index.ts", import.meta.url).href)});
      const pool = openPool({ size: 1, scratch: ${JSON.stringify(own)}, memoryLimitBytes: 2 ** 30, threadsPerChild: 1 });
      await pool.admit(${JSON.stringify(golden)});
      process.kill(process.pid, "SIGKILL");`;
    const parent = spawn(process.execPath, ["--input-type=module", "-e", program], { stdio: "inherit" });
    await new Promise((resolve) => parent.on("exit", resolve));
    // A child removes its folder as the last thing that it does.
    await vi.waitFor(async () => expect(await readdir(own)).toEqual([]), { timeout: 10_000 });
  });
});
