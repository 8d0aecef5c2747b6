import { stabilitySettings } from "@heatlas/engine";
import { NotFoundError, StateError } from "../errors.ts";
import type { Queue } from "../queue.ts";
import { lockPlanning } from "../run/lock.ts";
import type { Pool } from "../sql.ts";
import { planSetting } from "./plan.ts";
import { type AnalysisSetting, defaultSetting } from "./setting.ts";

/** The 24 settings of definitions.md §5 under which a pattern's verdict is asked again. */
export const everySetting: readonly AnalysisSetting[] = stabilitySettings.map((setting) => ({
  ...setting,
  grid: defaultSetting.grid,
}));

/** Sets going what is missing of a finished run's dendrograms under the 24 settings. Throws NotFoundError, StateError. */
export async function analyseEverySetting(sql: Pool, queue: Queue, projectId: string, runId: string): Promise<void> {
  await sql.begin(async (tx) => {
    await lockPlanning(tx, projectId);
    const [run] = await tx<{ name: string; status: string }[]>`
      select name, status from run where project_id = ${projectId} and id = ${runId}`;
    if (!run) throw new NotFoundError("run", runId);
    if (run.status !== "done") {
      throw new StateError(`The run "${run.name}" is ${run.status}: it can be analysed anew when it is done.`);
    }
    for (const setting of everySetting) await planSetting(tx, queue, projectId, runId, setting);
  });
}
