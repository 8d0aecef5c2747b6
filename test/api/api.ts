import { readFile } from "node:fs/promises";
import type { AddressInfo } from "node:net";
import { admit, dataFilesIn } from "@heatlas/engine";
import { PrismaPg } from "@prisma/adapter-pg";
import type { Services } from "../../apps/api/context.ts";
import { PrismaClient } from "../../apps/api/generated/prisma/client.ts";
import { openApp } from "../../apps/api/http/app.ts";
import { toGlobalId } from "../../apps/api/ids.ts";
import type { Pool } from "../../apps/api/sql.ts";
import type { Atlas } from "./atlas.ts";

export interface GraphqlError {
  message: string;
  path?: (string | number)[];
  extensions: { code: string };
}

/** The API over an atlas, listening on a port of its own. */
export interface Api {
  readonly url: string;
  readonly services: Services;
  /** The data of an operation. Throws where the answer has errors. */
  query<Data>(document: string, variables?: Record<string, unknown>): Promise<Data>;
  /** The errors of an operation. */
  refused(document: string, variables?: Record<string, unknown>): Promise<GraphqlError[]>;
  upload(
    kind: "model" | "image",
    bytes: Uint8Array | ReadableStream,
    parameters: Record<string, string>,
  ): Promise<Response>;
  get(path: string, init?: RequestInit): Promise<Response>;
  /** How many SQL statements the API has sent so far. */
  statements(): number;
  close(): Promise<void>;
}

export async function openApi(atlas: Atlas, options: Partial<Services> & { webUrl?: string } = {}): Promise<Api> {
  let count = 0;
  const db = new PrismaClient({
    adapter: new PrismaPg({ connectionString: atlas.url }),
    log: [{ emit: "event", level: "query" }],
  });
  db.$on("query", () => count++);
  const services: Services = {
    db,
    sql: counting(atlas.sql, () => count++),
    queue: atlas.queue,
    blobs: atlas.blobs,
    project: { id: atlas.projectId, slug: "default" },
    maxModelBytes: 2 ** 26,
    maxDataBytes: 2 ** 26,
    admit: async (path, { dataFolder, ...admitOptions } = {}) =>
      admit(await readFile(path), { ...admitOptions, data: dataFolder ? dataFilesIn(dataFolder) : undefined }),
    ...options,
  };
  const { server, stop } = await openApp(services, {
    host: "127.0.0.1",
    webUrl: options.webUrl ?? null,
    dataFolder: atlas.dataFolder,
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const ask = async (query: string, variables: Record<string, unknown> = {}) => {
    const response = await fetch(`${url}/graphql`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ query, variables }),
    });
    return (await response.json()) as { data?: unknown; errors?: GraphqlError[] };
  };

  return {
    url,
    services,
    async query<Data>(document: string, variables?: Record<string, unknown>) {
      const { data, errors } = await ask(document, variables);
      if (errors) throw new Error(errors.map(({ message }) => message).join("; "));
      return data as Data;
    },
    async refused(document, variables) {
      const { errors } = await ask(document, variables);
      if (!errors) throw new Error("the operation was not refused");
      return errors;
    },
    upload: (kind, body, parameters) =>
      fetch(`${url}/p/default/${kind}?${new URLSearchParams(parameters)}`, {
        method: "POST",
        body: body as NonNullable<RequestInit["body"]>,
        duplex: "half",
      } as RequestInit),
    get: (path, init) => fetch(`${url}${path}`, init),
    statements: () => count,
    async close() {
      await stop();
      await db.$disconnect();
    },
  };
}

const counting = (sql: Pool, count: () => void) =>
  new Proxy(sql, {
    apply(target, self, args) {
      count();
      return Reflect.apply(target, self, args);
    },
  });

export const globalId = (stage: Parameters<typeof toGlobalId>[0], uuid: string) => toGlobalId(stage, "default", uuid);

export const goldenNet = (name: string) => readFile(new URL(`../golden/engine/${name}/model.onnx`, import.meta.url));
