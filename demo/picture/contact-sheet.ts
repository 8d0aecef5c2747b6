import sharp from "sharp";
import { labels } from "./object/index.ts";
import { createPicture } from "./picture.ts";

/**
 * node demo/picture/contact-sheet.ts FILE.png [COLUMNS [SIZE [SEED]]]: a row of each class, for looking at.
 * 10 columns of 96 pixels from seed 0 unless told.
 */
const [file, columns = "10", side = "96", first = "0"] = process.argv.slice(2);
if (!file) throw new Error("Name the picture to write: node demo/picture/contact-sheet.ts FILE.png");
const [count, size] = [Number(columns), Number(side)];
const cells = labels.flatMap((label, row) =>
  Array.from({ length: count }, (_, column) => ({
    input: Buffer.from(createPicture(label, Number(first) + column, size).pixels),
    raw: { width: size, height: size, channels: 3 as const },
    left: column * size,
    top: row * size,
  })),
);
const sheet = { width: count * size, height: labels.length * size, channels: 3 as const, background: "black" };
await sharp({ create: sheet }).composite(cells).png().toFile(file);
