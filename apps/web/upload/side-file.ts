/** A model's facts as its side file, <model>.json, gives them (design.md). Every one may be missing. */
export interface SideFacts {
  name?: string;
  family?: string;
  inputWidth?: number;
  inputHeight?: number;
  mean?: [number, number, number];
  std?: [number, number, number];
  standardise?: "fixed" | "per_image";
  channelOrder?: "rgb" | "bgr";
  /** The labels themselves, or the name of a label set that exists. */
  labels?: string[] | string;
  targetLayer?: string;
}

export type SideFile = { facts: SideFacts } | { refusal: string };

/** Reads a side file; `fileName` is only for the sentence that refuses it. */
export function readSideFile(text: string, fileName: string): SideFile {
  const json = parseObject(text);
  if (!json) return { refusal: `${fileName} is not a JSON object, so its facts cannot be read.` };
  const problems: string[] = [];
  const facts: SideFacts = {};
  for (const [key, value] of Object.entries(json)) {
    const read = readers[key];
    const found = read ? read(value) : {};
    if (found) Object.assign(facts, found);
    else problems.push(`${key} (${expected[key]})`);
  }
  if (problems.length > 0) return { refusal: `${fileName} has facts that cannot be read: ${problems.join(", ")}.` };
  return { facts };
}

type Reader = (value: unknown) => SideFacts | null;

/** Keys that are not listed are left alone: side files may carry notes of their own. */
const readers: Record<string, Reader> = {
  name: (value) => (isText(value) ? { name: value.trim() } : null),
  family: (value) => (isText(value) ? { family: value.trim() } : null),
  size: (value) => {
    const [inputWidth, inputHeight, ...rest] = Array.isArray(value) ? value : [value, value];
    return isSide(inputWidth) && isSide(inputHeight) && rest.length === 0 ? { inputWidth, inputHeight } : null;
  },
  inputWidth: (value) => (isSide(value) ? { inputWidth: value } : null),
  inputHeight: (value) => (isSide(value) ? { inputHeight: value } : null),
  mean: (value) => {
    const mean = triple(value);
    return mean ? { mean } : null;
  },
  std: (value) => {
    const std = triple(value);
    return std?.every((deviation) => deviation > 0) ? { std } : null;
  },
  standardise: (value) => {
    if (value === "fixed") return { standardise: "fixed" };
    return value === "per-image" || value === "per_image" ? { standardise: "per_image" } : null;
  },
  channelOrder: (value) => {
    const order = isText(value) ? value.toLowerCase() : "";
    return order === "rgb" || order === "bgr" ? { channelOrder: order } : null;
  },
  labels: (value) => {
    if (isText(value)) return { labels: value.trim() };
    return Array.isArray(value) && value.length > 1 && value.every(isText) ? { labels: value } : null;
  },
  targetLayer: (value) => (isText(value) ? { targetLayer: value.trim() } : null),
};

const expected: Record<string, string> = {
  name: "a text",
  family: "a text",
  size: "pixels, or [width, height]",
  inputWidth: "pixels",
  inputHeight: "pixels",
  mean: "one number, or three by channel, on the scale 0–255",
  std: "one positive number, or three by channel, on the scale 0–255",
  standardise: '"fixed" or "per-image"',
  channelOrder: '"rgb" or "bgr"',
  labels: "a list of names, or the name of a label set",
  targetLayer: "the name of a tensor",
};

const isText = (value: unknown): value is string => typeof value === "string" && value.trim() !== "";
const isSide = (value: unknown): value is number => Number.isInteger(value) && (value as number) > 0;

function triple(value: unknown): [number, number, number] | null {
  const list = typeof value === "number" ? [value, value, value] : value;
  return Array.isArray(list) && list.length === 3 && list.every(Number.isFinite)
    ? (list as [number, number, number])
    : null;
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const json: unknown = JSON.parse(text);
    return json !== null && typeof json === "object" && !Array.isArray(json) ? (json as Record<string, unknown>) : null;
  } catch {
    return null;
  }
}

/** googlenet.json belongs to googlenet.onnx. */
export const modelOfSideFile = (fileName: string) => fileName.replace(/(\.onnx)?\.json$/i, "").toLowerCase();
export const keyOfModel = (fileName: string) => fileName.replace(/\.onnx$/i, "").toLowerCase();
