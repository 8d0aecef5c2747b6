import { createHash } from "node:crypto";
import type { View } from "../generated/prisma/enums.ts";

/** Raised only when the engine's values change for the same input: maps of before and after are different maps. */
export const numericsVersion = 2;

/** What a model's input needs to be, as far as it shapes its maps. */
export interface PreprocessingFacts {
  readonly sha256: Uint8Array;
  readonly inputWidth: number;
  readonly inputHeight: number;
  readonly mean: readonly number[];
  readonly std: readonly number[];
  readonly standardise: string;
  readonly channelOrder: string;
  readonly cropShare: number;
}

/** Everything that shapes a map but its image and its target: what all maps of a model and a method share. */
export interface MapFamily {
  readonly model: PreprocessingFacts;
  readonly view: View;
  readonly method: string;
  /** Resolved by the engine: nothing is left to defaults. */
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly numerics: number;
}

/** Three pieces of canonical JSON; an image's hash goes between the first two, the target between the last two. */
export interface IdentityTemplate {
  readonly head: string;
  readonly body: string;
  readonly tail: string;
}

export const topOne = '"top1"';

/**
 * A map's identity is the SHA-256 of canonical JSON (keys sorted, no white space) of what made it. Only the image and
 * the target differ within a family, so the database can put the text together and hash it, set-wise.
 */
export function identityTemplate({ model, view, method, parameters, numerics }: MapFamily): IdentityTemplate {
  const [image, target] = ["\u0001", "\u0002"];
  const text = canonicalJson({
    image,
    method,
    model: Buffer.from(model.sha256).toString("hex"),
    numerics,
    parameters,
    preprocessing: {
      channelOrder: model.channelOrder,
      // The other views cut all models' images alike.
      ...(view === "as_trained" && { cropShare: model.cropShare }),
      height: model.inputHeight,
      mean: model.mean,
      standardise: model.standardise,
      std: model.std,
      width: model.inputWidth,
    },
    target,
    view,
  });
  const [head, rest] = text.split(JSON.stringify(image)) as [string, string];
  const [body, tail] = rest.split(JSON.stringify(target)) as [string, string];
  return { head: `${head}"`, body: `"${body}`, tail };
}

/** The same in this process, for one map. `target` null: the model's own top-1. */
export function heatmapIdentity(family: MapFamily, imageSha256: Uint8Array, target: number | null): Buffer {
  const { head, body, tail } = identityTemplate(family);
  const image = Buffer.from(imageSha256).toString("hex");
  return createHash("sha256")
    .update(`${head}${image}${body}${target ?? topOne}${tail}`)
    .digest();
}

/** JSON with sorted keys and no white space; undefined members are left out. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`);
  return `{${members.join(",")}}`;
}
