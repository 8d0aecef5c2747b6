import type { Answers } from "../answers.ts";
import type { Cluster } from "../cluster.ts";
import type { Field } from "../field/field.ts";
import type { Forest } from "../forest.ts";
import type { LeafSet } from "../leaf-set.ts";
import type { Evidence, Observations } from "../observations.ts";
import type { Comparison, Term } from "../pattern.ts";

/** A clause with its negation; `{leaf}` stands for the field of that name. */
export interface Phrase<A> {
  readonly affirm: string;
  readonly deny: string;
  /** What the phrase leaves unsaid. */
  readonly given?: Partial<A>;
}

/**
 * How often a term holds by chance, under uniformly random merging (definitions.md §5): its closed form; or the share
 * of one random tree's orderings of the leaves in which it holds, to be averaged over random trees; or no null at all.
 */
export type Null =
  | { readonly probability: number }
  | { readonly average: (forest: Forest) => { readonly hits: number; readonly weight: number } }
  | { readonly none: string };

/** What follows from a term; two facts that exclude each other make a pattern contradictory. */
export type Fact = (
  | { /** These places are a cluster. */ readonly cluster: readonly number[] }
  | { /** Something that can be only one thing. */ readonly of: string; readonly is: string }
  | { readonly of: string; readonly isNot: string }
  | { /** Something with an order. */ readonly of: string; readonly op: Comparison; readonly threshold: number }
) & {
  /** The term says more than this: where it is denied, this may still be so. */
  readonly partial?: true;
};

/** Which merge a leaf joins at is one fact, whichever term tells it. */
export const joiningOf = (leaf: string) => `the merge at which ${leaf} joins`;

/** One predicate of definitions.md §5: `A` is what it is given. */
export interface Predicate<A> {
  readonly fields: { readonly [K in keyof A]: Field<A[K]> };
  /** The first is printed; all are read, in this order. */
  readonly phrases: readonly Phrase<A>[];
  readonly evidence: Evidence;
  /** Why no tree of n leaves, or every one, would fit: one clear sentence; null where it can. */
  refuse?(args: A, n: number): string | null;
  /** Another term that says the same more simply. */
  simpler?(args: A): Term | null;
  /**
   * The cluster that the term is about, where it holds exactly in the trees that form it; null for arguments of which that is
   * not so. Such terms are counted together (count-clusters.ts).
   */
  cluster?(args: A, leafSet: LeafSet): Cluster | null;
  /** Writes yes, no (0, as it stands) or unknown for every image. */
  evaluate(args: A, observations: Observations, out: Answers): void;
  chance(args: A, n: number): Null;
  facts(args: A, leafSet: LeafSet): readonly Fact[];
}
