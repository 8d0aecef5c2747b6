export type LabelsFile = { labels: string[] } | { refusal: string };

/**
 * Class labels in the order of a model's outputs, from the forms that datasets ship: a line a class; a JSON list of
 * names; a list of { index, label }; or an object of index → name, or index → [id, name].
 */
export function readLabelsFile(text: string, fileName: string): LabelsFile {
  const labels = /\.json$/i.test(fileName) ? labelsFromJson(text) : labelsFromLines(text);
  if (!labels || labels.length < 2) {
    return { refusal: `${fileName} holds no list of labels: give one name a line, or a JSON list of names.` };
  }
  return { labels };
}

const labelsFromLines = (text: string) =>
  text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");

function labelsFromJson(text: string): string[] | null {
  try {
    const json: unknown = JSON.parse(text);
    if (json === null || typeof json !== "object") return null;
    return Array.isArray(json) ? labelsFromList(json) : labelsFromEntries(Object.entries(json));
  } catch {
    return null;
  }
}

function labelsFromList(list: readonly unknown[]): string[] | null {
  if (list.every((item) => typeof item === "string")) return [...list];
  return labelsFromEntries(list.map((item, position) => [String(field(item, "index") ?? position), item]));
}

function labelsFromEntries(entries: readonly (readonly [string, unknown])[]): string[] | null {
  const labels = new Array<string>(entries.length);
  for (const [key, value] of entries) {
    const index = Number(key);
    const name = Array.isArray(value) ? value.at(-1) : (field(value, "label") ?? field(value, "name") ?? value);
    if (!Number.isInteger(index) || index < 0 || index >= entries.length || typeof name !== "string") return null;
    labels[index] = name;
  }
  // A repeated index leaves a hole.
  return Object.keys(labels).length === entries.length ? labels : null;
}

const field = (value: unknown, name: string): unknown =>
  value !== null && typeof value === "object" ? (value as Record<string, unknown>)[name] : undefined;
