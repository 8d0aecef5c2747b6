/** A saved pattern's count by one method. */
export interface KnownGroup {
  readonly method: { readonly slug: string; readonly name: string };
  readonly k: number;
  readonly n: number;
  readonly holds?: boolean | null;
}

/** Methods that are told first, as the field knows them best; the same order whatever they say. */
export const preferredMethods = ["grad-cam", "guided", "vanilla"];

/** The method that a card tells: the best known of those by which some image counts. Null where none counts. */
export function toldGroup<Group extends KnownGroup>(groups: readonly Group[]): Group | null {
  const rank = ({ method: { slug } }: Group) => {
    const place = preferredMethods.indexOf(slug);
    return place < 0 ? preferredMethods.length : place;
  };
  const counted = groups.filter(({ n }) => n > 0);
  return [...counted].sort((a, b) => rank(a) - rank(b))[0] ?? null;
}

/** By how many of the methods it holds on more than half of the images: "holds by all 6 methods", "holds by none of 2". */
export function verdictText(groups: readonly KnownGroup[]): string {
  const judged = groups.filter(({ holds }) => holds != null);
  const holding = judged.filter(({ holds }) => holds).length;
  if (judged.length < 2) return holding === 1 ? "holds" : "on half or fewer";
  if (holding === judged.length) return `holds by ${judged.length === 2 ? "both" : `all ${judged.length}`} methods`;
  return holding === 0
    ? `holds by none of ${judged.length} methods`
    : `holds by ${holding} of ${judged.length} methods`;
}
