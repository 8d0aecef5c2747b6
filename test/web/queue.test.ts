import { describe, expect, test } from "vitest";
import { nextToSend, refusalOf, shareOf, type Upload } from "../../apps/web/upload/queue.ts";

const queue = (...states: Upload<null>[]) => new Map(states.map((state, at) => [String(at), state]));

test("as many files are under way as the limit allows, in their order", () => {
  const queued = { state: "queued" } as const;
  expect(nextToSend(queue(queued, queued, queued), 2)).toEqual(["0", "1"]);
  expect(nextToSend(queue({ state: "checking" }, queued, queued), 2)).toEqual(["1"]);
  expect(nextToSend(queue({ state: "refused", reason: "" }, queued), 1)).toEqual(["1"]);
  expect(nextToSend(queue({ state: "sending", sent: 1, bytes: 2 }, queued), 1)).toEqual([]);
});

test("an upload is whole only when the API has answered", () => {
  expect(shareOf({ state: "sending", sent: 100, bytes: 100 })).toBeLessThan(1);
  expect(shareOf({ state: "checking" })).toBeLessThan(1);
  expect(shareOf({ state: "accepted", answer: null })).toBe(1);
  expect(shareOf({ state: "sending", sent: 0, bytes: 0 })).toBe(0);
});

describe("a refusal", () => {
  test("is the API's own sentence", () => {
    expect(refusalOf(400, { error: { code: "not-onnx", message: "a.onnx is a text file." } }, "a.onnx")).toBe(
      "a.onnx is a text file.",
    );
  });

  test("says what to do when no answer came", () => {
    expect(refusalOf(0, null, "a.onnx")).toBe("a.onnx did not arrive: the connection broke. Try it again.");
    expect(refusalOf(502, null, "a.onnx")).toContain("502");
  });
});
