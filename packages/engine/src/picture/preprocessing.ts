/** How a picture is cut before a model sees it (definitions.md §2.0). */
export type View = "centre" | "whole" | "as-trained";

/** What a model wants its pixels to be: x = (value in 0–255 − mean) / std, or standardised per image. */
export interface Preprocessing {
  /** Input size in pixels. */
  readonly width: number;
  readonly height: number;
  /** In 0–255, always for red, green, blue in this order. */
  readonly mean: readonly number[];
  readonly std: readonly number[];
  /** fixed: by mean and std. per-image: (x − mean(x)) / max(std(x), 1/√count), over all values of the picture. */
  readonly standardise: "fixed" | "per-image";
  /** The order of the three channels in the model's input. */
  readonly channelOrder: "rgb" | "bgr";
  /** Share of the shorter side that the model's own crop keeps (0–1), for the view as-trained. */
  readonly cropShare: number;
}
