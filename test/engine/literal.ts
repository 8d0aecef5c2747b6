/**
 * Definitions restated literally, in float64 and without any of the engine: every layer is a matrix of weights or a list
 * of what an output looks at, and every rule is the sum that its paper prints.
 */

export type Vector = readonly number[];

/** z_k = Σ_j w_kj a_j + b_k; most weights of a convolution are zero. */
export interface Linear {
  readonly kind: "linear";
  readonly conv: boolean;
  readonly weights: readonly Vector[];
  readonly bias: Vector;
}

export type Layer =
  | Linear
  | { readonly kind: "relu" }
  /** Each output is the largest of the inputs named. */
  | { readonly kind: "max"; readonly windows: readonly Vector[] };

/** A 3×3 convolution with pads of 1 over [channels, side, side], at a stride, as a matrix. */
export function convolution(
  kernel: readonly (readonly (readonly Vector[])[])[],
  bias: Vector,
  side: number,
  stride: number,
): Linear {
  const out = Math.floor((side - 1) / stride) + 1;
  const weights: number[][] = [];
  const biases: number[] = [];
  kernel.forEach((filter, m) => {
    for (let y = 0; y < out; y++) {
      for (let x = 0; x < out; x++) {
        const row = new Array<number>(filter.length * side * side).fill(0);
        filter.forEach((plane, c) => {
          plane.forEach((line, dy) => {
            line.forEach((w, dx) => {
              const [py, px] = [y * stride + dy - 1, x * stride + dx - 1];
              if (py >= 0 && py < side && px >= 0 && px < side) row[(c * side + py) * side + px] = w;
            });
          });
        });
        weights.push(row);
        biases.push(bias[m]!);
      }
    }
  });
  return { kind: "linear", conv: true, weights, bias: biases };
}

/** Means over each channel's plane of `pixels`. */
export function planeMeans(channels: number, pixels: number): Linear {
  const weights = Array.from({ length: channels }, (_, k) =>
    Array.from({ length: channels * pixels }, (_, j) => (Math.floor(j / pixels) === k ? 1 / pixels : 0)),
  );
  return { kind: "linear", conv: false, weights, bias: weights.map(() => 0) };
}

/** 2×2 windows over [channels, side, side]. */
export function windows(channels: number, side: number): Layer {
  const half = side / 2;
  const all = Array.from({ length: channels * half * half }, (_, i) => {
    const [c, y, x] = [Math.floor(i / (half * half)), Math.floor(i / half) % half, i % half];
    const first = (c * side + 2 * y) * side + 2 * x;
    return [first, first + 1, first + side, first + side + 1];
  });
  return { kind: "max", windows: all };
}

const winner = (a: Vector, window: Vector): number =>
  window.reduce((best, j) => (a[j]! > a[best]! ? j : best), window[0]!);

const apply = (layer: Layer, a: Vector): number[] => {
  if (layer.kind === "relu") return a.map((v) => Math.max(0, v));
  if (layer.kind === "max") return layer.windows.map((window) => a[winner(a, window)]!);
  return layer.weights.map((row, k) => row.reduce((sum, w, j) => sum + w * a[j]!, layer.bias[k]!));
};

/** What every layer reads, and at last the scores. */
export function activations(layers: readonly Layer[], x: Vector): Vector[] {
  const all: Vector[] = [x];
  for (const layer of layers) all.push(apply(layer, all.at(-1)!));
  return all;
}

/** One layer backwards: what arrives at its outputs becomes what arrives at its inputs. */
export type Step = (layer: Layer, a: Vector, arriving: Vector, index: number) => number[];

/** From the last layer down to layer `to`, which is 0 for the picture. */
export function walk(layers: readonly Layer[], all: readonly Vector[], start: Vector, step: Step, to = 0): number[] {
  let arriving = [...start];
  for (let i = layers.length - 1; i >= to; i--) arriving = step(layers[i]!, all[i]!, arriving, i);
  return arriving;
}

/** R_j = Σ_k share(k, j)·R_k. */
const shareOut = (inputs: number, arriving: Vector, share: (k: number, j: number) => number): number[] =>
  Array.from({ length: inputs }, (_, j) => arriving.reduce((sum, r, k) => sum + (r === 0 ? 0 : share(k, j) * r), 0));

const toWinners = (layer: Layer & { kind: "max" }, a: Vector, arriving: Vector): number[] => {
  const result = a.map(() => 0);
  layer.windows.forEach((window, k) => {
    result[winner(a, window)]! += arriving[k]!;
  });
  return result;
};

/** The chain rule; `relu` is what a ReLU does with what arrives. */
export const gradientStep =
  (relu = (a: number, g: number): number => (a > 0 ? g : 0)): Step =>
  (layer, a, arriving) => {
    if (layer.kind === "relu") return arriving.map((g, i) => relu(a[i]!, g));
    if (layer.kind === "max") return toWinners(layer, a, arriving);
    return shareOut(a.length, arriving, (k, j) => layer.weights[k]![j]!);
  };

/** How an output of a layer with weights gives its relevance away, in parts of it: to input j, to its bias, to nobody. */
export interface Parts {
  readonly input: (j: number) => number;
  readonly bias: number;
  readonly nobody: number;
}

export type Share = (layer: Linear, a: Vector, k: number) => Parts;

const total = (count: number, term: (j: number) => number): number =>
  Array.from({ length: count }, (_, j) => term(j)).reduce((s, v) => s + v, 0);

/** In proportion to what each contributes to the sum, which a stabiliser of its sign keeps from zero. */
function inProportion(count: number, term: (j: number) => number, bias: number, stabiliser = 1e-9): Parts {
  const sum = total(count, term) + bias;
  const kept = sum >= 0 ? stabiliser : -stabiliser;
  return { input: (j) => term(j) / (sum + kept), bias: bias / (sum + kept), nobody: kept / (sum + kept) };
}

const plus = (v: number) => Math.max(0, v);
const minus = (v: number) => Math.min(0, v);

export const epsilonShare =
  (epsilon: number): Share =>
  ({ weights, bias }, a, k) =>
    inProportion(a.length, (j) => a[j]! * weights[k]![j]!, bias[k]!, epsilon);

export const gammaShare =
  (gamma: number): Share =>
  ({ weights, bias }, a, k) => {
    const raised = (v: number) => v + gamma * plus(v);
    return inProportion(a.length, (j) => a[j]! * raised(weights[k]![j]!), raised(bias[k]!));
  };

export const alphaBetaShare =
  (alpha: number, beta: number): Share =>
  ({ weights, bias }, a, k) => {
    const positive = inProportion(a.length, (j) => plus(a[j]! * weights[k]![j]!), plus(bias[k]!));
    const negative = inProportion(a.length, (j) => minus(a[j]! * weights[k]![j]!), minus(bias[k]!));
    return {
      input: (j) => alpha * positive.input(j) - beta * negative.input(j),
      bias: alpha * positive.bias - beta * negative.bias,
      nobody: alpha * positive.nobody - beta * negative.nobody,
    };
  };

export const wSquaredShare: Share = ({ weights }, a, k) => inProportion(a.length, (j) => weights[k]![j]! ** 2, 0);

export const flatShare: Share = ({ weights }, a, k) => inProportion(a.length, (j) => (weights[k]![j] === 0 ? 0 : 1), 0);

/** Bounds of each input, or one for all. */
export const zBoxShare =
  (low: Vector, high: Vector): Share =>
  ({ weights }, a, k) => {
    const bound = (values: Vector, j: number) => values[j % values.length]!;
    const term = (j: number) =>
      a[j]! * weights[k]![j]! - bound(low, j) * plus(weights[k]![j]!) - bound(high, j) * minus(weights[k]![j]!);
    return inProportion(a.length, term, 0);
  };

export const excitationShare: Share = ({ weights }, a, k) =>
  inProportion(a.length, (j) => a[j]! * plus(weights[k]![j]!), 0);

/** What did not reach the layer below, added up. */
export interface Taken {
  bias: number;
  nobody: number;
}

/** Layer-wise relevance: layers with weights share by a rule, means by what they add up, winners take all. */
export const relevanceStep =
  (shareOf: (layer: Linear, index: number) => Share, taken: Taken = { bias: 0, nobody: 0 }): Step =>
  (layer, a, arriving, index) => {
    if (layer.kind === "relu") return [...arriving];
    if (layer.kind === "max") return toWinners(layer, a, arriving);
    const parts = layer.weights.map((_, k) => (arriving[k] === 0 ? undefined : shareOf(layer, index)(layer, a, k)));
    parts.forEach((part, k) => {
      taken.bias += (part?.bias ?? 0) * arriving[k]!;
      taken.nobody += (part?.nobody ?? 0) * arriving[k]!;
    });
    return shareOut(a.length, arriving, (k, j) => parts[k]!.input(j));
  };

/** DeepLIFT's rescale rule against reference activations. */
export const rescaleStep =
  (reference: readonly Vector[]): Step =>
  (layer, a, arriving, index) => {
    const a0 = reference[index]!;
    const gradient = gradientStep()(layer, a, arriving, index);
    if (layer.kind === "linear") return gradient;
    if (layer.kind === "relu") {
      return arriving.map((m, i) =>
        Math.abs(a[i]! - a0[i]!) < 1e-10 ? gradient[i]! : (m * (plus(a[i]!) - plus(a0[i]!))) / (a[i]! - a0[i]!),
      );
    }
    const moved = a.map(() => 0);
    layer.windows.forEach((window, k) => {
      const [now, then] = [winner(a, window), winner(a0, window)];
      const highest = Math.max(a[now]!, a0[then]!);
      moved[now]! += arriving[k]! * (highest - a0[then]!);
      moved[then]! += arriving[k]! * (a[now]! - highest);
    });
    return moved.map((m, j) => (Math.abs(a[j]! - a0[j]!) < 1e-10 ? gradient[j]! : m / (a[j]! - a0[j]!)));
  };
