/** A share in 0–1 as papers print it: .45, 1.00; what would round to nothing says so. Missing is a dash. */
export function probabilityText(share: number | null | undefined): string {
  if (share === null || share === undefined) return "–";
  if (share > 0 && share < 0.005) return "<.01";
  return withoutLeadingZero(share.toFixed(2));
}

/** A score that may be negative, as SSIM may: −.03 (with a true minus sign), .45, 1.00. */
export function scoreText(score: number | null | undefined): string {
  if (score === null || score === undefined) return "–";
  const text = withoutLeadingZero(Math.abs(score).toFixed(2));
  return score < 0 && text !== ".00" ? `−${text}` : text;
}

/** A merge height with its leading zero: 0.62. */
export const heightText = (height: number) => height.toFixed(2);

/** A share as a percentage with one decimal below ten: 12 %, 3.4 %; what would round to nothing says so. */
export function percentText(share: number): string {
  const percent = share * 100;
  if (percent > 0 && percent < 0.05) return "<0.1 %";
  return `${percent < 10 ? percent.toFixed(1) : Math.round(percent)} %`;
}

const withoutLeadingZero = (text: string) => text.replace(/^0\./, ".");
