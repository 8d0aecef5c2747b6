import { readdirSync } from "node:fs";

// npm run bench -- NAME …: runs bench/NAME.ts, which measures when it is loaded. Without a name, all of them.
// Exit status 1 where a line says "short".

/** What the benchmarks share, and this file. */
const helpers = ["run", "measure", "reference"];

const known = readdirSync(import.meta.dirname)
  .filter((file) => file.endsWith(".ts"))
  .map((file) => file.slice(0, -3))
  .filter((name) => !helpers.includes(name))
  .sort();

const names = process.argv.slice(2);
const stranger = names.find((name) => !known.includes(name));
if (stranger !== undefined) {
  console.error(`There is no benchmark ${stranger}; choose from ${known.join(", ")}.`);
  process.exitCode = 2;
} else {
  for (const name of names.length > 0 ? names : known) await import(`./${name}.ts`);
}
