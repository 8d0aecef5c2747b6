import { number, text } from "../graph/attributes.ts";
import type { Pullback } from "./pullback.ts";
import { reshapeTo } from "./reshape-to.ts";

/** Space becomes depth again. SpaceToDepth undoes depth-first order (DCR); column-first order (CRD) takes a Transpose. */
export const depthToSpace: Pullback = ({ builder, emit, attributes, inputs, dy, shape }) => {
  const b = number(attributes, "blocksize", 1);
  if (text(attributes, "mode", "DCR") === "DCR") return [emit("SpaceToDepth", [dy], { blocksize: b })];
  const [batch, channels, height, width] = shape(inputs[0]!) as ["N", number, number, number];
  const blocks = reshapeTo(builder, dy, [batch, channels / (b * b), height, b, width, b]);
  const gathered = emit("Transpose", [blocks], { perm: [0, 1, 3, 5, 2, 4] });
  return [reshapeTo(builder, gathered, [batch, channels, height, width])];
};

/** Depth becomes space again. */
export const spaceToDepth: Pullback = ({ emit, attributes, dy }) => [
  emit("DepthToSpace", [dy], { blocksize: number(attributes, "blocksize", 1), mode: "DCR" }),
];
