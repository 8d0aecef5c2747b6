interface Setting {
  normalisation: string;
  grid: number;
  measure: string;
  distance: string;
  linkage: string;
}

/** The formula of a distance, as the axis writes it. */
export const distanceText = ({ distance }: Pick<Setting, "distance">) =>
  distance === "root" ? "√(1 − SSIM)" : "1 − SSIM";

/** ssim-gaussian → SSIM gaussian; ward → Ward, who is a person. */
export const measureText = ({ measure }: Pick<Setting, "measure">) => measure.replace(/^ssim-?/, "SSIM ").trim();
export const linkageText = ({ linkage }: Pick<Setting, "linkage">) => (linkage === "ward" ? "Ward" : linkage);

export const normalisationText = ({ normalisation }: Pick<Setting, "normalisation">) =>
  normalisation === "auto" ? "p99, signed maps absmax" : normalisation;
