import { ModelInconsistentError, UnsupportedOpError } from "../errors.ts";
import { constantValue } from "../graph/builder.ts";
import type { Attributes, Graph, Node, Tensor, Value } from "../graph/graph.ts";
import { infer } from "../graph/infer/index.ts";
import type { Inferred } from "../graph/infer/infer.ts";
import { floatTensor, intTensor } from "../graph/tensor.ts";
import type { Model } from "../onnx/read-model.ts";
import { raises } from "./raise/table.ts";
import { neededNodes } from "./sort.ts";

/** A Constant node's tensor, in any of the forms that ONNX allows. */
function constantOf(node: Node): Tensor {
  const { value, value_float, value_floats, value_int, value_ints } = node.attributes;
  if (typeof value === "object" && "bytes" in value) return value;
  if (typeof value_float === "number") return floatTensor(value_float);
  if (value_floats instanceof Float32Array) return floatTensor(value_floats);
  if (typeof value_int === "number") return intTensor(value_int);
  if (Array.isArray(value_ints)) return intTensor(value_ints as readonly number[]);
  throw new UnsupportedOpError("Constant", node.name, "its value is of a kind that is not read");
}

/**
 * The part of a model that makes `output`, in the engine's dialect, every shape inferred with a free batch.
 *
 * @param input the image input with its full shape; the batch is "N"
 * @param fixedBatch the batch size that the file fixed, or null
 * @throws UnsupportedOpError, ModelInconsistentError
 */
export function raiseModel(model: Model, input: Value, output: string, fixedBatch: number | null): Graph {
  const values = new Map<string, Value>([[input.name, input]]);
  for (const [name, tensor] of model.initialisers) values.set(name, constantValue(name, tensor));
  const nodes: Node[] = [];
  // Whether a tensor depends on the image: an unknown op is an obstacle only then.
  const fromImage = new Set([input.name]);
  const value = (name: string): Value => {
    const found = values.get(name);
    if (!found)
      throw new ModelInconsistentError(`The model reads a tensor "${name}" that nothing in it makes.`, {
        tensor: name,
      });
    return found;
  };

  const add = (node: Node, known?: readonly Inferred[]) => {
    const context = { ...node, inputs: node.inputs.map((name) => (name ? value(name) : undefined)) };
    const inferred = known ?? infer(context);
    node.outputs.forEach((name, i) => {
      const result = inferred[i];
      if (name && result) values.set(name, { name, ...result });
      if (node.inputs.some((n) => fromImage.has(n))) fromImage.add(name);
    });
    // What the dialect's form of an op no longer makes, such as a Dropout's mask, nothing may read.
    nodes.push(
      inferred.length < node.outputs.length ? { ...node, outputs: node.outputs.slice(0, inferred.length) } : node,
    );
  };

  for (const node of neededNodes(model.nodes, [output])) {
    if (node.op === "Constant") {
      const name = node.outputs[0] ?? "";
      values.set(name, constantValue(name, constantOf(node)));
      continue;
    }
    let extra = 0;
    const context = {
      ...node,
      opset: model.opset,
      fixedBatch,
      value,
      constant: (tensor: Tensor) => {
        const name = `${node.outputs[0]}:constant${extra++}`;
        values.set(name, constantValue(name, tensor));
        return name;
      },
      emit: (op: string, inputs: readonly string[], attributes: Attributes = {}) => {
        const name = `${node.outputs[0]}:${op.toLowerCase()}${extra++}`;
        add({ op, name, inputs, outputs: [name], attributes });
        return name;
      },
    };
    for (const name of node.inputs) if (name) value(name);
    const raise = Object.hasOwn(raises, node.op) ? raises[node.op] : undefined;
    const { op, inputs, attributes } = raise ? raise(context) : node;
    try {
      add({ op, name: node.name, inputs, outputs: node.outputs, attributes });
    } catch (error) {
      if (!(error instanceof UnsupportedOpError) || node.inputs.some((name) => fromImage.has(name))) throw error;
      add(node, declaredOutputs(model, node));
    }
  }
  return { inputs: [input.name], outputs: [output], nodes, values, aliases: new Map() };
}

/**
 * The shapes that the file itself declares for the outputs of a node that the image has no part in.
 *
 * @throws UnsupportedOpError where it does not declare all of them
 */
function declaredOutputs(model: Model, node: Node): readonly Inferred[] {
  return node.outputs.map((name) => {
    const port = model.declared.get(name);
    if (port?.type && port.shape?.every((d): d is number => typeof d === "number"))
      return { type: port.type, shape: port.shape };
    throw new UnsupportedOpError(
      node.op,
      node.name,
      "it does not read the picture, but the file does not say which shape it has; let onnx.shape_inference.infer_shapes write it there",
    );
  });
}
