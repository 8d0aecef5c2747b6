import type { Services } from "../context.ts";
import type { DemoState } from "../generated/prisma/enums.ts";

/** Moves the demo atlas' state. False, and nothing is changed, where it is in none of the states `from`. */
export async function moveDemo({ db, project }: Services, from: readonly DemoState[], to: DemoState): Promise<boolean> {
  const { count } = await db.project.updateMany({
    where: { id: project.id, demoState: { in: [...from] } },
    data: { demoState: to },
  });
  return count === 1;
}

/** Runs `work` unless another process is loading or removing this project's demo atlas. False where one is. */
export async function alone({ sql, project }: Services, work: () => Promise<void>): Promise<boolean> {
  // The lock's transaction does nothing else: what `work` writes is its own to commit.
  return await sql.begin(async (tx) => {
    const [lock] = await tx<{ free: boolean }[]>`
      select pg_try_advisory_xact_lock(hashtextextended(${`demo ${project.id}`}, 0)) as free`;
    if (lock?.free) await work();
    return lock?.free ?? false;
  });
}
