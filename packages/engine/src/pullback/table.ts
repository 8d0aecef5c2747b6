import * as activation from "./activation.ts";
import { add, div, extremum, mul, pow, sub, where } from "./arithmetic.ts";
import { averagePool, globalAveragePool } from "./average-pool.ts";
import { concat, split } from "./concat.ts";
import { conv } from "./conv.ts";
import { convTranspose } from "./conv-transpose.ts";
import { depthToSpace, spaceToDepth } from "./depth-to-space.ts";
import { gather } from "./gather.ts";
import { gemm, matMul } from "./gemm.ts";
import { identity } from "./identity.ts";
import { lrn } from "./lrn.ts";
import { maxPool } from "./max-pool.ts";
import { instanceNormalization, layerNormalization } from "./normalisation.ts";
import { pad } from "./pad.ts";
import type { PullbackTable } from "./pullback.ts";
import { reduceExtremum, reduceMean, reduceSum } from "./reduce.ts";
import { relu } from "./relu.ts";
import { reshape } from "./reshape.ts";
import { resize } from "./resize.ts";
import { slice } from "./slice.ts";
import { logSoftmax, softmax } from "./softmax.ts";
import { tile } from "./tile.ts";
import { transpose } from "./transpose.ts";
import { cos, sin } from "./trigonometric.ts";

/** True derivatives, an op a line. Methods with rules of their own replace entries of this table. */
export const pullbacks: PullbackTable = {
  Abs: activation.abs,
  Add: add,
  AveragePool: averagePool,
  Cast: identity,
  Clip: activation.clip,
  Concat: concat,
  Conv: conv,
  ConvTranspose: convTranspose,
  Cos: cos,
  DepthToSpace: depthToSpace,
  Div: div,
  Elu: activation.elu,
  Erf: activation.erf,
  Exp: activation.exp,
  Expand: identity,
  Flatten: reshape,
  Gather: gather,
  Gemm: gemm,
  GlobalAveragePool: globalAveragePool,
  HardSigmoid: activation.hardSigmoid,
  HardSwish: activation.hardSwish,
  Identity: identity,
  InstanceNormalization: instanceNormalization,
  LRN: lrn,
  LayerNormalization: layerNormalization,
  LeakyRelu: activation.leakyRelu,
  Log: activation.log,
  LogSoftmax: logSoftmax,
  MatMul: matMul,
  Max: extremum,
  MaxPool: maxPool,
  Min: extremum,
  Mul: mul,
  Neg: activation.neg,
  PRelu: activation.pRelu,
  Pad: pad,
  Pow: pow,
  Reciprocal: activation.reciprocal,
  ReduceMax: reduceExtremum,
  ReduceMean: reduceMean,
  ReduceMin: reduceExtremum,
  ReduceSum: reduceSum,
  Relu: relu,
  Reshape: reshape,
  Resize: resize,
  Selu: activation.selu,
  Sigmoid: activation.sigmoid,
  Sin: sin,
  Slice: slice,
  Softmax: softmax,
  Softplus: activation.softplus,
  Softsign: activation.softsign,
  SpaceToDepth: spaceToDepth,
  Split: split,
  Sqrt: activation.sqrt,
  Squeeze: reshape,
  Sub: sub,
  Tanh: activation.tanh,
  ThresholdedRelu: activation.thresholdedRelu,
  Tile: tile,
  Transpose: transpose,
  Unsqueeze: reshape,
  Where: where,
};
