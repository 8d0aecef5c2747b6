import { randomUUID } from "node:crypto";
import { cp, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import { migrate, migrationsFolder } from "../../apps/launcher/migrate.ts";

const name = `before_${randomUUID().replaceAll("-", "")}`;
let admin: pg.Client;
let client: pg.Client;
let url: string;
let older: string;
beforeAll(async () => {
  admin = new pg.Client(process.env.DATABASE_URL);
  await admin.connect();
  await admin.query(`create database ${name}`);
  url = Object.assign(new URL(process.env.DATABASE_URL!), { pathname: `/${name}` }).href;
  older = await mkdtemp(join(tmpdir(), "heatlas-migrations-"));
  for (const each of await readdir(migrationsFolder)) {
    if (each < "20261124130000") await cp(join(migrationsFolder, each), join(older, each), { recursive: true });
  }
  await migrate(url, older);
  client = new pg.Client(url);
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await admin.query(`drop database ${name} with (force)`);
  await admin.end();
  await rm(older, { recursive: true });
});

test("dendrograms of before patterns get what patterns are counted on", async () => {
  await client.query(`
    insert into label_set (project_id, name, labels, identity) select id, 'set', '{a,b}', sha256('set') from project;
    insert into model (project_id, name, family, file_name, sha256, bytes, label_set_id, class_count, input_width,
      input_height, mean, std, opset, node_count, parameter_count)
    select project_id, i, 'f', 'f', sha256(convert_to(i::text, 'UTF8')), 1, id, 2, 8, 8, '{0,0,0}', '{1,1,1}', 17, 1, 1
    from label_set cross join generate_series(1, 3) as i;
    insert into image (project_id, name, file_name, sha256, bytes, media_type, width, height)
    select id, 'i', 'i', sha256('i'), 1, 'image/png', 8, 8 from project;
    insert into heatmap (project_id, identity, status, model_id, image_id, method, parameters, view, class_index,
      top_class, area, grid_width, grid_height, scale, values_hash, values, computed_at)
    select image.project_id, sha256(convert_to(model.name, 'UTF8')), 'done', model.id, image.id, 'vanilla', '{}', 'centre',
      0, model.name::int % 2, nullif(model.name::int, 2) / 8.0, 1, 1, 1, sha256('v'), '\\x0000', now()
    from image cross join model;
    insert into similarity_setting (project_id, identity, normalisation, grid, measure)
    select id, sha256('s'), 'auto', 224, 'ssim-gaussian' from project;
    insert into clustering_setting (project_id, identity, similarity_setting_id, distance, linkage)
    select project_id, sha256('c'), id, 'one-minus', 'ward' from similarity_setting;
    insert into leaf_set (project_id, identity, size) select id, sha256('l'), 3 from project;
    insert into clustering (project_id, identity, setting_id, leaf_set_id, image_id, method, heatmap_ids, root_height,
      ties, leaf_order)
    select image.project_id, sha256('t'), clustering_setting.id, leaf_set.id, image.id, 'vanilla',
      (select array_agg(heatmap.id order by model.name) from heatmap join model on model.id = model_id), 2, false, '{0,1,2}'
    from image cross join clustering_setting cross join leaf_set;
    insert into merge (project_id, clustering_id, position, "left", "right", height, size, members)
    select project_id, id, 1, 1, 3, 2, 3, '\\x07' from clustering;
    insert into merge (project_id, clustering_id, position, "left", "right", height, size, members)
    select project_id, id, 0, 0, 2, 1, 2, '\\x05' from clustering;
    insert into similarity (project_id, setting_id, heatmap_a_id, heatmap_b_id, value)
    select a.project_id, similarity_setting.id, a.id, b.id, a.area + b.area
    from similarity_setting cross join heatmap as a join heatmap as b on a.id < b.id where a.area + b.area is not null;`);
  await migrate(url);
  const { rows } = await client.query("select merge_members, first_height, areas, top_classes from clustering");
  expect(rows).toEqual([
    { merge_members: Buffer.from([5, 7]), first_height: 1, areas: [0.125, Number.NaN, 0.375], top_classes: [1, 0, 1] },
  ]);
  // Models 1 and 3 have areas of 1/8 and 3/8; of the second's there is none.
  const { rows: scores } = await client.query<{ scores: Buffer }>("select scores from clustering_similarity");
  const numbers = scores.map((row) => [0, 8, 16].map((at) => row.scores.readDoubleBE(at)));
  expect(numbers).toEqual([[Number.NaN, 0.5, Number.NaN]]);
});
