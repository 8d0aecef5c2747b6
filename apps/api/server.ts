import { env } from "./env.ts";
import { openApp } from "./http/app.ts";
import { openServices } from "./services.ts";

/** The API: GraphQL, uploads and bytes, and the dashboard behind it, at one address. */
const services = await openServices();
const app = await openApp(services, env);

await new Promise<void>((resolve, reject) => {
  app.server.once("error", reject);
  app.server.listen(env.port, env.host, resolve);
});
process.send?.({ type: "ready" });

let stopping = false;

/** What is under way finishes first. The channel to the parent would keep an idle process alive: so it ends itself. */
async function stop(): Promise<void> {
  if (stopping) return;
  stopping = true;
  await app.stop();
  await services.close();
  process.exit(0);
}

process.on("SIGTERM", stop);
process.on("SIGINT", stop);
// The parent is gone: so are we.
process.on("disconnect", stop);
