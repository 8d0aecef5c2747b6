import { assemble } from "../../wasm/module.ts";
import { compare, compareLocally } from "./compare.ts";
import { prepare } from "./prepare.ts";
import { type SsimWindow, windows } from "./window.ts";

/** The compiled functions of prepare.ts and compare.ts over one memory; addresses and pitches in bytes. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  prepare(map: number, plane: number, pitch: number, columns: number, rows: number): void;
  compare(...args: [...pair: TileOfTwo, sums: number, largest: number]): void;
  compareLocally(...args: [...pair: TileOfTwo, local: number]): void;
}

/** A tile of two prepared maps; C1 and C2 on the scale of their planes: times t², by the window's total, and C2 over its factor. */
export type TileOfTwo = [
  ...[a: number, b: number, plane: number, c1: number, c2: number],
  ...[pitch: number, columns: number, rows: number],
];

/** What is used of a global that TypeScript knows in browsers only. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array<ArrayBuffer>) => object;
  readonly Instance: new (module: object) => { readonly exports: unknown };
};

const modules = new Map<SsimWindow, object>();

/** The kernel of a window with a memory of its own, of no pages yet. */
export function openKernel(window: SsimWindow): Kernel {
  let module = modules.get(window);
  if (!module) {
    module = new WebAssembly.Module(
      assemble([prepare, compare, compareLocally].map((write) => write(windows[window]))),
    );
    modules.set(window, module);
  }
  return new WebAssembly.Instance(module).exports as Kernel;
}
