export { benjaminiHochberg } from "./benjamini-hochberg.ts";
export { binomialTail, logBinomialTail } from "./binomial-tail.ts";
export { choose } from "./choose.ts";
export { normalQuantile } from "./normal-quantile.ts";
export { type Random, seededRandom } from "./random.ts";
export { type Interval, wilsonInterval } from "./wilson-interval.ts";
