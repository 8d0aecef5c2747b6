import { stabilitySettings } from "@heatlas/engine";
import { NotFoundError, StateError } from "../errors.ts";
import type { Queue } from "../queue.ts";
import { lockPlanning } from "../run/lock.ts";
import type { Pool } from "../sql.ts";
import { planSettings } from "./plan.ts";
import { type AnalysisSetting, defaultSetting, identityOf } from "./setting.ts";

/** The 24 settings of definitions.md §5 under which a pattern's verdict is asked again. */
export const everySetting: readonly AnalysisSetting[] = stabilitySettings.map((setting) => ({
  ...setting,
  grid: defaultSetting.grid,
}));

/**
 * Sets going what is missing of a finished run's dendrograms under other settings than its own, under which they are
 * made with the run. Throws NotFoundError, StateError.
 */
export async function analyseUnder(
  sql: Pool,
  queue: Queue,
  projectId: string,
  runId: string,
  settings: readonly AnalysisSetting[],
): Promise<void> {
  const own = identityOf(defaultSetting).clustering;
  await sql.begin(async (tx) => {
    await lockPlanning(tx, projectId);
    const [run] = await tx<{ name: string; status: string; models: number }[]>`
      select name, status, (select count(*)::int from run_model where run_model.project_id = run.project_id
        and run_id = run.id) as models
      from run where project_id = ${projectId} and id = ${runId}`;
    if (!run) throw new NotFoundError("run", runId);
    if (run.status !== "done") {
      throw new StateError(`The run "${run.name}" is ${run.status}: it can be analysed anew when it is done.`);
    }
    if (run.models < 2) {
      throw new StateError(`The run "${run.name}" has one model: a tree, under whatever setting, needs two or more.`);
    }
    const others = settings.filter((setting) => !identityOf(setting).clustering.equals(own));
    await planSettings(tx, queue, projectId, runId, others);
  });
}
