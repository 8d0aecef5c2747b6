import type { Pullback } from "./pullback.ts";

/** y = x. Also Expand and Cast to float: the walk sums over what was broadcast. */
export const identity: Pullback = ({ dy }) => [dy];
