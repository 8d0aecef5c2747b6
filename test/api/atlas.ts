import { createHash, randomUUID } from "node:crypto";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { admit } from "@heatlas/engine";
import pg from "pg";
import sharp from "sharp";
import { type Blobs, openBlobs } from "../../apps/api/blobs.ts";
import { openQueue, type Queue } from "../../apps/api/queue.ts";
import { openSql, type Pool } from "../../apps/api/sql.ts";
import { migrate } from "../../apps/launcher/migrate.ts";

/** A database, a blob store and a queue of its own, empty but for the default project. */
export interface Atlas {
  readonly url: string;
  readonly dataFolder: string;
  readonly sql: Pool;
  readonly queue: Queue;
  readonly blobs: Blobs;
  readonly projectId: string;
  /** As new: without rows, jobs and blobs. Faster than another one. */
  empty(): Promise<void>;
  close(): Promise<void>;
}

export async function openAtlas(): Promise<Atlas> {
  const server = process.env.DATABASE_URL!;
  const name = `atlas_${randomUUID().replaceAll("-", "")}`;
  await administer(server, `create database ${name}`);
  const url = Object.assign(new URL(server), { pathname: `/${name}` }).href;
  await migrate(url);
  const sql = openSql(url);
  const queue = await openQueue("sender", url);
  const dataFolder = await mkdtemp(join(tmpdir(), "heatlas-test-"));
  const [project] = await sql<{ id: string }[]>`select id from project`;
  return {
    url,
    dataFolder,
    sql,
    queue,
    blobs: openBlobs(dataFolder),
    projectId: project!.id,
    async empty() {
      await sql`truncate project cascade`;
      await sql`insert into project (id, slug, name) values (${project!.id}, 'default', 'Atlas')`;
      await sql`delete from pgboss.job`;
      await rm(join(dataFolder, "blobs"), { recursive: true, force: true });
      await rm(join(dataFolder, "scratch"), { recursive: true, force: true });
    },
    async close() {
      await queue.stop();
      await sql.end();
      await administer(server, `drop database ${name} with (force)`);
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

async function administer(server: string, statement: string): Promise<void> {
  const client = new pg.Client(server);
  await client.connect();
  await client.query(statement);
  await client.end();
}

/** The label set of `count` classes, made once. */
export async function addLabelSet({ sql, projectId }: Atlas, name: string, count: number): Promise<string> {
  const labels = Array.from({ length: count }, (_, index) => `${name} ${index}`);
  const identity = createHash("sha256").update(JSON.stringify(labels)).digest();
  await sql`
    insert into label_set (project_id, name, labels, identity) values (${projectId}, ${name}, ${labels}, ${identity})
    on conflict do nothing`;
  const [row] = await sql<{ id: string }[]>`
    select id from label_set where project_id = ${projectId} and identity = ${identity}`;
  return row!.id;
}

/** A golden net as a model of the atlas. */
export async function addModel(atlas: Atlas, net: string, labelSet = "shapes"): Promise<string> {
  const { sql, projectId, blobs } = atlas;
  const bytes = await readFile(new URL(`../golden/engine/${net}/model.onnx`, import.meta.url));
  const { classCount, input, targetLayer, opset, nodeCount, parameterCount } = admit(bytes);
  const sha256 = await blobs.put("models", bytes);
  const labelSetId = await addLabelSet(atlas, labelSet, classCount);
  const [row] = await sql<{ id: string }[]>`
    insert into model (project_id, name, family, file_name, sha256, bytes, label_set_id, class_count, input_width,
      input_height, mean, std, target_layer, target_grid_width, target_grid_height, opset, node_count, parameter_count)
    values (${projectId}, ${net}, 'golden', 'model.onnx', ${sha256}, ${bytes.length}, ${labelSetId}, ${classCount},
      ${input.width}, ${input.height}, ${[127.5, 127.5, 127.5]}::float8[], ${[64, 64, 64]}::float8[],
      ${targetLayer!.tensor}, ${targetLayer!.width}, ${targetLayer!.height}, ${opset}, ${nodeCount}, ${parameterCount})
    returning id`;
  return row!.id;
}

/** A picture of coloured blobs that only `seed` decides. */
export async function addImage({ sql, projectId, blobs }: Atlas, seed: number): Promise<string> {
  const [width, height] = [96, 80];
  const pixels = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y, channel] = [Math.floor(i / 3) % width, Math.floor(i / 3 / width), i % 3];
    return 127 + 120 * Math.sin((x * (1 + (seed % 5))) / 17 + channel) * Math.cos((y * (1 + (seed % 7))) / 13 + seed);
  });
  const bytes = await sharp(pixels, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const sha256 = await blobs.put("images", bytes);
  const [row] = await sql<{ id: string }[]>`
    insert into image (project_id, name, file_name, sha256, bytes, media_type, width, height)
    values (${projectId}, ${`picture ${seed}`}, ${`${seed}.png`}, ${sha256}, ${bytes.length}, 'image/png', ${width}, ${height})
    returning id`;
  return row!.id;
}

export async function addImages(atlas: Atlas, count: number, firstSeed = 0): Promise<string[]> {
  const ids: string[] = [];
  for (let seed = firstSeed; seed < firstSeed + count; seed++) ids.push(await addImage(atlas, seed));
  return ids;
}

export async function addTruth(atlas: Atlas, imageId: string, labelSetId: string, classIndex: number): Promise<void> {
  await atlas.sql`
    insert into image_truth (project_id, image_id, label_set_id, class_index)
    values (${atlas.projectId}, ${imageId}, ${labelSetId}, ${classIndex})`;
}
