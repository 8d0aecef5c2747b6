import { readFile } from "node:fs/promises";
import { EngineError } from "../errors.ts";
import type { PixelFacts } from "../method/method.ts";
import type { Preprocessing } from "../picture/preprocessing.ts";

/** What a side file `MODEL.json` says of a model; every fact may be missing. */
export interface SideFacts {
  readonly size?: { readonly height: number; readonly width: number };
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly standardise?: Preprocessing["standardise"];
  readonly channelOrder?: Preprocessing["channelOrder"];
  readonly cropShare?: number;
  readonly labels?: readonly string[];
  readonly targetLayer?: string;
}

/** Channel means and deviations of ImageNet in 0–255, as torchvision's models expect them. */
const imageNet = { mean: [123.675, 116.28, 103.53], std: [58.395, 57.12, 57.375] };

/** Three numbers, or one that serves all three channels. */
function triple(value: unknown): readonly number[] | undefined {
  const list: unknown[] = Array.isArray(value) ? value : [value, value, value];
  const isTriple = list.length === 3 && list.every((v) => typeof v === "number" && Number.isFinite(v));
  return isTriple ? (list as number[]) : undefined;
}

function sideSize(json: Record<string, unknown>): SideFacts["size"] {
  const { size } = json;
  const [height, width] = Array.isArray(size)
    ? [size[1], size[0]]
    : [json.inputHeight ?? size, json.inputWidth ?? size];
  return typeof height === "number" && typeof width === "number" ? { height, width } : undefined;
}

/**
 * The facts beside a model; none where there is no side file.
 *
 * @throws EngineError `side-file` where it is no JSON object
 */
export async function readSideFacts(model: string): Promise<SideFacts> {
  const path = model.replace(/(\.onnx)?$/i, ".json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return {};
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(text);
  } catch {
    throw new EngineError("side-file", `${path} is no JSON, so the model's facts cannot be read from it.`);
  }
  const size = sideSize(json);
  const [mean, std] = [triple(json.mean), triple(json.std)];
  const { standardise, channelOrder, cropShare, labels, targetLayer } = json;
  return {
    ...(size && { size }),
    ...(mean && { mean }),
    ...(std && { std }),
    ...((standardise === "per-image" || standardise === "per_image") && { standardise: "per-image" as const }),
    ...(String(channelOrder).toLowerCase() === "bgr" && { channelOrder: "bgr" as const }),
    ...(typeof cropShare === "number" && { cropShare }),
    ...(Array.isArray(labels) && { labels: labels.map(String) }),
    ...(typeof targetLayer === "string" && { targetLayer }),
  };
}

interface GivenPixels {
  readonly mean: readonly number[] | undefined;
  readonly std: readonly number[] | undefined;
}

/** What the model wants its pixels to be, by options, side file and defaults, in this order. */
export const pixelFactsOf = (facts: SideFacts, given: GivenPixels): PixelFacts => ({
  mean: given.mean ?? facts.mean ?? imageNet.mean,
  std: given.std ?? facts.std ?? imageNet.std,
  standardise: facts.standardise ?? "fixed",
  channelOrder: facts.channelOrder ?? "rgb",
});

/** The same with the size and the crop of its pictures. */
export const preprocessingOf = (
  { width, height }: { readonly height: number; readonly width: number },
  facts: SideFacts,
  given: GivenPixels,
): Preprocessing => ({ ...pixelFactsOf(facts, given), width, height, cropShare: facts.cropShare ?? 0.875 });
