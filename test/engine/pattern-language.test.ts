import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { EngineError } from "../../packages/engine/src/errors.ts";
import {
  canonicalJson,
  canonicalPattern,
  evaluatePattern,
  isSamePattern,
  type LeafSet,
  leafSet,
  leafSetOf,
  type Pattern,
  parsePattern,
  printPattern,
  readPattern,
} from "../../packages/engine/src/pattern/index.ts";
import { anyCase, anyLeafSet, anyPattern, anyTerm, observe } from "./pattern-arbitraries.ts";

const report = leafSetOf(["AlexNet", "Inception V3", "ResNet152", "DenseNet161", "VGG19", "SqueezeNet1_0"]);
const [alexNet, inception] = ["AlexNet", "Inception V3"];

const withPattern = (least = 2) =>
  anyLeafSet(least).chain((set) => fc.tuple(fc.constant(set), fc.oneof(anyTerm(set), anyPattern(set))));

/** Whether readPattern takes it; the generator also makes contradictions. */
function isPossible(pattern: Pattern, set: LeafSet): boolean {
  try {
    readPattern(pattern, set);
    return true;
  } catch (error) {
    if (error instanceof EngineError && error.code === "contradictory-pattern") return false;
    throw error;
  }
}

const message = (act: () => unknown) => {
  try {
    act();
  } catch (error) {
    if (error instanceof EngineError) return error.message;
    throw error;
  }
  return "accepted";
};

describe("a pattern as a sentence", () => {
  it("comes back as the same pattern, whatever the leaves are called", () => {
    fc.assert(
      fc.property(withPattern(), ([set, pattern]) => {
        fc.pre(isPossible(pattern, set));
        const sentence = printPattern(pattern, set);
        const back = parsePattern(sentence, set);
        expect(canonicalJson(back)).toBe(canonicalJson(pattern));
        expect(printPattern(back, set)).toBe(sentence);
      }),
      { numRuns: 2_000 },
    );
  });

  it("reads as people say it", () => {
    const said: [Pattern, string][] = [
      [{ joinsLast: { leaf: inception! } }, "Inception V3 joins last"],
      [
        { all: [{ joinsAt: { leaf: alexNet!, rank: 2 } }, { joinsLast: { leaf: inception! } }] },
        "AlexNet joins second to last and Inception V3 joins last",
      ],
      [{ not: { joinsAt: { leaf: alexNet!, rank: 3 } } }, "AlexNet does not join third to last"],
      [{ lastToJoin: { leaves: [alexNet!, inception!] } }, "AlexNet and Inception V3 join last"],
      [{ lastToJoin: { leaves: [alexNet!] } }, "AlexNet joins last"],
      [
        { firstCluster: { leaves: [inception!, "ResNet152", "DenseNet161"] } },
        "Inception V3, ResNet152 and DenseNet161 cluster first",
      ],
      [{ clade: { leaves: ["ResNet152", "DenseNet161"] } }, "ResNet152 and DenseNet161 form a clade"],
      [{ noneAlike: { share: 0.5 } }, "no two explain alike above 50 % of the root"],
      [{ not: { noneAlike: { share: 0.07 } } }, "some two explain alike within 7 % of the root"],
      [{ smallestArea: { leaf: "SqueezeNet1_0" } }, "SqueezeNet1_0 has the smallest area"],
      [{ offObject: { leaf: alexNet!, share: 0.125 } }, "AlexNet is more than 12.5 % off the object"],
      [{ rated: { leaf: alexNet!, op: "at-least", threshold: 4 } }, "AlexNet is rated at least 4"],
      [
        {
          any: [
            { not: { all: [{ joinsLast: { leaf: alexNet! } }, { noneAlike: { share: 0 } }] } },
            { smallestArea: { leaf: alexNet! } },
          ],
        },
        "not (AlexNet joins last and no two explain alike above 0 % of the root) or AlexNet has the smallest area",
      ],
    ];
    for (const [pattern, sentence] of said) {
      expect(printPattern(pattern, report)).toBe(sentence);
      expect(isSamePattern(parsePattern(sentence, report), pattern)).toBe(true);
    }
  });

  it("is read in any case, with or without its full stop, and with the report's half where no share is said", () => {
    expect(parsePattern("No two explain alike.", report)).toEqual({ noneAlike: { share: 0.5 } });
    expect(parsePattern("inception v3 JOINS last", report)).toEqual({ joinsLast: { leaf: inception } });
    expect(parsePattern("AlexNet is more than 40% off the object", report)).toEqual({
      offObject: { leaf: alexNet, share: 0.4 },
    });
  });

  it("names leaves by id where two have one name, and where a name is another's id", () => {
    const twins = leafSet([
      { id: "m1", name: "net" },
      { id: "m2", name: "net" },
      { id: "m3", name: "m1" },
    ]);
    const sentences = ["m1", "m2", "m3"].map((leaf) => printPattern({ joinsLast: { leaf } }, twins));
    expect(sentences).toEqual(["m1 joins last", "m2 joins last", "m3 joins last"]);
    expect(parsePattern("m3 joins last", twins)).toEqual({ joinsLast: { leaf: "m3" } });
  });

  it("that cannot be read is answered by the place and the ways to say it", () => {
    expect(message(() => parsePattern("AlexNet joints last", report))).toMatch(
      /^The sentence cannot be read from "AlexNet joints last" on; it can say, for example: AlexNet joins last; AlexNet joins second to last; AlexNet and Inception V3 join last; /,
    );
    expect(message(() => parsePattern("AlexNet joins last and", report))).toMatch(/^The sentence ends too early; /);
    expect(message(() => parsePattern("NoNet joins last", report))).toBe(
      "No model is called NoNet; the models of these trees are AlexNet, Inception V3, ResNet152, DenseNet161, VGG19, SqueezeNet1_0.",
    );
    expect(message(() => parsePattern("inception-v3 joins last", report))).toMatch(
      /^No model is called inception-v3; did you mean Inception V3\? The models of these trees are AlexNet, /,
    );
    const odd = leafSet(["Salt, Pepper", "not so", "Net"].map((name) => ({ id: name, name })));
    expect(message(() => parsePattern('"" joins last', odd))).toBe(
      'No model is called ""; the models of these trees are "Salt, Pepper", "not so", Net.',
    );
    const mixed = "AlexNet joins last and VGG19 has the smallest area or no two explain alike";
    expect(message(() => parsePattern(mixed, report))).toBe(
      '"and" and "or" stand side by side before "no two explain alike"; put brackets around what belongs together.',
    );
    expect(message(() => parsePattern("(".repeat(100_000), report))).toMatch(/^The sentence cannot be read/);
  });

  it("that cannot be read is answered by what these trees can say, and each of that can be read", () => {
    for (const set of [report, leafSetOf(["a", "b"]), leafSetOf(["a", "b", "c"])]) {
      const said = message(() => parsePattern("?", set));
      const examples = /for example: (.+); with and, or, not and brackets\.$/.exec(said)![1]!.split("; ");
      expect(examples.length).toBeGreaterThan(4);
      for (const example of examples) expect(printPattern(parsePattern(example, set), set)).toBe(example);
    }
  });

  it("never fails but with a sentence, whatever is typed", () => {
    const words = fc.constantFrom(
      ...'AlexNet Inception V3 joins join last second to and or not ( ) , 50 % " no two form a clade'.split(" "),
    );
    const typed = fc.oneof(
      fc.string(),
      fc.array(words, { maxLength: 12 }).map((list) => list.join(" ")),
    );
    fc.assert(
      fc.property(typed, (sentence) => {
        try {
          readPattern(parsePattern(sentence, report), report);
        } catch (error) {
          expect(error).toBeInstanceOf(EngineError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a pattern as JSON", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(withPattern(), ([set, pattern]) => {
        fc.pre(isPossible(pattern, set));
        expect(readPattern(JSON.parse(JSON.stringify(pattern)), set)).toEqual(JSON.parse(JSON.stringify(pattern)));
      }),
    );
  });

  it("ignores keys that GraphQL leaves null", () => {
    expect(readPattern({ joinsLast: { leaf: alexNet }, clade: null, all: undefined }, report)).toEqual({
      joinsLast: { leaf: alexNet },
    });
  });

  it("has one canonical form, which means the same and stays as it is", () => {
    const cases = anyCase().chain((one) => fc.tuple(fc.constant(one), anyPattern(one.set)));
    fc.assert(
      fc.property(cases, ([one, pattern]) => {
        const canonical = canonicalPattern(pattern);
        expect(canonicalJson(canonical)).toBe(JSON.stringify(canonical));
        expect(evaluatePattern(canonical, observe(one))).toEqual(evaluatePattern(pattern, observe(one)));
      }),
      { numRuns: 1_000 },
    );
  });

  it("has the same identity however its sets, parts and brackets are ordered", () => {
    const p: Pattern = { clade: { leaves: ["a", "b"] } };
    const q: Pattern = { joinsLast: { leaf: "c" } };
    expect(isSamePattern({ clade: { leaves: ["b", "a"] } }, p)).toBe(true);
    expect(isSamePattern({ all: [p, { all: [q, p] }] }, { all: [q, p] })).toBe(true);
    expect(isSamePattern({ not: { not: p } }, { any: [p] })).toBe(true);
    expect(isSamePattern({ joinsAt: { leaf: "c", rank: 1 } }, q)).toBe(true);
    expect(isSamePattern({ lastToJoin: { leaves: ["c"] } }, q)).toBe(true);
    expect(isSamePattern({ all: [p, q] }, { any: [p, q] })).toBe(false);
  });

  it.each([
    ["nothing", undefined, /^A pattern is an object of one key: joinsLast, /],
    [
      "two keys",
      { joinsLast: { leaf: "a" }, clade: { leaves: ["a"] } },
      /^A pattern says exactly one of joinsLast, .*; this one says joinsLast and clade\.$/,
    ],
    ["an unknown predicate", { joins: {} }, /^A pattern says exactly one of joinsLast, .*; this one says joins\.$/],
    [
      "a leaf that is not there",
      { joinsLast: { leaf: "NoNet" } },
      /^No model is called NoNet; the models of these trees are AlexNet, /,
    ],
    ["a missing argument", { joinsAt: { leaf: "AlexNet" } }, '"joinsAt" lacks its rank; give it.'],
    ["a surplus argument", { joinsLast: { leaf: "AlexNet", rank: 2 } }, '"joinsLast" takes leaf; it has no rank.'],
    [
      "a rank beyond the tree",
      { joinsAt: { leaf: "AlexNet", rank: 6 } },
      'The rank of "joins …" is 6; among 6 models it is a whole number from 1 (last) to 5 (first).',
    ],
    ["a rank of half", { not: { joinsAt: { leaf: "AlexNet", rank: 1.5 } } }, /^The rank of "joins …" is 1.5; /],
    ["an empty set", { clade: { leaves: [] } }, '"form a clade" names no model; name at least one, such as AlexNet.'],
    [
      "a leaf named twice",
      { clade: { leaves: ["VGG19", "VGG19"] } },
      '"form a clade" names VGG19 twice; name each model once.',
    ],
    [
      "a clade of one",
      { clade: { leaves: ["VGG19"] } },
      "One model alone is always a cluster; name at least two that form a clade.",
    ],
    [
      "a clade of all",
      { clade: { leaves: report.leaves.map(({ id }) => id) } },
      "All 6 models are always a cluster; leave at least one out of the clade.",
    ],
    ["a first cluster of one", { firstCluster: { leaves: ["VGG19"] } }, /^One model alone is no cluster that forms; /],
    [
      "a first cluster of all",
      { firstCluster: { leaves: report.leaves.map(({ id }) => id) } },
      /^All 6 models are always the first cluster/,
    ],
    [
      "too many last ones",
      { lastToJoin: { leaves: report.leaves.slice(0, 5).map(({ id }) => id) } },
      "At most 4 of 6 models can join last, so that two others are left; these are 5.",
    ],
    [
      "a share above one",
      { noneAlike: { share: 1.2 } },
      'The share of "no two explain alike above … of the root" is 1.2; a share lies between 0 and 1.',
    ],
    [
      "a share that is no number",
      { noneAlike: { share: Number.NaN } },
      'The share of "no two explain alike above … of the root" is null; a share lies between 0 and 1.',
    ],
    [
      "more than everything",
      { offObject: { leaf: "VGG19", share: 1 } },
      "No map has more than all of its relevance off the object; choose a share below 1.",
    ],
    [
      "a rating off the scale",
      { rated: { leaf: "VGG19", op: "above", threshold: 6 } },
      'The rating of "is rated …" is 6; ratings lie between 1 and 5.',
    ],
    [
      "a rating above the best",
      { rated: { leaf: "VGG19", op: "above", threshold: 5 } },
      "No rating lies above 5: ratings go from 1 to 5.",
    ],
    [
      "an unknown comparison",
      { rated: { leaf: "VGG19", op: "is", threshold: 3 } },
      'The comparison of "is rated …" is "is"; it is one of at-least, above, at-most, below.',
    ],
    ["no parts", { all: [] }, '"all" joins no patterns; give it at least one.'],
    [
      "a nest",
      Array.from({ length: 9 }).reduce((inner) => ({ not: inner }), { joinsLast: { leaf: "VGG19" } }),
      "The pattern is nested more than 8 deep; make it flatter.",
    ],
    [
      "65 terms",
      {
        any: [
          { all: Array(60).fill({ noneAlike: { share: 0.5 } }) },
          { all: Array(5).fill({ noneAlike: { share: 0.4 } }) },
        ],
      },
      "A pattern has at most 64 terms; ask for less at once.",
    ],
  ] as const)("with %s is refused in one clear sentence", (_, json, expected) => {
    const said = message(() => readPattern(json, report));
    if (typeof expected === "string") expect(said).toBe(expected);
    else expect(said).toMatch(expected);
  });

  it("about two leaves refuses the last to join, since there are no others", () => {
    const two = leafSetOf(["a", "b"]);
    expect(message(() => readPattern({ lastToJoin: { leaves: ["a"] } }, two))).toMatch(
      /^Of 2 models none can join last, for no two others/,
    );
  });

  it("about fewer than two leaves, or one leaf twice, is refused", () => {
    expect(message(() => leafSetOf(["a"]))).toMatch(/^A pattern needs trees of at least two models, these have one; /);
    expect(message(() => leafSetOf(["a", "a"]))).toBe("The model a is there twice; name each once.");
  });
});

describe("a contradiction", () => {
  it.each([
    ["two last joiners", "AlexNet joins last and VGG19 joins last"],
    ["two ranks", "AlexNet joins second to last and AlexNet joins third to last"],
    ["crossing clades", "AlexNet and VGG19 form a clade and VGG19 and ResNet152 form a clade"],
    ["a clade around the last joiner", "AlexNet joins last and AlexNet and VGG19 form a clade"],
    ["two first pairs", "AlexNet and VGG19 cluster first and ResNet152 and DenseNet161 cluster first"],
    ["a pattern and its opposite", "no two explain alike and some two explain alike"],
    ["a first cluster that is no clade", "AlexNet and VGG19 cluster first and AlexNet and VGG19 do not form a clade"],
    ["two smallest areas", "AlexNet has the smallest area and VGG19 has the smallest area"],
    ["ratings apart", "AlexNet is rated above 4 and AlexNet is rated at most 4"],
    ["shares apart", "AlexNet is more than 60 % off the object and AlexNet is not more than 50 % off the object"],
    ["neither one nor its opposite", "not (AlexNet joins last or AlexNet does not join last)"],
    ["one within a larger pattern", "no two explain alike or (AlexNet joins last and VGG19 joins last)"],
  ])("of %s is refused, and names both terms", (_, sentence) => {
    expect(message(() => parsePattern(sentence, report))).toMatch(
      /^No image can show both that .+ and that .+; drop one of the two\.$/,
    );
  });

  it.each([
    ["a clade that forms late", "AlexNet and VGG19 do not cluster first and AlexNet and VGG19 form a clade"],
    ["nested clades", "AlexNet and VGG19 form a clade and AlexNet, VGG19 and ResNet152 form a clade"],
    ["clades apart", "AlexNet and VGG19 form a clade and ResNet152 and DenseNet161 form a clade"],
    ["first clusters of two sizes", "AlexNet and VGG19 cluster first and AlexNet, VGG19 and ResNet152 cluster first"],
    ["two that join as a pair", "AlexNet joins third to last and VGG19 joins third to last"],
    ["alternatives", "AlexNet joins last or VGG19 joins last"],
    ["a range of ratings", "AlexNet is rated above 3 and AlexNet is rated at most 4"],
  ])("is not seen in %s", (_, sentence) => {
    expect(message(() => parsePattern(sentence, report))).toBe("accepted");
  });
});
