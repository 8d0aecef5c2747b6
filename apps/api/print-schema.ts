import { readFile, writeFile } from "node:fs/promises";
import { lexicographicSortSchema, printSchema } from "graphql";
import { schema } from "./schema.ts";

/**
 * Prints the API's schema to schema.graphql, sorted. With --check it only compares, and fails where the committed file
 * is not what the code says.
 */
const path = new URL("../../schema.graphql", import.meta.url);
const printed = `${printSchema(lexicographicSortSchema(schema))}\n`;

if (process.argv.includes("--check")) {
  const committed = await readFile(path, "utf8").catch(() => "");
  if (committed !== printed) {
    console.error("schema.graphql is not what the API says: run npm run schema, and commit the file.");
    process.exitCode = 1;
  }
} else {
  await writeFile(path, printed);
}
