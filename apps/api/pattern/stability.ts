import { evaluatePattern, majority, type Stability, stability, type Tally, tallyAnswers } from "@heatlas/engine";
import { everySetting } from "../analysis/every-setting.ts";
import { type AnalysisSetting, identityOf } from "../analysis/setting.ts";
import type { Context } from "../context.ts";
import { readTrees } from "./columns.ts";
import { type AnsweredPart, type GroupFrequency, observe } from "./frequency.ts";
import { cacheOf } from "./groups.ts";

/** The count under one setting; null where some run is not analysed under it, or not wholly. */
export interface SettingCount {
  readonly setting: AnalysisSetting;
  readonly tally: Tally | null;
}

interface Judgement {
  readonly counts: readonly SettingCount[];
  readonly stability: { value: Stability; reason: null } | { value: null; reason: string };
}

const known = new WeakMap<GroupFrequency, Promise<Judgement>>();

/**
 * The same images counted under each of the 24 settings, and in how many the majority's verdict is the one shown; read
 * when it is asked for.
 */
export async function judgementOf(context: Context, frequency: GroupFrequency): Promise<Judgement> {
  const found = known.get(frequency) ?? judge(context, frequency);
  known.set(frequency, found);
  return await found;
}

interface AnalysedRun {
  readonly runId: string;
  readonly settingId: string;
  readonly identity: Buffer;
  readonly doneTrees: number;
}

async function judge(context: Context, frequency: GroupFrequency): Promise<Judgement> {
  const { sql, project } = context;
  const identities = everySetting.map((setting) => identityOf(setting).clustering);
  const analysed = await sql<AnalysedRun[]>`
    select run_id, setting_id, identity, done_trees from run_setting
    join clustering_setting on clustering_setting.project_id = run_setting.project_id and clustering_setting.id = setting_id
    where run_setting.project_id = ${project.id} and run_id = any(${frequency.parts.map(({ run }) => run.id)}::uuid[])
      and identity = any(${identities}::bytea[]) and done_trees >= planned_trees`;
  const counts = await Promise.all(
    everySetting.map(async (setting, place) => {
      const under = analysed.filter((each) => each.identity.equals(identities[place]!));
      return { setting, tally: await tallyUnder(context, frequency, under) };
    }),
  );
  const verdicts = counts.map(({ tally }) => tally && majority(tally));
  return { counts, stability: stability(frequency.holds, verdicts) };
}

async function tallyUnder(
  context: Context,
  frequency: GroupFrequency,
  analysed: readonly AnalysedRun[],
): Promise<Tally | null> {
  const tallies = await Promise.all(
    frequency.parts.map(async (part) => {
      const found = analysed.find(({ runId }) => runId === part.run.id);
      return found ? await countUnder(context, part, frequency, found) : null;
    }),
  );
  let [k, n, unknown] = [0, 0, 0];
  for (const tally of tallies) {
    if (!tally) return null;
    k += tally.k;
    n += tally.n;
    unknown += tally.unknown;
  }
  return { k, n, unknown };
}

async function countUnder(
  context: Context,
  part: AnsweredPart,
  { pattern, grouping }: GroupFrequency,
  { settingId, doneTrees }: AnalysedRun,
): Promise<Tally> {
  const layer = { ...part.layer, settingId };
  const key = `trees ${layer.runId} ${layer.methodPosition} ${settingId}`;
  const trees = await cacheOf(context).get(key, String(doneTrees), () =>
    readTrees(context.sql, layer, part.run.models.length),
  );
  const chosenAt = new Uint8Array(part.run.imageCount);
  part.trees.positions.forEach((position, tree) => {
    chosenAt[position] = part.chosen[tree]!;
  });
  const chosen = Uint8Array.from(trees.positions, (position) => chosenAt[position]!);
  const observations = await observe(context, pattern, grouping.scope, { ...part, layer, trees });
  return tallyAnswers(evaluatePattern(pattern, observations), chosen);
}
