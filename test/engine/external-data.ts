import { closeSync, openSync, writeSync } from "node:fs";
import { join } from "node:path";
import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { ModelProtoSchema, StringStringEntryProtoSchema, type TensorProto, TensorProto_DataLocation } from "onnx-buf";

/** Bytes of a data file from `offset` on. */
export interface Piece {
  readonly name: string;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface Split {
  readonly onnx: Uint8Array;
  readonly pieces: readonly Piece[];
}

/** What a moved tensor says of its place; whoever wants it wrong changes it. */
export type Entries = Record<string, string>;

export function moveOut(tensor: TensorProto, entries: Entries): void {
  tensor.dataLocation = TensorProto_DataLocation.EXTERNAL;
  tensor.rawData = new Uint8Array();
  tensor.externalData = Object.entries(entries).map(([key, value]) =>
    create(StringStringEntryProtoSchema, { key, value }),
  );
}

/** A model with its initialisers of `from` bytes and more in data files, one after the other with a gap before each. */
export function splitModel(
  onnx: Uint8Array,
  {
    from = 0,
    gap = 0,
    file = () => "weights.bin",
    entries = (all) => all,
  }: {
    from?: number;
    /** Bytes before the tensor of this number. */
    gap?: number | ((index: number) => number);
    file?: (tensor: string) => string;
    entries?: (all: Entries, tensor: string) => Entries;
  } = {},
): Split {
  const model = fromBinary(ModelProtoSchema, onnx);
  const pieces: Piece[] = [];
  const ends = new Map<string, number>();
  for (const tensor of model.graph!.initializer) {
    const bytes = Uint8Array.from(tensor.rawData);
    if (bytes.length === 0 || bytes.length < from) continue;
    const name = file(tensor.name);
    const offset = (ends.get(name) ?? 0) + (typeof gap === "number" ? gap : gap(pieces.length));
    ends.set(name, offset + bytes.length);
    pieces.push({ name, offset, bytes });
    const place = { location: name, offset: String(offset), length: String(bytes.length) };
    moveOut(tensor, entries(place, tensor.name));
  }
  return { onnx: toBinary(ModelProtoSchema, model), pieces };
}

/** Writes the data files; what lies between the pieces are holes, which take no room on a disk. */
export function writeData(folder: string, pieces: readonly Piece[]): void {
  for (const { name, offset, bytes } of pieces) {
    const file = openSync(join(folder, name), "a+");
    closeSync(file);
    const open = openSync(join(folder, name), "r+");
    writeSync(open, bytes, 0, bytes.length, offset);
    closeSync(open);
  }
}

/** The bytes of one data file. */
export function dataOf({ pieces }: Split, name = "weights.bin"): Buffer {
  const own = pieces.filter((piece) => piece.name === name);
  const data = Buffer.alloc(Math.max(...own.map(({ offset, bytes }) => offset + bytes.length)));
  for (const { offset, bytes } of own) data.set(bytes, offset);
  return data;
}
