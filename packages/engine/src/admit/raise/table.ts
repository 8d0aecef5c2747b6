import { reduce, reduceSum, squeeze, unsqueeze } from "./axes.ts";
import { batchNormalization } from "./batch-normalization.ts";
import { clip } from "./clip.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./conv-transpose.ts";
import { dropout } from "./dropout.ts";
import { einsum } from "./einsum.ts";
import { extremum } from "./extremum.ts";
import { gelu } from "./gelu.ts";
import { gemm } from "./gemm.ts";
import { groupNormalization } from "./group-normalization.ts";
import { matMul } from "./mat-mul.ts";
import { mish } from "./mish.ts";
import { pad } from "./pad.ts";
import { averagePool, maxPool } from "./pool.ts";
import type { Raise } from "./raise.ts";
import { reduceL2 } from "./reduce-l2.ts";
import { reshape } from "./reshape.ts";
import { resize, upsample } from "./resize.ts";
import { slice } from "./slice.ts";
import { softmax } from "./softmax.ts";
import { split } from "./split.ts";
import { sum } from "./sum.ts";

/** Ops whose form changed between opsets 9 and 23, or that leave attributes out. All others are taken as they are. */
export const raises: Readonly<Record<string, Raise>> = {
  AveragePool: averagePool,
  BatchNormalization: batchNormalization,
  Clip: clip,
  Conv: conv,
  ConvTranspose: convTranspose,
  Dropout: dropout,
  Einsum: einsum,
  Gelu: gelu,
  Gemm: gemm,
  GroupNormalization: groupNormalization,
  LogSoftmax: softmax,
  MatMul: matMul,
  Max: extremum,
  MaxPool: maxPool,
  Min: extremum,
  Mish: mish,
  Pad: pad,
  ReduceL1: reduce,
  ReduceL2: reduceL2,
  ReduceLogSum: reduce,
  ReduceLogSumExp: reduce,
  ReduceMax: reduce,
  ReduceMean: reduce,
  ReduceMin: reduce,
  ReduceProd: reduce,
  ReduceSum: reduceSum,
  ReduceSumSquare: reduce,
  Reshape: reshape,
  Resize: resize,
  Slice: slice,
  Softmax: softmax,
  Split: split,
  Squeeze: squeeze,
  Sum: sum,
  Unsqueeze: unsqueeze,
  Upsample: upsample,
};
