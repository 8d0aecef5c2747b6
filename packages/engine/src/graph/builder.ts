import { profiles, type TargetProfile } from "../target/profile.ts";
import type { Attributes, Graph, Node, Shape, Tensor, Value } from "./graph.ts";
import { getValue } from "./graph.ts";
import { infer } from "./infer/index.ts";
import { prune } from "./prune.ts";
import { boolTensor, byteLength, floatTensor, hasNumbers, intTensor, numbers } from "./tensor.ts";

/** Emits nodes onto a graph, each with its shape inferred at once; an expression that exists is not made again. */
export interface Builder {
  /** Where the graph is to run: some ops are emitted in the form that runs there. */
  readonly profile: TargetProfile;
  /** Emits an op and gives the name of its first output. */
  emit(op: string, inputs: readonly string[], attributes?: Attributes): string;
  /** Emits an op of several outputs. */
  emitAll(op: string, inputs: readonly string[], attributes: Attributes, outputs: number): readonly string[];
  constant(tensor: Tensor): string;
  /** A float32 constant; a number is a scalar. */
  float(values: number | readonly number[] | Float32Array, dims?: readonly number[]): string;
  /** An int64 constant. */
  int(values: number | readonly number[]): string;
  /** A bool scalar. */
  bool(value: boolean): string;
  value(name: string): Value;
  shape(name: string): Shape;
  /** The node that makes a tensor; undefined for inputs and constants. */
  producer(name: string): Node | undefined;
  /** A new input of the graph. */
  input(value: Value): string;
  /** Reads through another name: "what is called `name` now". */
  rename(name: string, as: string): string;
  /** The graph with these outputs, without what they do not need. */
  finish(outputs: readonly string[]): Graph;
}

/** Up to here constants are compared, so that what all methods need is made once. Larger ones are nearly all weights. */
const comparedBytes = 4096;

/** Small constants are told apart by content, large ones by identity. */
function constantKey(tensor: Tensor): string | undefined {
  if (byteLength(tensor) > comparedBytes) return undefined;
  return `${tensor.type}[${tensor.dims}]${Buffer.from(tensor.bytes).toString("hex")}`;
}

const attributeKey = (attributes: Attributes): string =>
  JSON.stringify(
    Object.entries(attributes)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, value]) => [name, typeof value === "object" && "bytes" in value ? constantKey(value) : value]),
  );

const nodeKey = (op: string, inputs: readonly string[], attributes: Attributes): string =>
  `${op}(${inputs.join("\n")})${attributeKey(attributes)}`;

/** Known contents are kept for tensors up to this many elements: shapes, pads, scalars. */
const smallTensor = 64;

/** A constant as a value: its contents known where it is small. */
export function constantValue(name: string, tensor: Tensor): Value {
  const base: Value = { name, type: tensor.type, shape: tensor.dims, tensor };
  const count = tensor.dims.reduce((a, b) => a * b, 1);
  return count <= smallTensor && hasNumbers(tensor) ? { ...base, known: numbers(tensor) } : base;
}

/** A builder that begins with `graph` (its nodes can be reused) and adds to it. */
export function createBuilder(graph: Graph, profile: TargetProfile = profiles.cpu): Builder {
  const nodes = [...graph.nodes];
  const values = new Map(graph.values);
  const aliases = new Map(graph.aliases);
  const inputs = [...graph.inputs];
  const made = new Map<string, Node>();
  const byOutput = new Map<string, Node>();
  const constants = new Map<string, string>();
  let count = 0;

  const register = (node: Node) => {
    made.set(nodeKey(node.op, node.inputs, node.attributes), node);
    for (const output of node.outputs) byOutput.set(output, node);
  };
  nodes.forEach(register);
  for (const value of values.values()) {
    const key = value.tensor && constantKey(value.tensor);
    if (key !== undefined) constants.set(key, value.name);
  }

  const fresh = (word: string): string => {
    let name: string;
    do name = `${word.toLowerCase()}_${count++}`;
    while (values.has(name));
    return name;
  };

  const emitAll = (op: string, from: readonly string[], attributes: Attributes, outputs: number): readonly string[] => {
    const key = nodeKey(op, from, attributes);
    const existing = made.get(key);
    if (existing && existing.outputs.length >= outputs) return existing.outputs;
    const context = {
      op,
      name: existing?.name ?? fresh(op),
      attributes,
      inputs: from.map((name) => (name ? getValue({ values }, name) : undefined)),
    };
    const names = infer(context)
      .slice(0, outputs)
      .map((inferred, i) => {
        const name = existing?.outputs[i] || (i === 0 ? context.name : `${context.name}:${i}`);
        values.set(name, { name, ...inferred });
        return name;
      });
    const node = { op, name: context.name, inputs: from, outputs: names, attributes };
    // The same node asked for more of its outputs takes its own place again.
    if (existing) nodes[nodes.indexOf(existing)] = node;
    else nodes.push(node);
    register(node);
    return names;
  };

  const constant = (tensor: Tensor): string => {
    const key = constantKey(tensor);
    const existing = key === undefined ? undefined : constants.get(key);
    if (existing !== undefined) return existing;
    const name = fresh("constant");
    values.set(name, constantValue(name, tensor));
    if (key !== undefined) constants.set(key, name);
    return name;
  };

  return {
    profile,
    emit: (op, from, attributes = {}) => emitAll(op, from, attributes, 1)[0]!,
    emitAll,
    constant,
    float: (data, dims) => constant(floatTensor(data, dims)),
    int: (data) => constant(intTensor(data)),
    bool: (value) => constant(boolTensor([value], [])),
    value: (name) => getValue({ values }, name),
    shape: (name) => getValue({ values }, name).shape,
    producer: (name) => byOutput.get(name),
    input: (value) => {
      values.set(value.name, value);
      inputs.push(value.name);
      return value.name;
    },
    rename: (name, as) => {
      values.set(as, { ...getValue({ values }, name), name: as });
      nodes.push({ op: "Identity", name: as, inputs: [name], outputs: [as], attributes: {} });
      return as;
    },
    finish: (outputs) => prune({ inputs, outputs, nodes, values, aliases }),
  };
}
