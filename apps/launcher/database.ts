import pg from "pg";
import { codeOf, messageOf, StartError } from "./errors.ts";

/** uuidv7() came with PostgreSQL 18. */
const oldestVersion = 18;

/** One session of the database at `url`. Throws StartError when it cannot be had; never tells the password. */
export async function connect(url: string, applicationName: string): Promise<pg.Client> {
  if (!URL.canParse(url)) {
    throw new StartError("DATABASE_URL is not of the form postgresql://user:password@host:5432/database.");
  }
  let client: pg.Client;
  try {
    client = new pg.Client({
      connectionString: url,
      application_name: applicationName,
      connectionTimeoutMillis: 15_000,
    });
    client.on("error", () => {}); // A session that is cut later speaks through "end" and through failing queries.
    await client.connect();
  } catch (error) {
    throw explain(error, url);
  }
  const { rows } = await client.query("show server_version_num");
  const version = Math.floor(Number(rows[0].server_version_num) / 10_000);
  if (version >= oldestVersion) return client;
  await client.end();
  throw new StartError(
    `The database at ${placeOf(url)} is PostgreSQL ${version}; Heatlas needs ${oldestVersion} or newer: set DATABASE_URL to such a one, or leave it unset for the embedded one.`,
  );
}

/** Host, port and name of a database, without user and password. */
export function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host || "localhost"}${pathname}`;
}

function explain(error: unknown, url: string): StartError {
  const place = placeOf(url);
  switch (codeOf(error)) {
    case "28P01":
    case "28000":
      return new StartError(`The database at ${place} refuses the user or password in DATABASE_URL: correct them.`);
    case "3D000":
      return new StartError(`There is no database at ${place}: make it (createdb), or correct DATABASE_URL.`);
    case "53300":
      return new StartError(
        `The database at ${place} has no session left: raise its max_connections, or close others.`,
      );
    default:
      return new StartError(
        `The database at ${place} does not answer (${messageOf(error) || codeOf(error)}): start it, or correct DATABASE_URL.`,
      );
  }
}
