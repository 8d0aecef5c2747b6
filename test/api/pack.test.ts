import { createHash } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { openBlobs } from "../../apps/api/blobs.ts";
import { inlineBytes, mapsPerPack, type Place, placeMaps } from "../../apps/api/heatmap/pack.ts";
import { readValues } from "../../apps/api/heatmap/store.ts";

const folder = await mkdtemp(join(tmpdir(), "heatlas-pack-"));
const blobs = openBlobs(folder);
afterAll(() => rm(folder, { recursive: true }));

const bytes = (length: number, seed: number) => Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7) % 256);

const stored = (place: Place) =>
  "pack" in place
    ? { values: null, pack: place.pack, packOffset: place.offset, packLength: place.length }
    : { values: place.values, pack: null, packOffset: null, packLength: null };

test("maps of every size come back byte for byte from where they were put", async () => {
  const maps = [98, inlineBytes, inlineBytes + 2, 4_608, 8, 100_352].map(bytes);
  const places = await placeMaps(blobs, maps);
  expect(places.map((place) => "pack" in place)).toEqual([false, false, true, true, false, true]);
  for (const [i, place] of places.entries()) {
    expect(Buffer.from(await readValues(blobs, stored(place)))).toEqual(Buffer.from(maps[i]!));
  }
});

test("a pack is named by the SHA-256 of its bytes and holds no more maps than its limit", async () => {
  const maps = Array.from({ length: mapsPerPack + 1 }, (_, seed) => bytes(inlineBytes + 1, seed));
  const places = await placeMaps(blobs, maps);
  const names = places.map((place) => ("pack" in place ? Buffer.from(place.pack).toString("hex") : ""));
  expect(names.filter((name) => name === names[0]).length).toBe(mapsPerPack);
  expect(new Set(names).size).toBe(2);
  for (const name of new Set(names)) {
    const content = await readFile(blobs.path("packs", Buffer.from(name, "hex")));
    expect(createHash("sha256").update(content).digest("hex")).toBe(name);
  }
});

test("nothing is written where all maps are small", async () => {
  const before = (await readdir(folder, { recursive: true })).length;
  await placeMaps(blobs, [bytes(98, 1), bytes(98, 2)]);
  expect((await readdir(folder, { recursive: true })).length).toBe(before);
});

test("equal maps share no place by mistake: each has its own bytes", async () => {
  const twin = bytes(5_000, 3);
  const places = await placeMaps(blobs, [twin, bytes(5_000, 4), twin.slice()]);
  const read = await Promise.all(places.map((place) => readValues(blobs, stored(place))));
  expect(read.map((values) => Buffer.from(values).equals(Buffer.from(twin)))).toEqual([true, false, true]);
});
