import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { connect } from "./database.ts";
import { codeOf, StartError } from "./errors.ts";
import { makeFolder } from "./make-folder.ts";
import { explainFailure } from "./postgres/failure.ts";

/**
 * Binds a data folder to the atlas of the (migrated) database at `url`, the first time; later refuses, by StartError,
 * a folder that belongs to another. The worker removes files that its database does not name: with the wrong folder,
 * those would be all of another atlas's.
 */
export async function claimDataFolder(dataFolder: string, url: string): Promise<void> {
  const file = join(dataFolder, "atlas");
  const id = await readAtlasId(url);
  try {
    await makeFolder(dataFolder);
    await writeFile(file, `${id}\n`, { flag: "wx" });
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw explainFailure("write its files", String(error), dataFolder);
    if ((await readFile(file, "utf8")).trim() === id) return;
    throw new StartError(
      `The data folder ${dataFolder} holds the files of another database's atlas: set HEATLAS_DATA to the folder that belongs to this database, or to a new one.`,
    );
  }
}

/** The default project is made by the first migration, so its id is the database's own. */
async function readAtlasId(url: string): Promise<string> {
  const client = await connect(url, "heatlas start");
  try {
    const { rows } = await client.query<{ id: string }>("select id from project order by id limit 1");
    return rows[0]?.id ?? "none";
  } finally {
    await client.end();
  }
}
