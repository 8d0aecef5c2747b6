import type { PixelFacts } from "../method.ts";

/**
 * 0 and 255 as a model sees them: the lowest and the highest value that each channel of its input can have, in the
 * channels' order.
 */
export function pixelRange({ mean, std, channelOrder }: PixelFacts): { low: number[]; high: number[] } {
  const colours = channelOrder === "rgb" ? [0, 1, 2] : [2, 1, 0];
  const seen = (value: number) => colours.map((colour) => (value - mean[colour]!) / std[colour]!);
  return { low: seen(0), high: seen(255) };
}
