import { crc32, deflateSync } from "node:zlib";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import {
  inspectPicture,
  type Preprocessing,
  preparePicture,
  viewPicture,
} from "../../packages/engine/src/picture/index.ts";

const plain: Preprocessing = {
  width: 8,
  height: 8,
  mean: [0, 0, 0],
  std: [1, 1, 1],
  standardise: "fixed",
  channelOrder: "rgb",
  cropShare: 0.5,
};

/** A picture whose red grows to the right and whose green grows downwards. */
function ramp(width: number, height: number) {
  const pixels = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) pixels.set([x * 4, y * 4, 7], (y * width + x) * 3);
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } });
}

/** A PNG of zeros, packed as small as PNG can. */
function blackPng(width: number, height: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length, 0);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const header = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0]);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  const data = deflateSync(Buffer.alloc((width + 1) * height));
  const magic = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([magic, chunk("IHDR", header), chunk("IDAT", data), chunk("IEND", Buffer.alloc(0))]);
}

const channel = (pixels: Float32Array, index: number) => [...pixels.subarray(index * 64, (index + 1) * 64)];

describe("inspectPicture", () => {
  it("names size and media type of every format that it takes", async () => {
    for (const format of ["jpeg", "png", "webp", "avif", "tiff", "gif"] as const) {
      const bytes = await ramp(16, 12).toFormat(format).toBuffer();
      expect(await inspectPicture(bytes)).toEqual({ width: 16, height: 12, mediaType: `image/${format}` });
    }
  });

  it("gives the upright size of a turned picture", async () => {
    const bytes = await ramp(16, 12).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    expect(await inspectPicture(bytes)).toMatchObject({ width: 12, height: 16 });
  });

  it("refuses a bomb by its header, without decoding it", async () => {
    const bomb = blackPng(8000, 6251);
    expect(bomb.length).toBeLessThan(100_000);
    await expect(inspectPicture(bomb)).rejects.toMatchObject({
      code: "picture-too-large",
      message: "The picture has more than 50 million pixels, the most that Heatlas reads; make it smaller.",
    });
  });

  it("refuses what is not a picture, in one sentence", async () => {
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/></svg>';
    await expect(inspectPicture(new Uint8Array())).rejects.toMatchObject({
      code: "not-a-picture",
      message: "The picture is empty (0 bytes); give a JPEG, PNG, WebP, AVIF, GIF or TIFF file.",
    });
    for (const text of ["hello, this is not a picture", svg]) {
      await expect(inspectPicture(Buffer.from(text))).rejects.toMatchObject({
        code: "not-a-picture",
        message: "This file is not a picture that Heatlas reads; give a JPEG, PNG, WebP, AVIF, GIF or TIFF file.",
      });
    }
  });

  it("refuses pictures that are cut off anywhere", async () => {
    for (const format of ["jpeg", "png", "webp", "tiff"] as const) {
      const bytes = await ramp(60, 60).toFormat(format).toBuffer();
      for (const share of [0.1, 0.5, 0.9]) {
        const error = await inspectPicture(bytes.subarray(0, Math.floor(bytes.length * share))).catch((e) => e);
        expect([format, share, error.code]).toEqual([format, share, expect.stringMatching(/damaged|not-a-picture/)]);
        expect(error.message).not.toMatch(/vips|\n/i);
      }
    }
  });
});

describe("preparePicture", () => {
  it("centre keeps the central square of .875 of the shorter side", async () => {
    const { rect, pixels } = await preparePicture(await ramp(32, 16).png().toBuffer(), "centre", plain);
    // 14 of 16, from (9, 1); 14 → 8 pixels.
    expect(rect).toEqual({ x: 9 / 32, y: 1 / 16, width: 14 / 32, height: 14 / 16 });
    const red = channel(pixels, 0);
    expect(Math.abs(red[0]! - (9 + 14 / 16 - 0.5) * 4)).toBeLessThan(2);
    expect(Math.abs(red[7]! - (9 + 14 - 14 / 16 - 0.5) * 4)).toBeLessThan(2);
    expect(channel(pixels, 2).every((blue) => blue === 7)).toBe(true);
  });

  it("whole squeezes everything, as-trained keeps the model's own share", async () => {
    const bytes = await ramp(32, 16).png().toBuffer();
    expect((await preparePicture(bytes, "whole", plain)).rect).toEqual({ x: 0, y: 0, width: 1, height: 1 });
    const { rect } = await preparePicture(bytes, "as-trained", plain);
    expect(rect).toEqual({ x: 12 / 32, y: 4 / 16, width: 8 / 32, height: 8 / 16 });
  });

  it("copies pixels where nothing is to be resized", async () => {
    const { pixels } = await preparePicture(await ramp(16, 16).png().toBuffer(), "as-trained", plain);
    expect(channel(pixels, 0).slice(0, 8)).toEqual([16, 20, 24, 28, 32, 36, 40, 44]);
    expect(channel(pixels, 1).slice(0, 9)).toEqual([16, 16, 16, 16, 16, 16, 16, 16, 20]);
  });

  it("turns a picture upright before it cuts", async () => {
    const upright = await ramp(20, 32).png().toBuffer();
    const turned = await sharp(upright).rotate(270).withMetadata({ orientation: 6 }).png().toBuffer();
    expect(await preparePicture(turned, "centre", plain)).toEqual(await preparePicture(upright, "centre", plain));
  });

  it("averages what it shrinks instead of skipping it", async () => {
    const stripes = new Uint8Array(64 * 64).map((_, cell) => (cell % 2) * 255);
    const bytes = await sharp(stripes, { raw: { width: 64, height: 64, channels: 1 } })
      .png()
      .toBuffer();
    const { pixels } = await preparePicture(bytes, "whole", plain);
    for (const value of pixels) expect(Math.abs(value - 127.5)).toBeLessThanOrEqual(12);
  });

  it("lays transparency over white, and reads grey, 16-bit and CMYK pictures as RGB", async () => {
    const size = { width: 8, height: 8 };
    const clear = await sharp({ create: { ...size, channels: 4, background: "#ff000000" } })
      .png()
      .toBuffer();
    expect(new Set((await preparePicture(clear, "whole", plain)).pixels)).toEqual(new Set([255]));
    const grey = await sharp(new Uint8Array(64).fill(90), { raw: { ...size, channels: 1 } })
      .png()
      .toBuffer();
    expect(new Set((await preparePicture(grey, "whole", plain)).pixels)).toEqual(new Set([90]));
    const deep = await sharp(new Uint16Array(192).fill(0x8040), { raw: { ...size, channels: 3 } })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    expect(new Set((await preparePicture(deep, "whole", plain)).pixels)).toEqual(new Set([0x80]));
    const deepClear = await sharp(new Uint16Array(160_000), { raw: { width: 200, height: 200, channels: 4 } })
      .toColourspace("rgb16")
      .png()
      .toBuffer();
    expect(new Set((await preparePicture(deepClear, "whole", plain)).pixels)).toEqual(new Set([255]));
    const cmyk = await sharp({ create: { ...size, channels: 3, background: "#336699" } })
      .toColourspace("cmyk")
      .jpeg()
      .toBuffer();
    const { pixels } = await preparePicture(cmyk, "whole", plain);
    [0x33, 0x66, 0x99].forEach((value, colour) => {
      expect(Math.abs(pixels[colour * 64]! - value)).toBeLessThanOrEqual(4);
    });
  });

  it("subtracts the mean and divides by the deviation of each colour, in the model's channel order", async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#0a1428" } })
      .png()
      .toBuffer();
    const scaled = { ...plain, mean: [2, 4, 8], std: [2, 4, 8] };
    const rgb = (await preparePicture(bytes, "whole", scaled)).pixels;
    expect([rgb[0], rgb[64], rgb[128]]).toEqual([4, 4, 4]);
    const bgr = (await preparePicture(bytes, "whole", { ...plain, channelOrder: "bgr" })).pixels;
    expect([bgr[0], bgr[64], bgr[128]]).toEqual([40, 20, 10]);
  });

  it("standardises per image to mean 0 and deviation 1, and a flat picture to zeros", async () => {
    const own = { ...plain, standardise: "per-image" } as const;
    const { pixels } = await preparePicture(await ramp(16, 16).png().toBuffer(), "whole", own);
    const mean = pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
    const variance = pixels.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 5);
    const flat = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#505050" } })
      .png()
      .toBuffer();
    expect(new Set((await preparePicture(flat, "whole", own)).pixels)).toEqual(new Set([0]));
  });
});

describe("viewPicture", () => {
  it("shows as a JPEG what the models saw", async () => {
    const bytes = await ramp(64, 32).png().toBuffer();
    const jpeg = await viewPicture(bytes, "centre", 8);
    expect(await inspectPicture(jpeg)).toEqual({ width: 8, height: 8, mediaType: "image/jpeg" });
    const shown = await sharp(jpeg).raw().toBuffer();
    const { pixels } = await preparePicture(bytes, "centre", plain);
    for (let cell = 0; cell < 64; cell++) {
      expect(Math.abs(shown[cell * 3]! - pixels[cell]!)).toBeLessThan(16);
    }
  });

  it("refuses as inspectPicture does", async () => {
    await expect(viewPicture(Buffer.from("no picture"), "whole", 8)).rejects.toMatchObject({ code: "not-a-picture" });
  });
});
