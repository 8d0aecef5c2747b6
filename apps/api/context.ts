import type { Admission, AdmitFileOptions } from "@heatlas/engine";
import DataLoader from "dataloader";
import type { Blobs } from "./blobs.ts";
import type { LabelSet, Prisma, PrismaClient } from "./generated/prisma/client.ts";
import type { Queue } from "./queue.ts";
import type { Pool } from "./sql.ts";

export interface Project {
  readonly id: string;
  readonly slug: string;
}

/** The rows of one project, inside a transaction or not. */
export interface Store {
  readonly db: Prisma.TransactionClient;
  readonly project: Project;
}

/** What a process holds open for its whole life, and every operation and route works with. */
export interface Services {
  readonly db: PrismaClient;
  readonly sql: Pool;
  readonly queue: Queue;
  readonly blobs: Blobs;
  readonly project: Project;
  /** The largest model's file that is taken, in bytes. */
  readonly maxModelBytes: number;
  /** How much data files of one model may be taken, in bytes. */
  readonly maxDataBytes: number;
  /** Checks a model's file in a process of its own: the file may be hostile. Throws EngineError. */
  readonly admit: (path: string, options?: AdmitFileOptions) => Promise<Admission>;
}

/** What one GraphQL operation works with. */
export interface Context extends Services {
  /** Label sets by id: their labels name every class of the answer. */
  readonly labelSets: DataLoader<string, LabelSet>;
}

export function createContext(services: Services): Context {
  const { db, project } = services;
  const labelSets = new DataLoader<string, LabelSet>(async (ids) => {
    const rows = await db.labelSet.findMany({ where: { projectId: project.id, id: { in: [...ids] } } });
    const byId = new Map(rows.map((row) => [row.id, row]));
    return ids.map((id) => byId.get(id) ?? new Error(`label set ${id} is missing`));
  });
  return { ...services, labelSets };
}
