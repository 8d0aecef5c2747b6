/**
 * One extent of a tensor: a number, or a multiple of the batch size, which stays free from reading to running: "N", and
 * "48N" where a reshape joined it with other axes.
 */
export type Dim = number | "N" | `${number}N`;
export type Shape = readonly Dim[];

/** ONNX element types by the names of numpy. */
export type ElementType =
  | "float32"
  | "uint8"
  | "int8"
  | "uint16"
  | "int16"
  | "int32"
  | "int64"
  | "string"
  | "bool"
  | "float16"
  | "float64"
  | "uint32"
  | "uint64"
  | "bfloat16";

/** Where a tensor's bytes lie in a file that is not ours: `location` beside the compiled graph. */
export interface Borrowed {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

/** A constant. `bytes` are little-endian, in C order; a view of the model's file where the file has them so. */
export interface Tensor {
  readonly type: ElementType;
  readonly dims: readonly number[];
  readonly bytes: Uint8Array;
  readonly borrowed?: Borrowed;
}

/** A tensor of the graph: what is known about it before anything runs. */
export interface Value {
  readonly name: string;
  readonly type: ElementType;
  readonly shape: Shape;
  /** The constant itself, for initialisers. */
  readonly tensor?: Tensor;
  /** The elements of a small tensor that is known before running, except for the batch size: shape arithmetic. */
  readonly known?: readonly Dim[];
}

/** Lists of numbers are ints, except Float32Array; whether a single number is a float depends on the attribute's name. */
export type Attribute = number | string | readonly number[] | Float32Array | Tensor;
export type Attributes = Readonly<Record<string, Attribute>>;

/** One operation. Inputs and outputs are names of values; "" is an optional input that is absent, as in ONNX. */
export interface Node {
  readonly op: string;
  readonly name: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Attributes;
}

/** A model in the engine's one dialect (ONNX opset 17, every attribute spelled out), nodes in an order that can run. */
export interface Graph {
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly nodes: readonly Node[];
  readonly values: ReadonlyMap<string, Value>;
  /** Tensors that a pass replaced by an equal one: old name to new name. */
  readonly aliases: ReadonlyMap<string, string>;
}

/** The opset that compiled graphs are written in. 17 is what runtimes and their optimisers know best. */
export const dialect = 17;

/** The value called `name`; asking for a name that the graph lacks is a bug of the caller. */
export function getValue(graph: Pick<Graph, "values">, name: string): Value {
  const value = graph.values.get(name);
  if (!value) throw new Error(`no value ${name}`);
  return value;
}

/** The name under which a tensor of the user's model lives on in this graph, if it does. */
export function findTensor(graph: Graph, name: string): string | undefined {
  let current = name;
  for (let next = graph.aliases.get(current); next !== undefined; next = graph.aliases.get(current)) current = next;
  return graph.values.has(current) ? current : undefined;
}

/** Makers of each tensor that a node makes. */
export function producers(nodes: readonly Node[]): Map<string, Node> {
  const map = new Map<string, Node>();
  for (const node of nodes) for (const output of node.outputs) if (output) map.set(output, node);
  return map;
}

/** Users of each tensor, in order; a node that reads a tensor twice is there twice. */
export function consumers(nodes: readonly Node[]): Map<string, Node[]> {
  const map = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      if (!input) continue;
      const users = map.get(input);
      if (users) users.push(node);
      else map.set(input, [node]);
    }
  }
  return map;
}
