import { describe, expect, test } from "vitest";
import { completionsAt } from "../../apps/web/pattern/completion.prepare.ts";

const names = ["AlexNet", "Inception V3", "ResNet152", "SqueezeNet and friends"];

/** The text with the first completion taken, and all that were offered. */
function complete(text: string, caret = text.length) {
  const found = completionsAt(text, caret, names);
  return { texts: found.map((each) => each.text), taken: found[0] && text.slice(0, found[0].from) + found[0].text };
}

describe("a sentence is completed at the caret", () => {
  test("with models' names, by any case, across their spaces", () => {
    expect(complete("al").taken).toBe("AlexNet");
    expect(complete("Inception v").taken).toBe("Inception V3");
    expect(complete("AlexNet and inc").taken).toBe("AlexNet and Inception V3");
    expect(complete("(Res").taken).toBe("(ResNet152");
  });

  test("with what a model can do, after its name", () => {
    expect(complete("Inception V3 ").texts).toContain("joins last");
    expect(complete("AlexNet joi").taken).toBe("AlexNet joins last");
    expect(complete("AlexNet and ResNet152 form").taken).toBe("AlexNet and ResNet152 form a clade");
  });

  test("with what needs no model, where a sentence begins", () => {
    expect(complete("no two").taken).toBe("no two explain alike");
    expect(complete("AlexNet joins last and no").taken).toBe("AlexNet joins last and no two explain alike");
  });

  test("with a name in quotes where its words would end it", () => {
    expect(complete("squ").taken).toBe('"SqueezeNet and friends"');
    expect(complete('"squ').taken).toBe('"SqueezeNet and friends"');
    expect(complete('"SqueezeNet and friends" joins').texts).toContain("joins last");
  });

  test("only from what stands before the caret", () => {
    expect(completionsAt("al joins last", 2, names)).toEqual([{ text: "AlexNet", from: 0, kind: "model" }]);
  });

  test("with nothing where nothing fits, or all is written", () => {
    expect(complete("xyz").texts).toEqual([]);
    expect(complete("AlexNet joins last").texts).toEqual([]);
  });
});
