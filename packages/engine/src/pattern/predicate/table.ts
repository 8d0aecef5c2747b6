import type { TermName, Terms } from "../pattern.ts";
import { clade } from "./clade.ts";
import { firstCluster } from "./first-cluster.ts";
import { joinsAt } from "./joins-at.ts";
import { joinsLast } from "./joins-last.ts";
import { lastToJoin } from "./last-to-join.ts";
import { noneAlike } from "./none-alike.ts";
import { offObject } from "./off-object.ts";
import type { Predicate } from "./predicate.ts";
import { rated } from "./rated.ts";
import { smallestArea } from "./smallest-area.ts";

/** Every predicate, by the name that it has in JSON. A sentence is tried against them in this order. */
export const predicates: { readonly [K in TermName]: Predicate<Terms[K]> } = {
  joinsLast,
  joinsAt,
  lastToJoin,
  firstCluster,
  clade,
  noneAlike,
  smallestArea,
  offObject,
  rated,
};
