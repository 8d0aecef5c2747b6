import { type Setting, settingOptions } from "./setting.prepare.ts";

/** The formula of a distance, as the axis writes it; s is the similarity where it is not SSIM. */
export function distanceText({ distance, measure }: Pick<Setting, "distance" | "measure">): string {
  const similarity = measure.startsWith("ssim") ? "SSIM" : "s";
  return distance === "root" ? `√(1 − ${similarity})` : `1 − ${similarity}`;
}

/** ssim-gaussian → SSIM gaussian; ward → Ward, who is a person. */
export const measureText = ({ measure }: Pick<Setting, "measure">) =>
  settingOptions.measure.find(([option]) => option === measure)?.[1] ?? measure;
export const linkageText = ({ linkage }: Pick<Setting, "linkage">) => (linkage === "ward" ? "Ward" : linkage);

export const normalisationText = ({ normalisation }: Pick<Setting, "normalisation">) =>
  normalisation === "auto" ? "p99, signed maps absmax" : normalisation;
