import type { Grid } from "../../heatmap/grid.ts";

/** A picture of the golden files: bytes stand for value / 255, float32 for themselves. */
export interface GoldenPicture {
  readonly h: number;
  readonly w: number;
  readonly type: "u8" | "f32";
  readonly b64: string;
}

export function goldenGrid({ h, w, type, b64 }: GoldenPicture): Grid {
  const bytes = Uint8Array.from(Buffer.from(b64, "base64"));
  const expected = h * w * (type === "u8" ? 1 : 4);
  if (bytes.length !== expected) throw new Error(`a picture of ${w}×${h} (${type}) has ${bytes.length} bytes`);
  const values =
    type === "u8" ? Float64Array.from(bytes, (byte) => byte / 255) : Float64Array.from(new Float32Array(bytes.buffer));
  return { width: w, height: h, values };
}
