/** How a mean rating compares with a threshold. */
export type Comparison = "at-least" | "above" | "at-most" | "below";

/** The predicates of definitions.md §5 and what each is given; a leaf is named by its id in the leaf set. */
export interface Terms {
  readonly joinsLast: { readonly leaf: string };
  readonly joinsAt: { readonly leaf: string; readonly rank: number };
  readonly lastToJoin: { readonly leaves: readonly string[] };
  readonly firstCluster: { readonly leaves: readonly string[] };
  readonly clade: { readonly leaves: readonly string[] };
  readonly noneAlike: { readonly share: number };
  readonly smallestArea: { readonly leaf: string };
  readonly offObject: { readonly leaf: string; readonly share: number };
  readonly rated: { readonly leaf: string; readonly op: Comparison; readonly threshold: number };
}

export type TermName = keyof Terms;

type OneOf<T> = { [K in keyof T]: { readonly [P in K]: T[P] } }[keyof T];

/** One predicate, as an object of one key: GraphQL's `@oneOf`. */
export type Term = OneOf<Terms>;

/** A predicate on one image's dendrogram and maps: a term, or a composition of patterns. The JSON is this, as it is. */
export type Pattern =
  | Term
  | { readonly all: readonly Pattern[] }
  | { readonly any: readonly Pattern[] }
  | { readonly not: Pattern };
