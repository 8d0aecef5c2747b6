import { EngineError } from "../errors.ts";
import type { Value } from "../graph/graph.ts";
import { shapeText } from "../graph/shape.ts";
import type { Model, Port } from "../onnx/read-model.ts";

export interface Size {
  readonly height: number;
  readonly width: number;
}

/** The image input: [N, 3, H, W] float32. Extents that the file leaves free are null. */
export interface ImageInput {
  readonly name: string;
  readonly fixedBatch: number | null;
  readonly height: number | null;
  readonly width: number | null;
}

const extentOf = (dim: number | string | null | undefined): number | null =>
  typeof dim === "number" && dim > 0 ? dim : null;

function notAnImage(port: Port | undefined, why: string): EngineError {
  const named = port
    ? `The model's input "${port.name}"${port.shape ? ` of shape ${shapeText(port.shape as string[])}` : ""}`
    : "The model";
  return new EngineError(
    "not-an-image-input",
    `${named} ${why}; Heatlas explains classifiers that read a batch of RGB pictures [N, 3, height, width] in float32.`,
    {
      input: port?.name ?? null,
    },
  );
}

/** @throws EngineError `not-an-image-input` */
export function imageInput(model: Model): ImageInput {
  const [port, second] = model.inputs;
  if (!port) throw notAnImage(port, "has no input");
  if (second) throw notAnImage(port, `is not the only one (there is "${second.name}" too)`);
  if (port.type !== "float32") throw notAnImage(port, `holds ${port.type ?? "no numbers"}`);
  if (port.shape?.length !== 4) throw notAnImage(port, "is not a picture");
  const [batch, channels, height, width] = port.shape;
  if (channels !== 3) throw notAnImage(port, width === 3 ? "has its channels last" : "does not have 3 channels");
  return { name: port.name, fixedBatch: extentOf(batch), height: extentOf(height), width: extentOf(width) };
}

/**
 * The input at one size.
 *
 * @param size the wanted size, for inputs that leave it free
 * @throws EngineError `input-size` where the file fixes another size, or where it fixes none and none is given
 */
export function sizedInput(input: ImageInput, size: Size | undefined): Value {
  const height = input.height ?? size?.height;
  const width = input.width ?? size?.width;
  if (height === undefined || width === undefined) {
    throw new EngineError(
      "input-size",
      `The model's input "${input.name}" leaves its size free; say which height and width the model was trained on.`,
    );
  }
  if (size && (size.height !== height || size.width !== width)) {
    throw new EngineError(
      "input-size",
      `The model's input "${input.name}" is fixed at ${height}×${width}, so it cannot read pictures of ${size.height}×${size.width}.`,
      {
        height,
        width,
      },
    );
  }
  return { name: input.name, type: "float32", shape: ["N", 3, height, width] };
}

/** Outputs that may be class scores by what the file declares of them. */
export const classOutputs = (model: Model): readonly Port[] =>
  model.outputs.filter(
    (port) =>
      (port.type === null || port.type === "float32") &&
      (port.shape === null || port.shape.length === 2 || port.shape.length === 4),
  );

export const noClassOutput = (model: Model): EngineError =>
  new EngineError(
    "no-class-output",
    `The model has no output of class scores [N, classes] with at least 2 classes (its outputs: ${model.outputs.map((o) => `"${o.name}"${o.shape ? ` ${shapeText(o.shape)}` : ""}`).join(", ") || "none"}).`,
  );
