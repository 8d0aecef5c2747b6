// `npm test`. Runs on any Node that can read it, like start.js; the rest is test/run.ts, on the project's own Node.
if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(
    `Heatlas needs Node 20 or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}
import("../apps/launcher/hand-over.js").then(({ installAndHandOver }) =>
  installAndHandOver("test/run.ts", process.argv.slice(2)),
);
