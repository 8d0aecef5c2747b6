import { encode, readNpy } from "@heatlas/engine";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type Api, openApi } from "./api.ts";
import { type Atlas, openAtlas } from "./atlas.ts";
import { addGrid, type Grid } from "./grid.ts";

let atlas: Atlas;
let api: Api;
let grid: Grid;
beforeAll(async () => {
  atlas = await openAtlas();
  grid = await addGrid(atlas, 1);
  api = await openApi(atlas);
});
afterAll(async () => {
  await api.close();
  await atlas.close();
});

const forEver = "public, max-age=31536000, immutable";
const image = (rest: string) => api.get(`/p/default/image/${grid.imageIds[0]}${rest}`);

/** Gives a finished map known values: in its row, or in a pack behind another map. */
async function setMap(
  number: number,
  { width, height, values, signed = false, packed = false }: KnownMap,
): Promise<string> {
  const encoded = encode({ width, height, values: Float64Array.from(values) });
  const pack = packed ? await atlas.blobs.put("packs", Buffer.concat([Buffer.alloc(7), encoded.values])) : null;
  const [row] = await atlas.sql<{ id: string }[]>`
    update heatmap set grid_width = ${width}, grid_height = ${height}, scale = ${encoded.scale}, signed = ${signed},
      "values" = ${pack ? null : encoded.values}, pack = ${pack}, pack_offset = ${pack ? 7 : null},
      pack_length = ${pack ? encoded.values.length : null}
    where id = (select id from heatmap order by id offset ${number} limit 1) returning id`;
  return row!.id;
}

interface KnownMap {
  width: number;
  height: number;
  values: number[];
  signed?: boolean;
  packed?: boolean;
}

const pixelsOf = async (response: Response) => {
  const { data, info } = await sharp(await response.arrayBuffer())
    .raw()
    .toBuffer({ resolveWithObject: true });
  const pixel = (x: number, y: number) => [...data.subarray((y * info.width + x) * info.channels).subarray(0, 3)];
  return { ...info, pixel };
};

describe("an image", () => {
  test("is shown as models see it, upright and square, and may be kept for ever", async () => {
    const response = await image(".jpg?size=64");
    expect(response.headers.get("content-type")).toBe("image/jpeg");
    expect(response.headers.get("cache-control")).toBe(forEver);
    const { width, height } = await pixelsOf(response);
    expect([width, height]).toEqual([64, 64]);
  });

  test("looks different cut from the centre and whole", async () => {
    const [centre, whole] = await Promise.all([image(".jpg?view=centre"), image(".jpg?view=whole")]);
    expect(Buffer.from(await centre.arrayBuffer())).not.toEqual(Buffer.from(await whole.arrayBuffer()));
  });

  test("is given back as the bytes that came", async () => {
    const [row] = await atlas.sql<{ sha256: Buffer }[]>`select sha256 from image where id = ${grid.imageIds[0]!}`;
    const response = await image("/original");
    expect(response.headers.get("content-type")).toBe("image/png");
    expect(response.headers.get("cache-control")).toBe(forEver);
    expect(Buffer.from(await response.arrayBuffer())).toEqual(await atlas.blobs.read("images", row!.sha256));
  });

  test("cannot be run as a page of ours, whatever it holds", async () => {
    const { headers } = await image("/original");
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("content-security-policy")).toBe("default-src 'none'; sandbox");
    expect(headers.get("cross-origin-resource-policy")).toBe("same-origin");
  });
});

describe("a heat map", () => {
  const ramp = { width: 2, height: 2, values: [0, 1, 2, 4] };

  test("is its kept values as NumPy float32, whether they lie in the row or in a pack", async () => {
    for (const packed of [false, true]) {
      const id = await setMap(0, { ...ramp, packed });
      const response = await api.get(`/p/default/heatmap/${id}.npy`);
      expect(response.headers.get("cache-control")).toBe(forEver);
      const { shape, data } = readNpy(new Uint8Array(await response.arrayBuffer()));
      expect(shape).toEqual([2, 2]);
      expect([...data]).toEqual(ramp.values);
    }
  });

  test("is painted from the lowest colour to the highest", async () => {
    const id = await setMap(0, ramp);
    const response = await api.get(`/p/default/heatmap/${id}.png?colormap=viridis&normalisation=minmax&size=32`);
    expect(response.headers.get("content-type")).toBe("image/png");
    const { width, height, channels, pixel } = await pixelsOf(response);
    expect([width, height, channels]).toEqual([32, 32, 3]);
    expect(pixel(0, 0)).toEqual([68, 1, 84]);
    expect(pixel(31, 31)).toEqual([253, 231, 37]);
  });

  test("that has a sign is blue where it speaks against, red where it speaks for, white at zero", async () => {
    const id = await setMap(1, { width: 3, height: 1, values: [-2, 0, 2], signed: true });
    const { pixel } = await pixelsOf(await api.get(`/p/default/heatmap/${id}.png?size=48`));
    const [against, none, for_] = [pixel(0, 0), pixel(24, 0), pixel(47, 0)] as [number[], number[], number[]];
    expect(against[2]! - against[0]!).toBeGreaterThan(80);
    expect(for_[0]! - for_[2]!).toBeGreaterThan(80);
    expect(Math.min(...none)).toBeGreaterThan(240);
  });

  test("that is not finished is not there", async () => {
    const [row] = await atlas.sql<{ id: string }[]>`
      update heatmap set status = 'failed', "values" = null
      where id = (select id from heatmap order by id offset 2 limit 1) returning id`;
    expect((await api.get(`/p/default/heatmap/${row!.id}.png`)).status).toBe(404);
  });
});

test("an image whose bytes are gone is told so, and the answer is not kept", async () => {
  const log = vi.spyOn(console, "error").mockImplementation(() => {});
  const [row] = await atlas.sql<{ id: string }[]>`
    insert into image (project_id, name, file_name, sha256, bytes, media_type, width, height)
    values (${atlas.projectId}, 'gone', 'gone.png', ${Buffer.alloc(32)}, 1000, 'image/png', 9, 9) returning id`;
  for (const rest of [".jpg", "/original"]) {
    const response = await api.get(`/p/default/image/${row!.id}${rest}`);
    expect(response.status).toBe(500);
    expect(response.headers.get("cache-control")).toBeNull();
    expect(await response.json()).toMatchObject({ error: { code: "internal" } });
  }
  log.mockRestore();
});

describe("an address that is wrong", () => {
  const noId = "00000000-0000-7000-8000-000000000000";

  test.each([
    [`image/${noId}.jpg`, 404, /^There is no image/],
    [`heatmap/${noId}.png`, 404, /^There is no heatmap/],
    ["image/..%2f..%2fetc%2fpasswd.jpg", 404, /^There is no image/],
    ["heatmap/1;drop table heatmap.npy", 404, /^There is no heatmap/],
    ["image/%E0%A4%A.jpg", 400, /cannot be read/],
    [`image/${noId}.jpg?size=0`, 400, /size is "0"; it can be a whole number from 16 to 1024/],
    [`image/${noId}.jpg?size=1e3`, 400, /size is "1e3"/],
    [`image/${noId}.jpg?view=as-trained`, 400, /choose one of centre, whole/],
    [`heatmap/${noId}.png?colormap=rainbow`, 400, /There is no colormap "rainbow"; choose one of .*inferno/],
    [`heatmap/${noId}.png?normalisation=log`, 400, /choose one of .*p99/],
    [`heatmap/${noId}.gif`, 404, /^There is no/],
  ])("%s is answered in one sentence", async (path, status, sentence) => {
    const response = await api.get(`/p/default/${path}`);
    expect(response.status).toBe(status);
    const { error } = (await response.json()) as { error: { message: string } };
    expect(error.message).toMatch(sentence);
    expect(error.message).toMatch(/^[^\n]+\.$/);
  });

  test("is never kept", async () => {
    expect((await api.get(`/p/default/image/${noId}.jpg`)).headers.get("cache-control")).toBeNull();
  });
});
