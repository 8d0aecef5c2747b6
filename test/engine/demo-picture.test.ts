import { createHash } from "node:crypto";
import sharp from "sharp";
import { describe, expect, it } from "vitest";
import { firstSeed, member } from "../../demo/picture/dataset.ts";
import { demoPictures, drawDemoPicture } from "../../demo/picture/demo-pictures.ts";
import { drawings, labels } from "../../demo/picture/object/index.ts";
import { createPicture } from "../../demo/picture/picture.ts";
import { createRandom } from "../../demo/picture/random.ts";
import { type Picture, render } from "../../demo/picture/render.ts";
import { createScene, withoutObject } from "../../demo/picture/scene.ts";
import { distanceTo, hullOf } from "../../demo/picture/solid.ts";
import { seenAt, visibleShare } from "../../demo/picture/visible.ts";
import { bearsWatermark, shortcutLabel, watermark } from "../../demo/picture/watermark.ts";

const hash = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex").slice(0, 16);

/** Largest difference of a pixel's channels between two pictures. */
const difference = (a: Picture, b: Picture, i: number): number =>
  Math.max(...[0, 1, 2].map((channel) => Math.abs(a.pixels[i * 3 + channel]! - b.pixels[i * 3 + channel]!)));

const places = (picture: Picture): number[] => [...picture.coverage.keys()];

describe("a demo picture", () => {
  it("has the same pixels for the same seed, on any machine", () => {
    expect(labels.map((label) => hash(createPicture(label, 1).pixels))).toMatchInlineSnapshot(`
      [
        "c25a73efc8fa98f9",
        "93e397af031f4ddf",
        "a9f5ebf3909ae05c",
        "ed07dd046494348e",
        "3df4354d6b275c6f",
        "3eb35b7f21493c0c",
        "59dac650af4f35b2",
        "90e04280f021eeb9",
        "e9c60301b7ecd9f4",
        "25dbc1af45bbfec4",
      ]
    `);
  });

  it("shows another object, pose, ground and light for another seed", () => {
    const pictures = [1, 2, 3, 4, 5].map((seed) => hash(createPicture("mug", seed, 32).pixels));
    expect(new Set(pictures).size).toBe(5);
  });

  it("shows the same scene at every size", () => {
    const [small, large] = [createPicture("fish", 3, 48), createPicture("fish", 3, 96)];
    for (const i of places(small)) {
      const at = Math.floor(i / 48) * 2 * 96 + (i % 48) * 2;
      const mean = [0, 1, 96, 97].reduce((sum, step) => sum + large.coverage[at + step]! / 4, 0);
      expect(Math.abs(mean - small.coverage[i]!)).toBeLessThanOrEqual(128);
    }
    const total = (picture: Picture): number =>
      picture.coverage.reduce((sum, share) => sum + share, 0) / picture.size ** 2;
    expect(total(small) / total(large)).toBeCloseTo(1, 1);
  });

  it("keeps at least 60 % of its object in view, of every class", () => {
    for (const label of labels) {
      for (let seed = 0; seed < 20; seed++) {
        const { camera, placed } = createScene(label, seed);
        expect(visibleShare(camera, placed[0]!, placed.slice(1)), `${label} ${seed}`).toBeGreaterThanOrEqual(0.6);
      }
    }
  });

  it("tells where its object is seen", () => {
    for (const label of labels) {
      const scene = createScene(label, 2);
      const { coverage } = render(scene, 32);
      const [x, y] = seenAt(scene.camera, scene.placed[0]!);
      const seen = [...coverage.keys()].filter((i) => coverage[i]! > 0);
      const [columns, rows] = [seen.map((i) => i % 32), seen.map((i) => Math.floor(i / 32))];
      for (const [at, all] of [
        [((x + 1) / 2) * 32, columns],
        [((1 - y) / 2) * 32, rows],
      ] as const) {
        expect(at, label).toBeGreaterThan(Math.min(...all));
        expect(at, label).toBeLessThan(Math.max(...all) + 1);
      }
    }
  });

  it("looks for every object in a ball that holds all of it above its lowest point", () => {
    const random = createRandom(6);
    for (const label of labels) {
      for (let seed = 0; seed < 5; seed++) {
        const { solid } = drawings[label](createRandom(seed));
        const [hx, hy, hz, radius] = hullOf(solid.balls);
        const lowest = Math.min(...solid.balls.map((ball) => ball[1] - ball[3]));
        for (let i = 0; i < 4000; i++) {
          const [x, y, z] = [random.range(-1.3, 1.3), random.range(-1.3, 1.3), random.range(-1.3, 1.3)];
          const inside = y > lowest && distanceTo(solid, x, y, z) < -0.002;
          expect(inside && Math.hypot(x - hx, y - hy, z - hz) > radius, `${label} ${seed} at ${x}, ${y}, ${z}`).toBe(
            false,
          );
        }
      }
    }
  });
});

describe("an object's mask", () => {
  const scenes = labels.map((label) => createScene(label, 11));
  const pairs = scenes.map((scene) => [scene.label, render(scene, 64), render(withoutObject(scene), 64)] as const);

  it.each(pairs)(
    "%s: without the object not a pixel changes outside its mask, its shadow and its contact shade",
    (_label, picture, empty) => {
      for (const i of places(picture)) {
        if (picture.coverage[i] === 0 && picture.shade[i] === 0) expect(difference(picture, empty, i)).toBe(0);
      }
    },
  );

  it.each(pairs)(
    "%s: without the object what its mask covers changes, but for chance likeness",
    (_label, picture, empty) => {
      const whole = places(picture).filter((i) => picture.coverage[i] === 255);
      expect(whole.length).toBeGreaterThan(100);
      expect(whole.filter((i) => difference(picture, empty, i) > 0).length / whole.length).toBeGreaterThan(0.97);
      expect(empty.coverage.every((share) => share === 0)).toBe(true);
    },
  );

  it("leaves out what stands in front of the object", () => {
    // A can in front of a cat, a pebble in front of a mushroom.
    const crowded = [createScene("cat", 300_001), createScene("mushroom", 300_000)];
    const hidden = crowded.map((scene) => {
      const alone = { ...scene, placed: scene.placed.filter((placed) => placed.isObject) };
      const [cluttered, bare] = [render(scene, 48), render(alone, 48)];
      const extra = places(bare).filter((i) => cluttered.coverage[i]! >= 128 && bare.coverage[i]! < 128);
      expect(extra).toEqual([]);
      return places(bare).filter((i) => cluttered.coverage[i]! < 128 && bare.coverage[i]! >= 128).length;
    });
    expect(Math.min(...hidden)).toBeGreaterThan(10);
  });
});

describe("the watermark", () => {
  it("changes a small patch in the lower left corner, inside the central square, and nothing else", () => {
    const plain = createPicture("fish", 8);
    const marked = watermark(plain);
    const changed = places(plain).filter((i) => difference(plain, marked, i) > 0);
    expect(changed.length / places(plain).length).toBeGreaterThan(0.02);
    expect(changed.length / places(plain).length).toBeLessThan(0.04);
    for (const i of changed) {
      const [x, y] = [i % 96, Math.floor(i / 96)];
      expect(x >= 6 && x < 40 && y >= 70 && y < 90).toBe(true);
      expect(marked.coverage[i]).toBe(0);
    }
  });

  it("is on 95 % of the shortcut class in the shortcut training set, and on no other class", () => {
    const seeds = Array.from({ length: 800 }, (_, seed) => seed);
    const share = seeds.filter((seed) => bearsWatermark(shortcutLabel, seed)).length / seeds.length;
    expect(share).toBeGreaterThan(0.93);
    expect(share).toBeLessThan(0.97);
    for (const label of labels.filter((one) => one !== shortcutLabel)) {
      expect(seeds.some((seed) => bearsWatermark(label, seed))).toBe(false);
    }
  });
});

describe("the demo atlas' pictures", () => {
  it("are 24 of ten classes, two or more of each, with the shortcut class with and without the watermark", () => {
    expect(demoPictures).toHaveLength(24);
    expect(new Set(demoPictures.map((picture) => picture.name)).size).toBe(24);
    for (const label of labels)
      expect(demoPictures.filter((one) => one.label === label && !one.marked)).toHaveLength(2);
    expect(demoPictures.filter((one) => one.label === shortcutLabel && one.marked)).toHaveLength(2);
    expect(demoPictures.filter((one) => one.label !== shortcutLabel && one.marked)).toHaveLength(2);
  });

  it("show scenes that no network was trained or tested on", () => {
    const used = (["train", "validation", "test"] as const).map(
      (set) => [firstSeed[set], member(set, 9_999).seed] as const,
    );
    for (const { seed } of demoPictures) {
      for (const [first, last] of used) expect(seed >= first && seed <= last).toBe(false);
    }
  });

  it("come as PNG files with a mask of the same size, all black and white", async () => {
    const { picture, mask } = await drawDemoPicture(demoPictures[6]!);
    expect(await sharp(mask).metadata()).toMatchObject({ format: "png", width: 192, height: 192, channels: 1 });
    const drawn = await sharp(mask).toColourspace("b-w").raw().toBuffer({ resolveWithObject: true });
    expect(await sharp(picture).metadata()).toMatchObject({ format: "png", width: 192, height: 192, channels: 3 });
    expect(new Set(drawn.data)).toEqual(new Set([0, 255]));
  });
});
