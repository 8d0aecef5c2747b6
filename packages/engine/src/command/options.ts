import { parseArgs } from "node:util";
import { EngineError } from "../errors.ts";
import { type ColourMap, colourMaps } from "../heatmap/colour-map.ts";
import type { Parameters } from "../method/method.ts";
import { type Provider, providers } from "../target/profile.ts";

export const usage = `Usage: heatlas-explain MODEL.onnx PHOTO --method METHOD --out MAP
       heatlas-explain MODEL.onnx --input BATCH.npy --method METHOD --out MAP

  PHOTO               a JPEG, PNG or WebP picture
  --input FILE.npy    preprocessed float32 pictures [N, 3, H, W] in place of a photo
  --method SLUG       the explanation method, for example vanilla, guided, grad-cam, lrp-epsilon
  --out FILE          .png: the map in colours; .npy: the raw signed map ([N, 3, H, W], or [N, 1, h, w] on its own grid)
  --target 3,6        class indices, one for each picture or one for all (default: the predicted class)
  --layer NAME        the tensor that CAMs look at (default: found by itself)
  --provider NAME     cpu (default), cuda or webgpu: where it runs, after it passed the golden nets there
  --set NAME=VALUE    a parameter of the method, for example epsilon=0.01; may be repeated
  --size 224          the input size, for models that leave it free: one side, or HEIGHTxWIDTH
  --mean, --std       three numbers in 0-255, red, green, blue (default: MODEL.json beside the model, else ImageNet's)
  --view VIEW         centre (default), whole or as-trained: how a photo is cut
  --colour-map NAME   inferno (default), viridis, cividis, magma, jet, blue-white-red
`;

export interface Options {
  readonly model: string;
  readonly photo: string | undefined;
  readonly input: string | undefined;
  readonly method: string;
  readonly out: string;
  readonly targets: readonly number[];
  readonly layer: string | undefined;
  readonly provider: Provider;
  readonly parameters: Parameters;
  readonly size: { readonly height: number; readonly width: number } | undefined;
  readonly mean: readonly number[] | undefined;
  readonly std: readonly number[] | undefined;
  readonly view: "centre" | "whole" | "as-trained";
  readonly colourMap: ColourMap;
}

const bad = (message: string) => new EngineError("usage", message);

function numbers(text: string | undefined, name: string, count?: number): readonly number[] | undefined {
  if (text === undefined) return undefined;
  const list = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (list.every(Number.isFinite) && (count === undefined || list.length === count)) return list;
  throw bad(
    `--${name} takes ${count === undefined ? "numbers" : `${count} numbers`} with commas between them, not "${text}".`,
  );
}

function size(text: string | undefined): Options["size"] {
  if (text === undefined) return undefined;
  const [height, width = height] = text.split("x").map(Number);
  if (Number.isInteger(height) && Number.isInteger(width) && height! > 0 && width! > 0)
    return { height: height!, width: width! };
  throw bad(`--size takes one side or HEIGHTxWIDTH in pixels, not "${text}".`);
}

/** name=value pairs; a value that reads as JSON is one (numbers, lists), any other is text. */
function parameters(pairs: readonly string[]): Parameters {
  const entries = pairs.map((pair) => {
    const at = pair.indexOf("=");
    if (at < 1) throw bad(`--set takes NAME=VALUE, not "${pair}".`);
    const text = pair.slice(at + 1);
    try {
      return [pair.slice(0, at), JSON.parse(text)] as const;
    } catch {
      return [pair.slice(0, at), text] as const;
    }
  });
  return Object.fromEntries(entries);
}

function parse(args: readonly string[]) {
  const text = { type: "string" } as const;
  const names = [
    "input",
    "method",
    "out",
    "target",
    "layer",
    "provider",
    "size",
    "mean",
    "std",
    "view",
    "colour-map",
  ] as const;
  const options = Object.fromEntries(names.map((name) => [name, text])) as Record<(typeof names)[number], typeof text>;
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { ...options, set: { type: "string", multiple: true } },
    });
  } catch (error) {
    const message = error instanceof Error ? error.message : "";
    const ambiguous = /^Option '([^']+)' argument is ambiguous/.exec(message)?.[1];
    if (ambiguous) throw bad(`${ambiguous} lacks its value; one that begins with "-" is written ${ambiguous}=VALUE.`);
    throw bad(message ? `${message.split(". ")[0]}.` : "The options cannot be read.");
  }
}

/** @throws EngineError `usage` */
export function readOptions(args: readonly string[]): Options {
  const { values, positionals } = parse(args);
  const [model, photo, extra] = positionals;
  if (model === undefined || extra !== undefined) throw bad("Name one model and one photo.");
  if ((photo === undefined) === (values.input === undefined))
    throw bad("Name a photo, or preprocessed pictures with --input, not both.");
  if (values.method === undefined) throw bad("Name a method with --method.");
  if (values.out === undefined || !/\.(png|npy)$/i.test(values.out))
    throw bad("Name a file that ends in .png or .npy with --out.");
  const { view = "centre" } = values;
  if (view !== "centre" && view !== "whole" && view !== "as-trained")
    throw bad(`--view takes centre, whole or as-trained, not "${view}".`);
  const provider = providers.find((name) => name === (values.provider ?? "cpu"));
  if (!provider) throw bad(`--provider takes ${providers.join(", ")}, not "${values.provider}".`);
  const colourMap = colourMaps.find((name) => name === (values["colour-map"] ?? "inferno"));
  if (!colourMap)
    throw bad(`There is no colour map "${values["colour-map"]}"; the colour maps are ${colourMaps.join(", ")}.`);
  const std = numbers(values.std, "std", 3);
  if (std?.some((deviation) => deviation <= 0)) throw bad(`--std takes 3 numbers above 0, not "${values.std}".`);
  const targets = numbers(values.target, "target") ?? [];
  if (!targets.every((t) => Number.isInteger(t) && t >= -1))
    throw bad(`--target takes class indices, not "${values.target}".`);
  return {
    model,
    photo,
    input: values.input,
    method: values.method,
    out: values.out,
    targets,
    layer: values.layer,
    provider,
    parameters: parameters(values.set ?? []),
    size: size(values.size),
    mean: numbers(values.mean, "mean", 3),
    std,
    view,
    colourMap,
  };
}
