import { fileURLToPath } from "node:url";
import { build } from "vite";

/**
 * Bundles the query page into the folder given: `node build.ts FOLDER`. GraphiQL is ES modules over Monaco, whose styles
 * and workers only a bundler brings to a browser. A process of its own, since it takes 900 MB for four seconds.
 */
await build({
  root: fileURLToPath(new URL(".", import.meta.url)),
  base: "/graphiql/",
  configFile: false,
  logLevel: "error",
  build: { outDir: process.argv[2]!, emptyOutDir: true, chunkSizeWarningLimit: 10_000 },
  worker: { format: "es" },
});
