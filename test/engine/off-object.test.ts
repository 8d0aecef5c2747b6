import fc from "fast-check";
import sharp from "sharp";
import { describe, expect, test } from "vitest";
import {
  admitMask,
  maskToPng,
  type ObjectMask,
  objectCoverage,
  objectShare,
  offObjectShare,
  readMask,
} from "../../packages/engine/src/index.ts";

const whole = { x: 0, y: 0, width: 1, height: 1 };

const maskOf = (rows: readonly string[]): ObjectMask => ({
  width: rows[0]!.length,
  height: rows.length,
  object: Uint8Array.from(rows.join(""), (sign) => (sign === "#" ? 1 : 0)),
});

/**
 * Each pixel cut into w × h pieces, each piece belongs to one pixel and one cell: counting them is the definition, in whole
 * numbers.
 */
function coverageByPieces(
  mask: ObjectMask,
  rect: { left: number; top: number; width: number; height: number },
  w: number,
  h: number,
) {
  const counts = new Array<number>(w * h).fill(0);
  for (let y = 0; y < rect.height * h; y++) {
    for (let x = 0; x < rect.width * w; x++) {
      const pixel = (rect.top + Math.floor(y / h)) * mask.width + rect.left + Math.floor(x / w);
      counts[Math.floor(y / rect.height) * w + Math.floor(x / rect.width)]! += mask.object[pixel]!;
    }
  }
  return counts.map((count) => count / (rect.width * rect.height));
}

const scene = fc
  .record({ width: fc.integer({ min: 1, max: 12 }), height: fc.integer({ min: 1, max: 12 }) })
  .chain(({ width, height }) =>
    fc.record({
      mask: fc
        .array(fc.integer({ min: 0, max: 1 }), { minLength: width * height, maxLength: width * height })
        .map((object) => ({ width, height, object: Uint8Array.from(object) })),
      across: fc.tuple(fc.integer({ min: 0, max: width - 1 }), fc.integer({ min: 0, max: width - 1 })),
      down: fc.tuple(fc.integer({ min: 0, max: height - 1 }), fc.integer({ min: 0, max: height - 1 })),
      w: fc.integer({ min: 1, max: 9 }),
      h: fc.integer({ min: 1, max: 9 }),
    }),
  );

describe("the object's share of a map's cells", () => {
  test("is the share of each cell's own part of the picture, whatever the grid", () => {
    fc.assert(
      fc.property(scene, ({ mask, across, down, w, h }) => {
        const [left, right] = [Math.min(...across), Math.max(...across) + 1];
        const [top, bottom] = [Math.min(...down), Math.max(...down) + 1];
        const pixels = { left, top, width: right - left, height: bottom - top };
        const rect = {
          x: left / mask.width,
          y: top / mask.height,
          width: pixels.width / mask.width,
          height: pixels.height / mask.height,
        };
        const expected = coverageByPieces(mask, pixels, w, h);
        const found = objectCoverage(mask, rect, w, h);
        expect([found.width, found.height]).toEqual([w, h]);
        for (const [cell, share] of expected.entries()) expect(found.values[cell]).toBeCloseTo(share, 12);
        expect(objectShare(found)).toBeCloseTo(expected.reduce((a, b) => a + b, 0) / (w * h), 12);
        // As a database keeps a rectangle, in float32.
        const kept = Object.fromEntries(Object.entries(rect).map(([key, value]) => [key, Math.fround(value)]));
        expect(objectCoverage(mask, kept as typeof rect, w, h)).toEqual(found);
      }),
    );
  });
});

describe("the share of a map's relevance off the object", () => {
  const left = maskOf(["##..", "##.."]);
  const coverage = objectCoverage(left, whole, 4, 2);
  const share = (values: number[], on = coverage) =>
    offObjectShare({ width: on.width, height: on.height, values: Float64Array.from(values) }, on);

  test("is Σ v⁺(1 − c) / Σ v⁺", () => {
    expect(share([1, 0, 3, 0, 0, 0, 0, 0])).toBe(0.75);
    expect(share([1, 2, 0, 0, 3, 4, 0, 0])).toBe(0);
    expect(share([0, 0, 0, 1, 0, 0, 2, 0])).toBe(1);
    // A cell that the object half covers is half off it.
    expect(share([5], objectCoverage(left, whole, 1, 1))).toBe(0.5);
  });

  test("leaves out what speaks against the class", () => {
    expect(share([1, -9, 1, -9, -9, 0, 0, -9])).toBe(0.5);
  });

  test("is not known where nothing is positive", () => {
    expect(share([0, 0, 0, 0, 0, 0, 0, 0])).toBeNull();
    expect(share([-1, -1, 0, 0, 0, 0, 0, -3])).toBeNull();
  });

  test("of an even map is the share of the picture that is no object", () => {
    fc.assert(
      fc.property(scene, ({ mask, w, h }) => {
        const on = objectCoverage(mask, whole, w, h);
        const even = offObjectShare({ width: w, height: h, values: new Float64Array(w * h).fill(0.3) }, on);
        expect(even).toBeCloseTo(1 - objectShare(on), 12);
      }),
    );
  });
});

describe("an object mask", () => {
  const size = { width: 4, height: 2 };
  const mask = maskOf(["##..", ".#.#"]);
  const png = (channels: 1 | 3 | 4, paint: (on: boolean) => number[]) =>
    sharp(Uint8Array.from([...mask.object].flatMap((on) => paint(on === 1))), { raw: { ...size, channels } })
      .png()
      .toBuffer();

  test("is read back as it was written", async () => {
    expect(await readMask(await maskToPng(mask))).toEqual(mask);
  });

  test("may be grey, coloured or transparent, and is the object from grey 128 on", async () => {
    for (const bytes of [
      await png(1, (on) => [on ? 128 : 127]),
      await png(3, (on) => (on ? [255, 255, 255] : [0, 0, 0])),
      await png(4, (on) => (on ? [255, 255, 255, 255] : [255, 255, 255, 0])),
      await sharp(await maskToPng(mask))
        .toColourspace("grey16")
        .png({ palette: false })
        .toBuffer(),
      await sharp(await maskToPng(mask))
        .png({ palette: true })
        .toBuffer(),
    ]) {
      expect(await admitMask(bytes, size)).toEqual(mask);
    }
  });

  test("that does not fit is refused in one sentence", async () => {
    const refusal = async (bytes: Uint8Array, picture = size) => {
      const error = await admitMask(bytes, picture).then(
        () => null,
        (thrown: { code: string; message: string }) => thrown,
      );
      expect(error?.message).toMatch(/^[^\n]{10,300}\.$/);
      return [error?.code, error?.message];
    };
    const good = await maskToPng(mask);
    expect(await refusal(good, { width: 5, height: 2 })).toEqual([
      "mask-size",
      "The mask is 4×2 pixels and its picture, upright, 5×2: give it the picture's size.",
    ]);
    expect((await refusal(await sharp(good).jpeg().toBuffer()))[0]).toBe("mask-not-png");
    expect((await refusal(new Uint8Array(0)))[0]).toBe("mask-not-png");
    expect((await refusal(good.subarray(0, 40)))[0]).toBe("picture-damaged");
    expect((await refusal(await maskToPng({ ...size, object: new Uint8Array(8) })))[0]).toBe("mask-empty");
  });
});
