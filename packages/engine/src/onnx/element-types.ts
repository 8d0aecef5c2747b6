import type { ElementType } from "../graph/graph.ts";

/** ONNX's numbers of element types (TensorProto.DataType). */
export const elementTypes: Readonly<Record<number, ElementType>> = {
  1: "float32",
  2: "uint8",
  3: "int8",
  4: "uint16",
  5: "int16",
  6: "int32",
  7: "int64",
  8: "string",
  9: "bool",
  10: "float16",
  11: "float64",
  12: "uint32",
  13: "uint64",
  16: "bfloat16",
};

const numbersOfTypes = Object.fromEntries(Object.entries(elementTypes).map(([number, type]) => [type, Number(number)]));

/** ONNX's number of an element type. */
export const dataType = (type: ElementType): number => numbersOfTypes[type] ?? 0;
