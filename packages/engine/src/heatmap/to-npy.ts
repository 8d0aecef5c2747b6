import type { Grid } from "./grid.ts";

/** The map as a NumPy file, version 1.0: float32 [height, width]. */
export function toNpy(grid: Grid): Uint8Array {
  const facts = `{'descr': '<f4', 'fortran_order': False, 'shape': (${grid.height}, ${grid.width}), }`;
  // Magic (6), version (2), header length (2), header: padded so that the data starts at a multiple of 64.
  const padding = 63 - ((10 + facts.length) % 64);
  const header = `${facts}${" ".repeat(padding)}\n`;
  const bytes = new Uint8Array(10 + header.length + grid.values.length * 4);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer, 10 + header.length);
  grid.values.forEach((value, cell) => {
    view.setFloat32(cell * 4, value, true);
  });
  return bytes;
}
