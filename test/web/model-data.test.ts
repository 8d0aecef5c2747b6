import { describe, expect, test } from "vitest";
import { notTaken, takeModelFiles } from "../../apps/web/model/take-model-files.ts";
import { afterData, stateOf } from "../../apps/web/upload/answer.ts";
import {
  askFor,
  dataBytes,
  findOffered,
  nextData,
  type OfferedFile,
  unclaimed,
  type WaitingData,
} from "../../apps/web/upload/model-data.ts";
import { shareOf } from "../../apps/web/upload/queue.ts";

/** A file of so many bytes, without having them. */
const offer = (path: string, size = 100, more: Partial<OfferedFile> = {}): OfferedFile => ({
  key: path,
  path,
  file: Object.defineProperty(new File([], path.split("/").at(-1)!), "size", { value: size }),
  ...more,
});

const waits = (...names: string[]): WaitingData => ({
  url: "/p/default/model/1",
  files: names.map((name) => ({ name, bytes: 100, received: 0, done: false })),
});

const model = { key: "m", path: "net.onnx" };
const read = (body: unknown) => body;

describe("the data of a waiting model", () => {
  test("is the dropped file of the name that the model calls it", () => {
    const offered = [offer("other.bin"), offer("weights.bin")];
    expect(nextData(waits("weights.bin"), model, offered)?.from.path).toBe("weights.bin");
    expect(nextData(waits("Weights.bin"), model, offered)).toBeUndefined();
  });

  test("is taken from the model's own folder where two folders have a file of that name", () => {
    const offered = [offer("a/weights.bin"), offer("b/weights.bin")];
    const [file] = waits("weights.bin").files;
    expect(findOffered(file!, { key: "m", path: "b/net.onnx" }, offered)?.path).toBe("b/weights.bin");
    expect(findOffered(file!, { key: "m", path: "c/net.onnx" }, offered)).toBeUndefined();
  });

  test("is the file that was chosen for it, whatever that is called, and no other model's", () => {
    const chosen = offer("weights (1).bin", 100, { chosenFor: { upload: "m", name: "weights.bin" } });
    const [file] = waits("weights.bin").files;
    expect(findOffered(file!, model, [offer("weights.bin"), chosen])).toBe(chosen);
    expect(findOffered(file!, { key: "n", path: "other.onnx" }, [chosen])).toBeUndefined();
  });

  test("goes file by file, those that are missing only", () => {
    const waiting = waits("a", "b");
    const [done, rest] = waiting.files;
    const half: WaitingData = { ...waiting, files: [{ ...done!, done: true, received: 120 }, rest!] };
    expect(nextData(half, model, [offer("a"), offer("b")])?.file.name).toBe("b");
    expect(dataBytes(half)).toBe(220);
  });

  test("is not sent where it is too short, and the model says so", () => {
    const offered = [offer("weights.bin", 99)];
    expect(nextData(waits("weights.bin"), model, offered)).toBeUndefined();
    expect(askFor(waits("weights.bin"), model, offered)).toBe(
      "weights.bin has 99 B, but the model reads 100 B of weights.bin: it is cut short, or another model's.",
    );
  });

  test("is asked for by name and size", () => {
    expect(askFor(waits("weights.bin"), model, [])).toBe(
      "Its weights lie in weights.bin (100 B): drop that file here too.",
    );
    expect(askFor(waits("a", "b"), model, [])).toBe(
      "Its weights lie in a (100 B) and b (100 B): drop those files here too.",
    );
    expect(askFor(waits("a", "b", "c", "d", "e"), model, [])).toContain("c (100 B) and 2 more files:");
  });
});

describe("a dropped file that is no model", () => {
  const drop = (name: string) => ({ path: name, file: new File(["x"], name) });
  const upload = { ...model, file: new File([], "net.onnx"), draft: null, refusal: null, added: null };

  test("may be data, until no model under way can ask for it", async () => {
    const { others, models } = await takeModelFiles([drop("net.onnx"), drop("weights.bin"), drop("net.json")], []);
    expect(others.map(({ path }) => path)).toEqual(["weights.bin"]);
    expect(models.map(({ path }) => path)).toEqual(["net.onnx"]);
    const offered = [offer("weights.bin"), offer("photo.jpg")];
    expect(notTaken(offered, [{ ...upload, upload: { state: "checking" }, data: null }])).toEqual([]);
    const waiting = waits("weights.bin");
    const all = notTaken(offered, [
      { ...upload, upload: { state: "waiting", data: waiting, problem: null }, data: waiting },
    ]);
    expect(all.map(({ name }) => name)).toEqual(["photo.jpg"]);
    expect(all[0]!.reason).toMatch(/^photo\.jpg is no model, nor .*\.$/);
    expect(notTaken(offered, [])).toHaveLength(2);
  });

  test("is claimed by each model that names it", () => {
    const data = waits("weights.bin");
    expect(
      unclaimed(
        [offer("weights.bin")],
        [
          { ...model, data },
          { key: "n", path: "n.onnx", data },
        ],
      ),
    ).toEqual([]);
  });
});

describe("the answer to an upload", () => {
  test("that waits for data names it, and nothing of the upload counts yet", () => {
    const { url, files } = waits("weights.bin");
    const state = stateOf(202, { waiting: { url, files, fileName: "net.onnx" } }, "net.onnx", read);
    expect(state).toEqual({ state: "waiting", data: { url, files }, problem: null });
    expect(shareOf(state)).toBe(0);
  });

  test("to its data is a model, a problem that another file mends, or the end of it", () => {
    const waiting = waits("weights.bin");
    const error = (code: string) => ({ error: { code, message: "So it is." } });
    expect(afterData(waiting, 201, { upload: 1 }, "weights.bin", read)).toEqual({
      state: "accepted",
      answer: { upload: 1 },
    });
    expect(afterData(waiting, 400, error("data-too-short"), "weights.bin", read)).toEqual({
      state: "waiting",
      data: waiting,
      problem: "So it is.",
    });
    expect(afterData(waiting, 400, error("unsupported-op"), "weights.bin", read)).toEqual({
      state: "refused",
      reason: "So it is.",
    });
  });
});
