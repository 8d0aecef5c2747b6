import { type Local, local, type Statement, type ValueType, valueTypes } from "./code.ts";
import { unsigned } from "./leb128.ts";

/** A function without a result: what it computes lies in the memory. */
export interface FunctionSource {
  readonly name: string;
  readonly parameters: readonly ValueType[];
  /** Beside the parameters. */
  readonly locals: readonly ValueType[];
  readonly body: readonly Statement[];
}

/** The variables of a function while it is written. */
export interface Scope {
  local<Type extends ValueType>(type: Type): Local<Type>;
}

/** Writes a function: `write` gets its parameters, by name, and makes its variables as it needs them. */
export function defineFunction<Parameters extends Record<string, ValueType>>(
  name: string,
  parameters: Parameters,
  write: (given: { [Name in keyof Parameters]: Local<Parameters[Name]> }, scope: Scope) => readonly Statement[],
): FunctionSource {
  const types = Object.values(parameters);
  const given = Object.fromEntries(Object.entries(parameters).map(([key, type], index) => [key, local(type, index)]));
  const locals: ValueType[] = [];
  const scope: Scope = { local: (type) => local(type, types.length + locals.push(type) - 1) };
  const body = write(given as { [Name in keyof Parameters]: Local<Parameters[Name]> }, scope);
  return { name, parameters: types, locals, body };
}

const counted = (items: readonly (readonly number[])[]) => [...unsigned(items.length), ...items.flat()];
const sized = (bytes: readonly number[]) => [...unsigned(bytes.length), ...bytes];
const section = (id: number, items: readonly (readonly number[])[]) => [id, ...sized(counted(items))];
const text = (value: string) => sized([...new TextEncoder().encode(value)]);

/**
 * The bytes of a WebAssembly module (core specification, chapter 5) that exports these functions and their `memory`, which
 * begins without a page.
 */
export function assemble(functions: readonly FunctionSource[]): Uint8Array<ArrayBuffer> {
  const types = functions.map(({ parameters }) => [0x60, ...counted(parameters.map((type) => [valueTypes[type]])), 0]);
  const exported = functions.map(({ name }, index) => [...text(name), 0x00, ...unsigned(index)]);
  const bodies = functions.map(({ locals, body }) =>
    sized([...counted(locals.map((type) => [1, valueTypes[type]])), ...body.flat(), 0x0b]),
  );
  return Uint8Array.from([
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(
      3,
      functions.map((_, index) => unsigned(index)),
    ),
    ...section(5, [[0x00, 0]]),
    ...section(7, [...exported, [...text("memory"), 0x02, 0]]),
    ...section(10, bodies),
  ]);
}
