// Entry of a child process of the pool. It lives in an empty folder of its own, takes one job at a time over IPC and
// ends with its parent; whatever happens to it costs that job alone.
import { rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import sharp from "sharp";
import { admit } from "../admit/admit.ts";
import { EngineError } from "../errors.ts";
import type { Provider } from "../target/profile.ts";
import { checkProvider } from "./check-provider.ts";
import { dataFilesIn } from "./data-folder.ts";
import type { Jobs, Kind, Reply, Request } from "./pool-messages.ts";
import { analyse } from "./shard-analyse.ts";
import { explain } from "./shard-explain.ts";
import { failure } from "./shard-maps.ts";

const threads = Number(process.argv[2]);
const provider = process.argv[3] as Provider;
sharp.concurrency(threads);
// Every picture is read once.
sharp.cache(false);

const reply = (message: Reply) => process.send?.(message);

type Handlers = { [K in Kind]: (job: Jobs[K]["job"]) => Promise<Jobs[K]["result"]> };

const handlers: Handlers = {
  explain: (job) => explain(job, { threads, provider }, (part) => reply({ type: "part", part })),
  analyse: async ({ groups, ...settings }) => {
    for (const [place, group] of groups.entries()) {
      let result: Jobs["analyse"]["part"]["results"][number];
      try {
        result = analyse(group, settings);
      } catch (error) {
        result = failure(error);
      }
      reply({ type: "part", part: { places: [place], results: [result] } });
    }
    return null;
  },
  admit: async ({ path, dataFolder, ...options }) => {
    const data = dataFolder === undefined ? undefined : dataFilesIn(dataFolder);
    return admit(await readFile(path), { ...options, data });
  },
  check: ({ golden }) => checkProvider(provider, { threads, ...(golden !== undefined && { golden }) }),
};

async function serve(request: Request): Promise<void> {
  try {
    const handle = handlers[request.kind] as (job: Request["job"]) => Promise<Jobs[Kind]["result"]>;
    reply({ type: "done", result: await handle(request.job) });
  } catch (error) {
    if (error instanceof EngineError) {
      const { code, message, fields } = error;
      reply({ type: "refused", code, message, fields });
    } else {
      reply({ type: "broken", text: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

process.on("message", serve);
process.on("disconnect", () => {
  rmSync(process.cwd(), { recursive: true, force: true });
  process.exit(0);
});
// A terminal's Ctrl-C reaches the whole process group, but when children end is for their parent to say.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => {});
