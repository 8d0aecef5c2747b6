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
import {
  asSentence,
  basisText,
  probabilityOf,
  proseOf,
  shareText,
  sinceSaving,
} from "../../apps/web/pattern/verdict.prepare.ts";

const model = (at: number) => `model:default:0000000${at}-0000-7000-8000-000000000000`;
const leaves = [1, 2, 3, 4, 5].map(model);

describe("a pattern as a sentence to edit", () => {
  const patterns: PatternJson[] = [
    { joinsLast: { leaf: model(1) } },
    { not: { clade: { leaves: [model(1), model(2)] } } },
    { all: [{ joinsAt: { leaf: model(1), rank: 2 } }, { joinsLast: { leaf: model(2) } }] },
    { any: [{ noneAlike: { share: 0.5 } }, { not: { smallestArea: { leaf: model(3) } } }] },
    { all: [{ rated: { leaf: model(1), op: "atLeast", threshold: 2.5 } }, { joinsLast: { leaf: model(1) } }] },
  ];

  test.each(patterns)("%j comes back as it was", (pattern) => {
    expect(writeSentence(readSentence(pattern)!)).toEqual(pattern);
  });

  test("is not offered for what is nested, or is about no tree", () => {
    const [term] = patterns;
    expect(readSentence({ all: [{ any: [term] }, term] })).toBeNull();
    expect(readSentence({ not: { all: [term] } })).toBeNull();
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
    expect(withPredicate(clade, "rated", leaves).args).toEqual({ leaf: model(2), op: "above", threshold: 3 });
  });

  test("without a subject finds one again", () => {
    const noneAlike = withPredicate(joinsLast, "noneAlike", leaves);
    expect(noneAlike.args).toEqual({ share: 0.5 });
    expect(withPredicate(noneAlike, "joinsLast", leaves).args).toEqual({ leaf: model(1) });
  });

  test("is offered only where so many leaves can show it", () => {
    expect(fittingPredicates(5)).toEqual(Object.keys(predicates));
    expect(fittingPredicates(2)).toEqual(["joinsLast", "noneAlike", "smallestArea", "offObject", "rated"]);
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
  test("a probability is told by two digits, however small it is", () => {
    expect(probabilityOf(0)).toEqual({ text: "1", exponent: null });
    expect(probabilityOf(Math.log10(0.312))).toEqual({ text: ".31", exponent: null });
    expect(probabilityOf(Math.log10(0.0012))).toEqual({ text: ".0012", exponent: null });
    expect(probabilityOf(Math.log10(3.42e-10))).toEqual({ text: "3.4 × 10", exponent: -10 });
    expect(probabilityOf(Math.log10(9.99e-10))).toEqual({ text: "1.0 × 10", exponent: -9 });
    expect(probabilityOf(-26_000.5)).toEqual({ text: "3.2 × 10", exponent: -26_001 });
  });

  test("what images that came later made of a count stands beside it", () => {
    expect(sinceSaving({ k: 8, n: 9 }, { k: 8, n: 9 })).toBeNull();
    expect(sinceSaving({ k: 8, n: 9 }, { k: 11, n: 12 })).toBe("8 of 9 when saved; 3 more");
    expect(sinceSaving({ k: 8, n: 9 }, { k: 7, n: 7 })).toBe("8 of 9 when saved; 2 fewer");
    expect(sinceSaving({ k: 8, n: 9 }, { k: 7, n: 9 })).toBe("8 of 9 when saved; on other answers");
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

test("a sentence inside another has no full stop, and quotes only where a name would read otherwise", () => {
  expect(proseOf('SqueezeNet 1.1 and "SqueezeNet 1.1 (Caffe)" cluster first.')).toBe(
    "SqueezeNet 1.1 and SqueezeNet 1.1 (Caffe) cluster first",
  );
  expect(proseOf('"Salt and Pepper" joins last.')).toBe('"Salt and Pepper" joins last');
});
