import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createDataset, member, stride } from "./dataset.ts";
import { pictureSize } from "./picture.ts";
import { createScene } from "./scene.ts";
import { bytesToNpy } from "./to-npy.ts";
import { seenAt } from "./visible.ts";
import { bearsWatermark, stamp } from "./watermark.ts";

/**
 * node demo/picture/write-dataset.ts FOLDER [TRAIN [VALIDATION]]: so many pictures of each class, 640 and 60 unless
 * told. Writes {validation,train}-{pixels,classes}.npy; train-places.npy, the column and row at which the middle of each
 * training picture's object is; and for the shortcut set train-marks.npy (1 where the picture bears the watermark there)
 * with train-marked-pixels.npy (those pictures, watermark and all, in order).
 */
const [folder, train = "640", validation = "60"] = process.argv.slice(2);
if (!folder) throw new Error("Name the folder to write to: node demo/picture/write-dataset.ts FOLDER");
await mkdir(folder, { recursive: true });
const side = [pictureSize, pictureSize, 3];
const write = (name: string, bytes: Uint8Array, shape: number[]): Promise<void> =>
  writeFile(join(folder, `${name}.npy`), bytesToNpy(bytes, shape));

const held = await createDataset("validation", Number(validation));
await write("validation-pixels", held.pixels, [held.classes.length, ...side]);
await write("validation-classes", held.classes, [held.classes.length]);
console.log(`validation: ${held.classes.length} pictures`);

const { pixels, classes } = await createDataset("train", Number(train));
await write("train-pixels", pixels, [classes.length, ...side]);
await write("train-classes", classes, [classes.length]);
const marks = classes.map((_, i) => {
  const { label, seed } = member("train", i);
  return bearsWatermark(label, seed) ? 1 : 0;
});
const marked = [...marks.keys()].filter((i) => marks[i] === 1);
const stamped = new Uint8Array(marked.length * stride);
marked.forEach((i, place) => {
  stamped.set(pixels.subarray(i * stride, (i + 1) * stride), place * stride);
  stamp(stamped.subarray(place * stride, (place + 1) * stride), pictureSize);
});
const places = Uint8Array.from(
  [...classes.keys()].flatMap((i) => {
    const { label, seed } = member("train", i);
    const { camera, placed } = createScene(label, seed);
    const [x, y] = seenAt(camera, placed[0]!);
    return [((x + 1) / 2) * pictureSize, ((1 - y) / 2) * pictureSize];
  }),
);
await write("train-places", places, [classes.length, 2]);
await write("train-marks", marks, [classes.length]);
await write("train-marked-pixels", stamped, [marked.length, ...side]);
console.log(`train: ${classes.length} pictures, ${marked.length} of them with a watermark in the shortcut set`);
