import { majority, type Stability, stability, type Tally } from "@heatlas/engine";
import { everySetting } from "../analysis/every-setting.ts";
import { type AnalysisSetting, identityOf } from "../analysis/setting.ts";
import type { Context } from "../context.ts";
import { readTrees } from "./columns.ts";
import type { GroupFrequency } from "./frequency.ts";
import { type ChosenTrees, cacheOf } from "./groups.ts";
import { once } from "./once.ts";
import { sumOfTallies, tallyOf } from "./tallies.ts";

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

const identities = everySetting.map((setting) => identityOf(setting).clustering);

async function readAnalysed({ sql, project }: Context, runIds: readonly string[]): Promise<AnalysedRun[]> {
  return await sql`
    select run_id, setting_id, identity, done_trees from run_setting
    join clustering_setting on clustering_setting.project_id = run_setting.project_id and clustering_setting.id = setting_id
    where run_setting.project_id = ${project.id} and run_id = any(${[...runIds]}::uuid[])
      and identity = any(${identities}::bytea[]) and done_trees >= planned_trees`;
}

async function judge(context: Context, frequency: GroupFrequency): Promise<Judgement> {
  const runIds = frequency.grouping.scope.runs.map(({ id }) => id);
  const analysed = await once(context, `analysed ${runIds}`, () => readAnalysed(context, runIds));
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
  { pattern, grouping, parts }: GroupFrequency,
  analysed: readonly AnalysedRun[],
): Promise<Tally | null> {
  const tallies = await Promise.all(
    parts.map(async (part) => {
      const found = analysed.find(({ runId }) => runId === part.run.id);
      if (!found) return null;
      const { tally } = await tallyOf(context, pattern, grouping.scope, await treesUnder(context, part, found));
      return tally;
    }),
  );
  return tallies.includes(null) ? null : sumOfTallies(tallies.filter((tally) => tally !== null));
}

/** By the choice of a part's trees, and the setting: the frequencies that an operation asks for share them. */
const others = new WeakMap<Uint8Array, Map<string, Promise<ChosenTrees>>>();

/** The same images' trees under another setting. */
function treesUnder(context: Context, part: ChosenTrees, analysed: AnalysedRun): Promise<ChosenTrees> {
  const known = others.get(part.chosen) ?? new Map<string, Promise<ChosenTrees>>();
  others.set(part.chosen, known);
  const found = known.get(analysed.settingId) ?? readUnder(context, part, analysed);
  known.set(analysed.settingId, found);
  return found;
}

async function readUnder(context: Context, part: ChosenTrees, { settingId, doneTrees }: AnalysedRun) {
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
  return { run: part.run, leafSet: part.leafSet, layer, trees, chosen };
}
