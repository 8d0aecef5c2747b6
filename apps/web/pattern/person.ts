/** Who comments: there are no accounts, so a name that was typed, and a random key that proves what is one's own. */
export interface Person {
  readonly name: string;
  readonly key: string;
}

const place = "heatlas.person";

/** The person of this browser; without a name until one is kept. Only in a browser. */
export function readPerson(): Person {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(place) ?? "null");
    if (isPerson(kept)) return kept;
  } catch {
    // What is stored there is not ours, or nothing may be stored: the key then lasts as long as the page.
  }
  return keepPerson({ name: "", key: newKey() });
}

export function keepPerson(person: Person): Person {
  try {
    localStorage.setItem(place, JSON.stringify(person));
  } catch {
    // As above.
  }
  return person;
}

function isPerson(value: unknown): value is Person {
  if (typeof value !== "object" || value === null) return false;
  const { name, key } = value as Partial<Person>;
  return typeof name === "string" && typeof key === "string" && key.length >= 16;
}

/** 128 random bits. Not randomUUID: browsers have that on https and this machine only. */
const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
