import {
  defaultNull,
  discoverPatterns,
  evaluatePattern,
  forestFromBytes,
  leafSetOf,
  type Observations,
  type Pattern,
  patternChance,
  type StoredForest,
  tallyAnswers,
  tallyPatterns,
} from "../packages/engine/src/pattern/index.ts";
import { randomForests } from "../packages/engine/src/pattern/null-trees.ts";
import { interleave, quantile, report } from "./measure.ts";

// Bulk evaluation of patterns over 1,000,000 trees of 13 leaves, against the definitions read word by word from the same
// stored bytes. The literal reader takes 20,000 of the trees a round; the ratio is of times per tree. The goals leave room
// in the 50 ms (p95) that an answer of the API may take.

const n = 13;
const trees = 1_000_000;
const slice = 20_000;
const leafSet = leafSetOf([..."abcdefghijklm"]);

/** Generated merges as the database stores them: half random, half of one shape, so that patterns also hold. */
function generate(): StoredForest {
  const members = new Uint8Array(trees * (n - 1) * 2);
  let place = 0;
  for (const forest of randomForests(n, { trees, seed: 1 })) {
    for (let t = 0; t < forest.trees; t++) {
      for (let j = 0; j < n - 1; j++) {
        const word = t % 2 === 0 ? forest.members[j * forest.trees + t]! : (1 << (j + 2)) - 1;
        members[place++] = word & 255;
        members[place++] = word >> 8;
      }
    }
  }
  const heights = Float64Array.from({ length: trees }, (_, t) => 0.3 + (t % 7) / 10);
  return { leaves: n, members, firstHeights: heights, rootHeights: new Float64Array(trees).fill(1) };
}

type Literal = (clusters: readonly ReadonlySet<string>[], heights: readonly [number, number]) => boolean;

const ids = leafSet.leaves.map(({ id }) => id);
const isSame = (a: ReadonlySet<string>, b: ReadonlySet<string>) => a.size === b.size && [...a].every((x) => b.has(x));
const without = (leaves: string) => new Set(ids.filter((id) => !leaves.includes(id)));
const firstWith = (clusters: readonly ReadonlySet<string>[], leaf: string) =>
  clusters.findIndex((cluster) => cluster.has(leaf));

/** Each pattern with its definition over the clusters of a tree, in the order in which they form. */
const cases: Record<string, { pattern: Pattern; literal: Literal; most: number }> = {
  "joins-last": {
    pattern: { joinsLast: { leaf: "m" } },
    literal: (clusters) => firstWith(clusters, "m") === n - 2,
    most: 25,
  },
  "joins-at": {
    pattern: { joinsAt: { leaf: "l", rank: 2 } },
    literal: (clusters) => firstWith(clusters, "l") === n - 3,
    most: 100,
  },
  "last-to-join": {
    pattern: { lastToJoin: { leaves: ["l", "m"] } },
    literal: (clusters) => clusters.some((cluster) => isSame(cluster, without("lm"))),
    most: 100,
  },
  "first-pair": {
    pattern: { firstCluster: { leaves: ["a", "b"] } },
    literal: (clusters) => isSame(clusters[0]!, new Set("ab")),
    most: 25,
  },
  "first-cluster": {
    pattern: { firstCluster: { leaves: ["a", "b", "c"] } },
    literal: (clusters) => isSame(clusters.find(({ size }) => size >= 3)!, new Set("abc")),
    most: 40,
  },
  clade: {
    pattern: { clade: { leaves: ["a", "b", "c", "d"] } },
    literal: (clusters) => clusters.some((cluster) => isSame(cluster, new Set("abcd"))),
    most: 40,
  },
  "none-alike": {
    pattern: { noneAlike: { share: 0.5 } },
    literal: (_, [first, root]) => first > 0.5 * root,
    most: 25,
  },
  "two-last": {
    pattern: { all: [{ joinsLast: { leaf: "m" } }, { joinsAt: { leaf: "l", rank: 2 } }] },
    literal: (clusters) => firstWith(clusters, "m") === n - 2 && firstWith(clusters, "l") === n - 3,
    most: 100,
  },
};

function readLiterally({ members, firstHeights, rootHeights }: StoredForest, literal: Literal): Uint8Array {
  const answers = new Uint8Array(slice);
  for (let t = 0; t < slice; t++) {
    const clusters = Array.from({ length: n - 1 }, (_, j) => {
      const place = (t * (n - 1) + j) * 2;
      const bits = members[place]! | (members[place + 1]! << 8);
      return new Set(ids.filter((_, leaf) => (bits >> leaf) & 1));
    });
    answers[t] = literal(clusters, [firstHeights[t]!, rootHeights[t]!]) ? 2 : 0;
  }
  return answers;
}

const stored = generate();
const forest = forestFromBytes(stored);
const observations: Observations = { leafSet, images: trees, forest };
const chosen = Uint8Array.from({ length: trees }, (_, t) => (t % 3 === 0 ? 1 : 0));

for (const [name, { pattern, literal }] of Object.entries(cases)) {
  const bulk = evaluatePattern(pattern, observations).subarray(0, slice);
  if (!readLiterally(stored, literal).every((answer, t) => answer === bulk[t])) {
    throw new Error(`${name}: the bulk evaluation differs from the definition`);
  }
}

for (const [name, { pattern, literal, most }] of Object.entries(cases)) {
  const times = interleave(15, {
    bulk: () => tallyAnswers(evaluatePattern(pattern, observations), chosen),
    literal: () => readLiterally(stored, literal),
  });
  report(`patterns-${name}-ms`, quantile(times.bulk, 0.95), { most });
  const perTree = quantile(times.literal, 0.5) / slice / (quantile(times.bulk, 0.5) / trees);
  report(`patterns-${name}-times-literal`, perTree, { least: 50 });
}

const [hundredThousand] = randomForests(n, { trees: 100_000, seed: 2 });
const single: Pattern = { joinsLast: { leaf: "m" } };
const ten = ids.slice(0, 10).map((leaf): Pattern => ({ joinsLast: { leaf } }));
const whole = interleave(5, {
  prepare: () => forestFromBytes(stored),
  one: () => tallyAnswers(evaluatePattern(single, observations)),
  ten: () => tallyPatterns(ten, observations, chosen),
  chance: () => patternChance(cases["two-last"]!.pattern, leafSet, defaultNull),
  discovery: () => discoverPatterns(hundredThousand!, leafSet),
});
report("patterns-prepare-ms", quantile(whole.prepare, 0.95), { most: 1_000 });
report("patterns-ten-frequencies-ms", quantile(whole.ten, 0.95), { most: 100 });
report("patterns-simulated-chance-ms", quantile(whole.chance, 0.95), { most: 50 });
report("patterns-discovery-100000-ms", quantile(whole.discovery, 0.95), { most: 1_000 });
