/** The tour's place in an address: ?tour=3 on the page that stop 3 speaks of. */
export const tourParameter = "tour";

export const stopCount = 7;

/** Where a tour begins: the first stop then leads to its own page. */
export const tourStart = `/?${tourParameter}=1`;

/** The stop that an address names; null where it names none. */
export function readStop(value: string | null | undefined): number | null {
  const number = Number(value);
  return value && Number.isInteger(number) && number >= 1 && number <= stopCount ? number : null;
}
