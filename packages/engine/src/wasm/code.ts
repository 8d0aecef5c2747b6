import { signed, unsigned } from "./leb128.ts";

/** Types of values on WebAssembly's stack, with the bytes that stand for them. */
export const valueTypes = { i32: 0x7f, f64: 0x7c, v128: 0x7b } as const;

export type ValueType = keyof typeof valueTypes;

/** Bytes that leave a value of this type on the stack. */
export interface Value<Type extends ValueType> {
  readonly type: Type;
  readonly code: readonly number[];
}

/** Bytes that leave nothing on the stack. */
export type Statement = readonly number[];

/** Two float64. */
export type Vector = Value<"v128">;
export type Float = Value<"f64">;
/** An address in bytes, or a count. */
export type Integer = Value<"i32">;

/** A variable of the function that is being written: its value, and how it gets another. */
export interface Local<Type extends ValueType> extends Value<Type> {
  set(value: Value<Type>): Statement;
}

export function local<Type extends ValueType>(type: Type, index: number): Local<Type> {
  return {
    type,
    code: [0x20, ...unsigned(index)],
    set: ({ code }) => [...code, 0x21, ...unsigned(index)],
  };
}

type Binary<Type extends ValueType> = (a: Value<Type>, b: Value<Type>) => Value<Type>;

const binary =
  <Type extends ValueType>(type: Type, ...instruction: number[]): Binary<Type> =>
  (a, b) => ({ type, code: [...a.code, ...b.code, ...instruction] });

/** IEEE 754 arithmetic, lane by lane: as exact as JavaScript's, and the same on every machine. */
export const vector = {
  add: binary("v128", 0xfd, 0xf0, 0x01),
  subtract: binary("v128", 0xfd, 0xf1, 0x01),
  multiply: binary("v128", 0xfd, 0xf2, 0x01),
  divide: binary("v128", 0xfd, 0xf3, 0x01),
  /** The larger of two numbers; where one is not a number, the first. */
  larger: binary("v128", 0xfd, 0xf7, 0x01),
  /** The same number in both lanes. */
  of: ({ code }: Float): Vector => ({ type: "v128", code: [...code, 0xfd, 0x14] }),
  lane: ({ code }: Vector, lane: 0 | 1): Float => ({ type: "f64", code: [...code, 0xfd, 0x21, lane] }),
  load: ({ code }: Integer, offset = 0): Vector => ({ type: "v128", code: [...code, 0xfd, 0x00, ...memory(offset)] }),
  store: (at: Integer, value: Vector, offset = 0): Statement => [
    ...at.code,
    ...value.code,
    ...[0xfd, 0x0b],
    ...memory(offset),
  ],
};

export const float = {
  constant: (value: number): Float => ({
    type: "f64",
    code: [0x44, ...new Uint8Array(Float64Array.of(value).buffer)],
  }),
  add: binary("f64", 0xa0),
  load: ({ code }: Integer): Float => ({ type: "f64", code: [...code, 0x2b, ...memory(0)] }),
  store: (at: Integer, value: Float): Statement => [...at.code, ...value.code, 0x39, ...memory(0)],
};

export const integer = {
  constant: (value: number): Integer => ({ type: "i32", code: [0x41, ...signed(value)] }),
  add: binary("i32", 0x6a),
  subtract: binary("i32", 0x6b),
  multiply: binary("i32", 0x6c),
  and: binary("i32", 0x71),
  /** 1 where a < b, both taken as unsigned, else 0. */
  below: binary("i32", 0x49),
};

/** Natural alignment is promised to be likely, not certain: 8 bytes. */
const memory = (offset: number) => [3, ...unsigned(offset)];

/** Runs the body while the condition is not 0. */
export function whileTrue({ code }: Integer, body: readonly Statement[]): Statement {
  const [block, loop, end] = [[0x02, 0x40], [0x03, 0x40], [0x0b]];
  const leaveUnless = [...code, 0x45, 0x0d, 1];
  const again = [0x0c, 0];
  return [...block, ...loop, ...leaveUnless, ...body.flat(), ...again, ...end, ...end];
}
