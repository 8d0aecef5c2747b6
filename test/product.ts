import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { findFreePort } from "../apps/launcher/port.ts";
import { root } from "../apps/launcher/settings.ts";

export interface Product {
  readonly address: string;
  readonly process: ChildProcess;
  /** All that it has printed so far. */
  output(): string;
  /** SIGTERM, and the exit code. */
  stop(): Promise<number | null>;
}

export interface ProductOptions {
  readonly dataFolder: string;
  readonly port?: number;
  /** Whether it loads the demo atlas by itself, as a user's does. */
  readonly demo?: boolean;
}

/** Heatlas as `npm start` runs it once everything is installed, on a free port. Rejects with what it printed. */
export async function startProduct(options: ProductOptions): Promise<Product> {
  const port = options.port ?? (await findFreePort());
  const child = spawn(process.execPath, [join(root, "apps/launcher/main.ts")], {
    env: {
      ...process.env,
      HEATLAS_DATA: options.dataFolder,
      HEATLAS_PORT: String(port),
      HEATLAS_HOST: "",
      DATABASE_URL: "",
      HEATLAS_DEMO: options.demo ? "" : "off",
    },
    // By IPC it sees when the tests end without stopping it.
    stdio: ["ignore", "pipe", "pipe", "ipc"],
  });
  let printed = "";
  const address = await new Promise<string>((resolve, reject) => {
    const keep = (chunk: Buffer) => {
      printed += chunk;
      const ready = /ready: (http\S+)/.exec(printed);
      if (ready) resolve(ready[1]!);
    };
    child.stdout!.on("data", keep);
    child.stderr!.on("data", keep);
    child.on("close", () => reject(new Error(printed)));
  });
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode;
    child.kill("SIGTERM");
    const [code] = await once(child, "exit");
    return code;
  };
  return { address, process: child, output: () => printed, stop };
}

/** What GraphQL answers to a query. */
export async function askGraphql(address: string, query: string): Promise<unknown> {
  const response = await fetch(`${address}/graphql`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ query }),
  });
  return ((await response.json()) as { data: unknown }).data;
}
