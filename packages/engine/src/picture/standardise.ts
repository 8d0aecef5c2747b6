import type { Preprocessing } from "./preprocessing.ts";

/**
 * Bytes [height, width, RGB] to what the model wants, [channel, height, width] float32.
 * Per image: (x − mean(x)) / max(std(x), 1/√count), as TensorFlow's per_image_standardization.
 */
export function standardise(bytes: Uint8Array, preprocessing: Preprocessing): Float32Array {
  const { mean, std } = preprocessing.standardise === "fixed" ? preprocessing : perImage(bytes);
  const plane = bytes.length / 3;
  const pixels = new Float32Array(bytes.length);
  for (let colour = 0; colour < 3; colour++) {
    const channel = preprocessing.channelOrder === "rgb" ? colour : 2 - colour;
    const from = mean[colour]!;
    const by = std[colour]!;
    for (let cell = 0; cell < plane; cell++) {
      pixels[channel * plane + cell] = (bytes[cell * 3 + colour]! - from) / by;
    }
  }
  return pixels;
}

function perImage(bytes: Uint8Array): Pick<Preprocessing, "mean" | "std"> {
  let sum = 0;
  let squares = 0;
  for (const value of bytes) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / bytes.length;
  const deviation = Math.sqrt(Math.max(squares / bytes.length - mean * mean, 0));
  const std = Math.max(deviation, 1 / Math.sqrt(bytes.length));
  return { mean: [mean, mean, mean], std: [std, std, std] };
}
