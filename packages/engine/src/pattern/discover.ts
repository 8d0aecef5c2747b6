import { benjaminiHochberg, choose, logBinomialTail } from "../statistics/index.ts";
import { countMembers, type MemberCount, placesIn } from "./count-members.ts";
import type { Forest } from "./forest.ts";
import type { Tail } from "./frequency.ts";
import { type LeafSet, otherPlaces } from "./leaf-set.ts";
import type { Term } from "./pattern.ts";
import { cladeChance } from "./predicate/clade-chance.ts";

export interface DiscoverySetting {
  /** Least share of the images that a finding holds on, 0–1 [.5]. */
  readonly support: number;
  /** Share of false findings that is accepted among those that stand out, 0–1 [.05]. */
  readonly falseDiscoveryRate: number;
}

/** A pattern that many images show. */
export interface Discovery {
  readonly pattern: Term;
  readonly k: number;
  readonly n: number;
  /** Per image, by its closed form. */
  readonly chance: number;
  readonly tail: Tail;
  /** The tail probability adjusted for all patterns that could have been found (Benjamini–Hochberg). */
  readonly adjusted: number;
  /** Whether it is within the false-discovery rate. */
  readonly standsOut: boolean;
}

export interface Discoveries {
  /** Most surprising first: least tail probability. */
  readonly found: readonly Discovery[];
  /** Images with a tree. */
  readonly n: number;
  /** Patterns that could have been found, and that the adjustment counts. */
  readonly tests: number;
}

export const defaultDiscovery: DiscoverySetting = { support: 0.5, falseDiscoveryRate: 0.05 };

interface Candidate extends MemberCount {
  readonly kind: "clade" | "firstPair";
  readonly chance: number;
  readonly logTail: number;
}

/**
 * Clades, first pairs and last joiners that at least `support` of the trees show, ranked by how far they exceed random
 * merging. The adjustment counts as a test every pattern that could have been found, whether or not any tree shows it
 * (then its probability is 1): all sets of 2 to n − 2 leaves as clades, all pairs as first pairs, all leaves as last
 * joiners. To count only those seen would take for granted what chance alone brings. Linear in trees.
 */
export function discoverPatterns(forest: Forest, leafSet: LeafSet, setting = defaultDiscovery): Discoveries {
  const n = countTrees(forest);
  const tests = testCount(forest.leaves);
  const candidates = [
    ...countMembers(forest, 0, forest.leaves - 3).map((clade) => weigh("clade", clade, forest.leaves, n)),
    // Of three leaves the first pair is the clade itself.
    ...(forest.leaves > 3 ? countMembers(forest, 0, 0).map((pair) => weigh("firstPair", pair, forest.leaves, n)) : []),
  ];
  const adjusted = benjaminiHochberg(
    candidates.map(({ logTail }) => Math.exp(logTail)),
    tests,
  );
  const found = candidates
    .map((candidate, test) => ({ candidate, adjusted: adjusted[test]! }))
    .filter(({ candidate: { count } }) => count >= setting.support * n)
    .sort(({ candidate: a }, { candidate: b }) => a.logTail - b.logTail || b.count - a.count || a.size - b.size)
    .map(({ candidate, adjusted: q }) => ({
      pattern: termOf(candidate, leafSet),
      k: candidate.count,
      n,
      chance: candidate.chance,
      tail: { probability: Math.exp(candidate.logTail), log10: candidate.logTail / Math.LN10 },
      adjusted: q,
      standsOut: q <= setting.falseDiscoveryRate,
    }));
  return { found, n, tests };
}

function countTrees({ trees, missing }: Forest): number {
  return missing ? missing.filter((byte) => byte === 0).length : trees;
}

/** Clades of 2 … n − 2 leaves, last joiners (the clades of n − 1), and first pairs; as large as float64 goes. */
function testCount(leaves: number): number {
  const clades = Math.min(2 ** leaves, Number.MAX_VALUE) - leaves - 2;
  return leaves > 3 ? clades + choose(leaves, 2) : Math.max(clades, 0);
}

function weigh(kind: Candidate["kind"], cluster: MemberCount, leaves: number, n: number): Candidate {
  const { members, size, count } = cluster;
  const chance = kind === "clade" ? cladeChance(leaves, size) : 1 / choose(leaves, 2);
  return { kind, members, size, count, chance, logTail: logBinomialTail(count, n, chance) };
}

function termOf({ kind, members, size }: Candidate, leafSet: LeafSet): Term {
  const leaves = placesIn(members).map((place) => leafSet.leaves[place]!.id);
  if (kind === "firstPair") return { firstCluster: { leaves } };
  if (size < leafSet.leaves.length - 1) return { clade: { leaves } };
  return { joinsLast: { leaf: leafSet.leaves[otherPlaces(leaves, leafSet)[0]!]!.id } };
}
