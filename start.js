// `npm start`. Runs on any Node that can read it: what it imports may need more, so the version is checked first.
if (Number(process.versions.node.split(".")[0]) < 20) {
  console.error(
    `Heatlas needs Node 20 or newer, and this is Node ${process.versions.node}: install a newer one from https://nodejs.org.`,
  );
  process.exit(1);
}
import("./apps/launcher/hand-over.js").then(({ installAndHandOver }) =>
  installAndHandOver("apps/launcher/main.ts", process.argv.slice(2)),
);
