import type { Context } from "./context.ts";

/**
 * What the nodes of every stage share: the columns of the key, the id made from them, and how one is found by its id.
 * Another project's id finds nothing: its slug has no project here.
 */
export const node = {
  select: { projectId: true, id: true },
  nullable: true,
  id: { resolve: (row: { id: string }, context: Context) => `${context.project.slug}:${row.id}` },
  findUnique: (id: string, context: Context) => {
    const [slug, uuid] = id.split(":") as [string, string];
    return { projectId_id: { projectId: slug === context.project.slug ? context.project.id : noProject, id: uuid } };
  },
} as const;

const noProject = "00000000-0000-0000-0000-000000000000";
