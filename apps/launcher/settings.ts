import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { StartError } from "./errors.ts";

/** What `npm start` takes from its surroundings; the processes that it starts check the rest themselves. */
export interface Settings {
  /** Address to listen on: 127.0.0.1 is this machine only. */
  readonly host: string;
  readonly port: number;
  /** Absolute path. */
  readonly dataFolder: string;
  /** Null: the embedded PostgreSQL of the data folder. */
  readonly databaseUrl: string | null;
}

export const root = fileURLToPath(new URL("../../", import.meta.url));

/** Throws StartError for a value that cannot be meant. An empty value counts as none. */
export function readSettings(source: Readonly<Record<string, string | undefined>>): Settings {
  return {
    host: source.HEATLAS_HOST || "127.0.0.1",
    port: readPort(source.HEATLAS_PORT || "3000"),
    dataFolder: resolve(root, source.HEATLAS_DATA || join(root, ".heatlas")),
    databaseUrl: source.DATABASE_URL || null,
  };
}

function readPort(value: string): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port >= 1 && port <= 65_535) return port;
  throw new StartError(`HEATLAS_PORT is "${value}": give a port from 1 to 65535, for example HEATLAS_PORT=3001.`);
}

/** What to type into a browser on this machine. */
export function addressOf({ host, port }: Settings): string {
  const everywhere = host === "0.0.0.0" || host === "::";
  const name = everywhere ? "localhost" : host.includes(":") ? `[${host}]` : host;
  return `http://${name}:${port}`;
}
