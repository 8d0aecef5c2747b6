import { join } from "node:path";
import { buildDashboard, generateCode } from "./build.ts";
import { superviseChild } from "./children.ts";
import { claimDataFolder } from "./data-folder.ts";
import { holdDatabase } from "./hold.ts";
import { migrate } from "./migrate.ts";
import { findFreePort, requireFreePort } from "./port.ts";
import { addressOf, root, type Settings } from "./settings.ts";

/** What was started, to be ended in the opposite order. */
export type Ending = () => Promise<void>;

/**
 * Starts the whole product and resolves with its address once every part serves. Each thing that it starts it adds to
 * `endings` at once, so that a stop in the middle finds it there. Throws StartError; `onGivenUp` tells of later ends.
 */
export async function startHeatlas(
  settings: Settings,
  endings: Ending[],
  onGivenUp: (message: string) => void,
): Promise<string> {
  const address = addressOf(settings);
  console.log(settings.databaseUrl ? "Opening the database …" : "Starting PostgreSQL …");
  const holding = holdDatabase(settings, address, onGivenUp);
  endings.push(async () => (await holding.catch(() => null))?.release());
  const hold = await holding;
  await requireFreePort(settings.port, settings.host, hold.survived ? 5_000 : 0);
  const applied = await migrate(hold.url);
  if (applied.length > 0) console.log(`Applied ${applied.length} migration${applied.length > 1 ? "s" : ""}.`);
  await claimDataFolder(settings.dataFolder, hold.url);
  await generateCode();
  await buildDashboard();

  console.log("Starting the API, the worker and the dashboard …");
  const webPort = await findFreePort();
  const env = {
    ...process.env,
    NODE_ENV: "production",
    DATABASE_URL: hold.url,
    HEATLAS_HOST: settings.host,
    HEATLAS_PORT: String(settings.port),
    HEATLAS_DATA: settings.dataFolder,
    WEB_URL: `http://127.0.0.1:${webPort}`,
    // A database of a team's own is not filled unasked.
    HEATLAS_DEMO: process.env.HEATLAS_DEMO || (settings.databaseUrl ? "off" : "on"),
  };
  const start = (name: string, program: string, own: Record<string, string> = {}) =>
    superviseChild({
      name,
      program: join(root, program),
      env: { ...env, ...own },
      whenStartable: hold.available,
      onGivenUp,
    });
  const children = [
    start("API", "apps/api/server.ts"),
    start("worker", "apps/api/worker.ts"),
    start("dashboard", "apps/web/server.ts", { PORT: String(webPort), HEATLAS_WEB_HOST: "127.0.0.1" }),
  ];
  endings.push(async () => void (await Promise.all(children.map((child) => child.stop()))));
  await Promise.all(children.map((child) => child.ready));
  return address;
}
