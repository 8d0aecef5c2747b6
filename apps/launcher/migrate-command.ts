/** `npm run migrate`: brings the database of DATABASE_URL up to date, for deployments that start the parts by themselves. */
import { messageOf, StartError } from "./errors.ts";
import { migrate } from "./migrate.ts";

try {
  const url = process.env.DATABASE_URL;
  if (!url)
    throw new StartError("Set DATABASE_URL to the database to migrate (npm start migrates the embedded one itself).");
  const applied = await migrate(url);
  console.log(applied.length === 0 ? "The database is up to date." : `Applied ${applied.join(", ")}.`);
} catch (error) {
  console.error(error instanceof StartError ? error.message : `Unexpected: ${messageOf(error)}`);
  process.exitCode = 1;
}
