/** The API: GraphQL, uploads and bytes, and the dashboard behind it, at one address. */
import { loadDemoAtFirst } from "./demo/service.ts";
import { env } from "./env.ts";
import { openApp } from "./http/app.ts";
import { openServices } from "./services.ts";
import { explainStartFailure } from "./start-failure.ts";

/** Where the database is away, say, what is under way does not finish: then the process ends without it. */
const patience = 5_000;

try {
  await serve();
} catch (error) {
  console.error(explainStartFailure(error));
  process.exit(1);
}

async function serve(): Promise<void> {
  const services = await openServices();
  const app = await openApp(services, env);
  await new Promise<void>((resolve, reject) => {
    app.server.once("error", reject);
    app.server.listen(env.port, env.host, resolve);
  });

  let stopping = false;
  /** What is under way finishes first. The channel to the parent would keep an idle process alive: so it ends itself. */
  const stop = async () => {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(1), patience).unref();
    await app.stop();
    await services.close();
    process.exit(0);
  };
  process.on("SIGTERM", stop);
  process.on("SIGINT", stop);
  // The parent is gone: so are we.
  process.on("disconnect", stop);
  process.send?.({ type: "ready" });
  if (env.demo) await loadDemoAtFirst(services);
}
