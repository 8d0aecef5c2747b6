import { assemble } from "../../wasm/module.ts";
import { compare } from "./compare.ts";
import { prepare } from "./prepare.ts";
import { type SsimWindow, windows } from "./window.ts";

/** The compiled functions of prepare.ts and compare.ts over one memory; addresses and pitches in bytes. */
export interface Kernel {
  readonly memory: { readonly buffer: ArrayBuffer; grow(pages: number): number };
  prepare(map: number, plane: number, pitch: number, columns: number, rows: number): void;
  compare(
    ...args: [
      ...[a: number, b: number, plane: number, pitch: number, columns: number, rows: number],
      ...[c1: number, c2: number, sums: number, local: number, localPitch: number],
    ]
  ): void;
}

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
    module = new WebAssembly.Module(assemble([prepare(windows[window]), compare(windows[window])]));
    modules.set(window, module);
  }
  return new WebAssembly.Instance(module).exports as Kernel;
}
