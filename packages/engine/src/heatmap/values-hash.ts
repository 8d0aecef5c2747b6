import { createHash } from "node:crypto";
import type { EncodedMap } from "./encode.ts";

/** SHA-256 of the float16 bytes followed by the little-endian float32 scale: equal hashes, equal maps. */
export function valuesHash(map: Pick<EncodedMap, "values" | "scale">): Uint8Array {
  const scale = new DataView(new ArrayBuffer(4));
  scale.setFloat32(0, map.scale, true);
  return createHash("sha256").update(map.values).update(new Uint8Array(scale.buffer)).digest();
}
