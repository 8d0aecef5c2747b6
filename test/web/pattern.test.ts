import { describe, expect, test } from "vitest";
import { patternPath, patternText, readPatternText } from "../../apps/web/pattern/address.prepare.ts";
import {
  fittingPredicates,
  type PatternJson,
  predicates,
  rankText,
  readSentence,
  type Term,
  withPredicate,
  writeSentence,
} from "../../apps/web/pattern/pattern.prepare.ts";
import { asSentence, basisText, rarityOf, shareText } from "../../apps/web/pattern/verdict.prepare.ts";

const model = (at: number) => `model:default:0000000${at}-0000-7000-8000-000000000000`;
const leaves = [1, 2, 3, 4, 5].map(model);

describe("a pattern as a sentence to edit", () => {
  const patterns: PatternJson[] = [
    { joinsLast: { leaf: model(1) } },
    { not: { clade: { leaves: [model(1), model(2)] } } },
    { all: [{ joinsAt: { leaf: model(1), rank: 2 } }, { joinsLast: { leaf: model(2) } }] },
    { any: [{ noneAlike: { share: 0.5 } }, { not: { smallestArea: { leaf: model(3) } } }] },
  ];

  test.each(patterns)("%j comes back as it was", (pattern) => {
    expect(writeSentence(readSentence(pattern)!)).toEqual(pattern);
  });

  test("is not offered for what is nested, or is about no tree", () => {
    const [term] = patterns;
    expect(readSentence({ all: [{ any: [term] }, term] })).toBeNull();
    expect(readSentence({ not: { all: [term] } })).toBeNull();
    expect(readSentence({ rated: { leaf: model(1), op: "above", threshold: 3 } })).toBeNull();
    expect(readSentence({ toString: {} })).toBeNull();
  });

  test("of one term loses its composition", () => {
    const sentence = readSentence({ all: [{ joinsLast: { leaf: model(1) } }] })!;
    expect(writeSentence(sentence)).toEqual({ joinsLast: { leaf: model(1) } });
  });
});

describe("another predicate", () => {
  const joinsLast: Term = { name: "joinsLast", args: { leaf: model(2) }, denied: false };

  test("keeps the subject, and takes as many leaves as it needs", () => {
    expect(withPredicate(joinsLast, "clade", leaves).args).toEqual({ leaves: [model(2), model(1)] });
    expect(withPredicate(joinsLast, "lastToJoin", leaves).args).toEqual({ leaves: [model(2)] });
    const clade: Term = { name: "clade", args: { leaves: leaves.slice(1) }, denied: false };
    expect(withPredicate(clade, "lastToJoin", leaves).args).toEqual({ leaves: leaves.slice(1, 4) });
    expect(withPredicate(clade, "joinsAt", leaves).args).toEqual({ leaf: model(2), rank: 2 });
  });

  test("without a subject finds one again", () => {
    const noneAlike = withPredicate(joinsLast, "noneAlike", leaves);
    expect(noneAlike.args).toEqual({ share: 0.5 });
    expect(withPredicate(noneAlike, "joinsLast", leaves).args).toEqual({ leaf: model(1) });
  });

  test("is offered only where so many leaves can show it", () => {
    expect(fittingPredicates(5)).toEqual(Object.keys(predicates));
    expect(fittingPredicates(2)).toEqual(["joinsLast", "noneAlike", "smallestArea"]);
  });

  test("ranks are told from the end", () => {
    expect([1, 2, 3, 12].map(rankText)).toEqual(["last", "second to last", "third to last", "12th to last"]);
  });
});

describe("a pattern in an address", () => {
  test("carries uuids, and gives global ids back", () => {
    const pattern = { all: [{ clade: { leaves: leaves.slice(0, 2) } }, { not: { joinsLast: { leaf: model(3) } } }] };
    expect(patternText(pattern)).not.toContain("model:");
    expect(readPatternText(patternText(pattern))).toEqual(pattern);
  });

  test.each(["", "joins last", "[]", "null", '{"clade":{"leaves":1}}'])("that is %j is none", (text) => {
    expect(readPatternText(text)).toBeNull();
  });

  test("stands beside run, method and images", () => {
    const path = patternPath({
      run: "run:default:7",
      pattern: { joinsLast: { leaf: model(1) } },
      method: "guided",
      set: "image-set:default:9",
    });
    expect(Object.fromEntries(new URL(path, "http://atlas").searchParams)).toEqual({
      run: "7",
      pattern: '{"joinsLast":{"leaf":"00000001-0000-7000-8000-000000000000"}}',
      method: "guided",
      set: "9",
    });
  });
});

describe("how sure a count is", () => {
  test("a tail is told as far as a reader can grasp it", () => {
    expect(rarityOf(0)).toEqual({ text: "100 %", exponent: null });
    expect(rarityOf(Math.log10(0.31))).toEqual({ text: "31 %", exponent: null });
    expect(rarityOf(Math.log10(1 / 1234))).toEqual({ text: "1 in 1,200", exponent: null });
    expect(rarityOf(-9.96)).toEqual({ text: "1 in 10", exponent: 10 });
    expect(rarityOf(-26_000)).toEqual({ text: "1 in 10", exponent: 26_000 });
  });

  test("whole shares have no empty decimal", () => {
    expect([0, 0.05, 0.067, 0.1, 0.985].map(shareText)).toEqual(["0 %", "5 %", "6.7 %", "10 %", "99 %"]);
  });

  test("a formula needs no footnote; what was counted or drawn says how", () => {
    expect(basisText({ probability: 0.1, basis: "closed-form", trees: null })).toBeNull();
    expect(basisText({ probability: 0.1, basis: "enumerated", trees: 2700 })).toBe(
      "counted over all 2,700 histories of merging",
    );
    expect(basisText({ probability: 0.1, basis: "simulated", trees: 10_000 })).toBe("simulated on 10,000 random trees");
  });

  test("a reason becomes one sentence", () => {
    expect(asSentence("no other setting is computed yet")).toBe("No other setting is computed yet.");
    expect(asSentence("All images count.")).toBe("All images count.");
  });
});
