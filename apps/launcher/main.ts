import { messageOf, StartError } from "./errors.ts";
import { type Ending, startHeatlas } from "./heatlas.ts";
import { readSettings } from "./settings.ts";

/** `npm start`, once Node 24 and the dependencies are there: runs Heatlas until it is told to stop. */
const endings: Ending[] = [];
let stopping = false;

/** Ends everything in the order opposite to its start: children, lock, PostgreSQL. */
async function stop(exitCode: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  for (const end of endings.toReversed()) await end().catch((error) => console.error(messageOf(error)));
  process.exit(exitCode);
}

function fail(message: string): Promise<void> {
  if (!stopping) console.error(message);
  return stop(1);
}

function stopAsAsked(): void {
  if (!stopping) console.log("Stopping …");
  void stop(0);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, stopAsAsked);
// start.js ended, however it did.
process.on("disconnect", stopAsAsked);

try {
  const address = await startHeatlas(readSettings(process.env), endings, fail);
  if (!stopping) console.log(`Heatlas is ready: ${address}`);
} catch (error) {
  await fail(error instanceof StartError ? error.message : `Heatlas could not start: ${messageOf(error)}`);
}
