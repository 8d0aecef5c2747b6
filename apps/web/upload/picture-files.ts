const pictureNames = /\.(jpe?g|jfif|png|webp|avif|gif|tiff?|bmp)$/i;

/** Whether a file calls itself a picture; what its bytes are, the API finds out. */
export const isPictureName = (name: string) => pictureNames.test(name);

/** The set that a drop suggests: the one folder that holds all of it, else nothing. */
export function commonFolder(paths: readonly string[]): string | null {
  const tops = new Set(paths.map((path) => (path.includes("/") ? path.split("/")[0]! : "")));
  const [only] = tops;
  return tops.size === 1 && only ? only : null;
}

/**
 * The set that a drop's pictures go to unless somebody says otherwise: their folder's. Loose ones go to none, so that a
 * photograph that is here already makes no new set; but the first of an atlas go to one, which a run can take whole.
 */
export const suggestedSet = (paths: readonly string[], imagesSoFar: number | undefined): string =>
  commonFolder(paths) ?? (imagesSoFar === 0 ? "Photographs" : "");
