import { list } from "../graph/attributes.ts";
import type { Builder } from "../graph/builder.ts";
import { fitAxes } from "../target/fit-axes.ts";
import { interleave } from "../target/interleave.ts";
import { padForMaximum } from "../target/padded-maximum.ts";
import { type PullbackContext, spatial } from "./pullback.ts";

/** One spatial axis of the pool. */
interface Axis {
  readonly kernel: number;
  readonly stride: number;
  readonly dilation: number;
  readonly begin: number;
  readonly input: number;
  readonly output: number;
}

function axesOf(context: PullbackContext): Axis[] {
  const { attributes, inputs, output } = context;
  const [input, out] = [spatial(context, inputs[0]!), spatial(context, output)];
  const [kernel, strides] = [list(attributes, "kernel_shape"), list(attributes, "strides")];
  const [dilations, pads] = [list(attributes, "dilations"), list(attributes, "pads")];
  return kernel.map((k, i) => ({
    kernel: k,
    stride: strides[i]!,
    dilation: dilations[i]!,
    begin: pads[i]!,
    input: input[i]!,
    output: out[i]!,
  }));
}

/** Every place of a window in raster order: where its elements begin on each axis of the padded input. */
const placesOf = (axes: readonly Axis[]): number[][] =>
  axes.reduce<number[][]>(
    (places, { kernel, dilation }) =>
      places.flatMap((place) => Array.from({ length: kernel }, (_, k) => [...place, k * dilation])),
    [[]],
  );

/** 1 for the windows whose first maximum is at a place, else 0; place by place. */
function winners(context: PullbackContext, axes: readonly Axis[], places: readonly (readonly number[])[]): string[] {
  const { builder, emit, node, inputs, output } = context;
  const from = padForMaximum(builder, { ...node, inputs, outputs: [output] });
  const [ends, steps] = [axes.map((a) => (a.output - 1) * a.stride + 1), axes.map((a) => a.stride)];
  let open = builder.float(1);
  return places.map((place) => {
    const bounds = [place, place.map((p, i) => p + ends[i]!), axes.map((_, i) => i + 2), steps];
    const elements = emit("Slice", [from, ...bounds.map((values) => builder.int(values))]);
    const equal = emit("Cast", [emit("Equal", [elements, output])], { to: 1 });
    const won = emit("Mul", [equal, open]);
    open = emit("Sub", [open, won]);
    return won;
  });
}

/** A tree of phases, one axis a level: what arrives at input elements of one remainder by the strides. */
type Phases = string | undefined | readonly Phases[];

/** The sums of each phase put in their places, from the last axis to the first. */
function merge(builder: Builder, phases: Phases, axis: number): string | undefined {
  if (typeof phases === "string" || phases === undefined) return phases;
  const parts = phases.map((part) => merge(builder, part, axis + 1));
  return parts.some((part) => part !== undefined) ? interleave(builder, parts, axis) : undefined;
}

/**
 * The gradient of a MaxPool without its indices: each window's gradient goes to the first place, in raster order, whose
 * element equals the maximum. Places with the same remainder by the stride add up on one grid, and the grids interleave.
 */
export function maxPoolByComparing(context: PullbackContext): string {
  const { builder, emit, dy } = context;
  const axes = axesOf(context);
  const places = placesOf(axes);
  const rows = axes.map(({ stride, begin, input }) => Math.ceil((begin + input) / stride));
  const sums = new Map<string, string>();
  winners(context, axes, places).forEach((won, at) => {
    const shift = places[at]!.map((p, i) => Math.floor(p / axes[i]!.stride));
    // What lies beyond the input is padding, which never wins.
    if (shift.some((s, i) => s >= rows[i]!)) return;
    const behind = rows.map((size, i) => size - axes[i]!.output - shift[i]!);
    const part = fitAxes(builder, emit("Mul", [dy, won]), shift, behind);
    const phase = places[at]!.map((p, i) => p % axes[i]!.stride).join();
    const before = sums.get(phase);
    sums.set(phase, before === undefined ? part : emit("Add", [before, part]));
  });
  const phases = (chosen: readonly number[]): Phases =>
    chosen.length === axes.length
      ? sums.get(chosen.join())
      : Array.from({ length: axes[chosen.length]!.stride }, (_, a) => phases([...chosen, a]));
  const whole = merge(builder, phases([]), 2)!;
  const cut = axes.map(({ begin }) => -begin);
  const surplus = axes.map(({ stride, begin, input }, i) => begin + input - rows[i]! * stride);
  return fitAxes(builder, whole, cut, surplus);
}
