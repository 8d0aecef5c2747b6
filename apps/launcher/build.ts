import { spawn } from "node:child_process";
import { delimiter, join } from "node:path";
import { StartError } from "./errors.ts";
import { root } from "./settings.ts";
import { makeIfChanged, type Product } from "./sources.ts";

const lock = "package-lock.json";

const databaseClient: Product = {
  stamp: "apps/api/generated/.stamp",
  sources: ["prisma/schema.prisma", "prisma.config.ts", lock],
};
const queryTypes: Product = {
  stamp: "apps/web/gql/.stamp",
  sources: ["apps/web", "schema.graphql", "codegen.ts", "codegen-possible-types.ts", lock],
};
const dashboard: Product = {
  stamp: "apps/web/.next/.stamp",
  sources: ["apps/web", "schema.graphql", "codegen.ts", "codegen-possible-types.ts", lock],
};

/** Makes what the API and the checks need of generated code. Throws StartError with the tool's own words. */
export async function generateCode(): Promise<void> {
  await makeIfChanged(root, databaseClient, () => run("Generating the database client", "prisma", ["generate"]));
  await makeIfChanged(root, queryTypes, () =>
    run("Generating the dashboard's types", "graphql-codegen", ["--config", "codegen.ts"]),
  );
}

/** Builds the dashboard. Needs generated code. Throws StartError with the build's own words. */
export async function buildDashboard(): Promise<void> {
  await makeIfChanged(root, dashboard, () =>
    run("Building the dashboard (up to a minute)", "next", ["build", "apps/web"]),
  );
}

/** Runs a tool of node_modules on this Node, silent unless it fails. */
function run(what: string, tool: string, args: readonly string[]): Promise<void> {
  console.log(`${what} …`);
  const tools = join(root, "node_modules/.bin");
  // Tools call one another by name: npm puts them on the path, a start by other means does not.
  const path = [tools, process.env.PATH].filter(Boolean).join(delimiter);
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(tools, tool), ...args], {
      cwd: root,
      env: { ...process.env, PATH: path, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk) => {
        output += chunk;
      });
    }
    const end = () => child.kill();
    process.once("exit", end);
    child.on("error", reject);
    child.on("close", (code) => {
      process.off("exit", end);
      if (code === 0) resolve();
      else reject(new StartError(`${output.trim()}\n${what} failed: see above.`));
    });
  });
}
