import {
  answerCodes,
  evaluatePattern,
  type Forest,
  forestFromBytes,
  imageStability,
  type Known,
  type LeafSet,
  type Pattern,
  type Stability,
} from "@heatlas/engine";
import type { GraphQLResolveInfo } from "graphql";
import { everySetting } from "../analysis/every-setting.ts";
import { type AnalysisSetting, identityOf } from "../analysis/setting.ts";
import type { Context } from "../context.ts";
import { groupBy, loadWithSiblings } from "../siblings.ts";

/** What patterns are judged by, of one tree. */
export interface TreeColumns {
  readonly mergeMembers: Uint8Array;
  readonly firstHeight: number;
  readonly rootHeight: number;
  readonly areas: readonly number[];
  /** None where no map has a share. */
  readonly offObject: readonly number[] | null;
}

/** One of the 24 settings of definitions.md §5, and the tree of the same image and method under it, if there is one. */
export interface SettingTree {
  readonly setting: AnalysisSetting;
  readonly tree: (TreeColumns & { readonly id: string }) | null;
}

interface Row extends TreeColumns {
  readonly shownId: string;
  readonly identity: Buffer;
  readonly id: string;
}

const identities = everySetting.map((setting) => identityOf(setting).clustering);

/** The trees of the same image, method and models under the 24 settings, for all the trees of a list by one statement. */
export async function treesUnderSettings(
  { sql, project }: Context,
  info: GraphQLResolveInfo,
  clusteringId: string,
): Promise<SettingTree[]> {
  const rows = await loadWithSiblings(info, clusteringId, async (ids) =>
    groupBy(
      await sql<Row[]>`
        select distinct on (shown.clustering_id, setting.identity) shown.clustering_id as shown_id, setting.identity,
          clustering.id, merge_members, first_height, root_height, areas, clustering.off_object
        from run_clustering as shown
        join run_clustering as other on other.project_id = shown.project_id and other.run_id = shown.run_id
          and other.method_position = shown.method_position and other.image_position = shown.image_position
        join clustering_setting as setting on setting.project_id = other.project_id and setting.id = other.setting_id
        join clustering on clustering.project_id = other.project_id and clustering.id = other.clustering_id
        where shown.project_id = ${project.id} and shown.clustering_id = any(${[...ids]}::uuid[])
          and setting.identity = any(${identities}::bytea[])`,
      ({ shownId }) => shownId,
    ),
  );
  return everySetting.map((setting, place) => ({
    setting,
    tree: rows?.find(({ identity }) => identity.equals(identities[place]!)) ?? null,
  }));
}

export type Answer = keyof typeof answerCodes;

/** Whether a pattern holds on one tree, and on the same image's trees under the settings. */
export interface ImageAnswers {
  readonly answer: Answer;
  readonly stability: Known<Stability>;
  /** Null where the setting is not computed. */
  readonly settings: readonly (SettingTree & { readonly answer: Answer | null })[];
}

/** In how many settings the pattern's answer on one image stays (definitions.md §5). */
export function answerUnder(
  pattern: Pattern,
  leafSet: LeafSet,
  shown: TreeColumns,
  settings: readonly SettingTree[],
): ImageAnswers {
  const judge = (tree: TreeColumns) => {
    const areas = Float64Array.from(tree.areas);
    const offObject = tree.offObject?.length ? Float64Array.from(tree.offObject) : null;
    return evaluatePattern(pattern, { leafSet, images: 1, forest: forestOf([tree], leafSet), areas, offObject });
  };
  const answers = judge(shown);
  const table = settings.map(({ tree }) => tree && judge(tree));
  const word = (code: number) => (Object.keys(answerCodes) as Answer[]).find((key) => answerCodes[key] === code)!;
  return {
    answer: word(answers[0]!),
    stability: imageStability(answers, table)[0]!,
    settings: settings.map((each, place) => {
      const found = table[place];
      return { ...each, answer: found ? word(found[0]!) : null };
    }),
  };
}

function forestOf(trees: readonly TreeColumns[], { leaves }: LeafSet): Forest {
  return forestFromBytes({
    leaves: leaves.length,
    members: Buffer.concat(trees.map(({ mergeMembers }) => mergeMembers)),
    firstHeights: trees.map(({ firstHeight }) => firstHeight),
    rootHeights: trees.map(({ rootHeight }) => rootHeight),
  });
}

/** A cluster of a tree below its root, and in how many of the settings that are there it is one too. */
export interface StableClade {
  /** Places in the leaf set, lowest first. */
  readonly leaves: readonly number[];
  readonly position: number;
  readonly same: number;
  readonly of: number;
}

/** All clusters below the root, in the order in which they form. */
export function stableClades(
  leafCount: number,
  shown: Pick<TreeColumns, "mergeMembers">,
  settings: readonly SettingTree[],
): StableClade[] {
  const computed = settings.flatMap(({ tree }) => (tree ? [new Set(membersOf(tree, leafCount))] : []));
  return membersOf(shown, leafCount)
    .slice(0, -1)
    .map((members, position) => ({
      leaves: Array.from({ length: leafCount }, (_, leaf) => leaf).filter(
        (leaf) => Number.parseInt(members.slice((leaf >> 3) * 2, (leaf >> 3) * 2 + 2), 16) & (1 << (leaf & 7)),
      ),
      position,
      same: computed.filter((clades) => clades.has(members)).length,
      of: computed.length,
    }));
}

/** The members of each merge, as hexadecimal text. */
function membersOf({ mergeMembers }: Pick<TreeColumns, "mergeMembers">, leafCount: number): string[] {
  const size = Math.ceil(leafCount / 8);
  const bytes = Buffer.from(mergeMembers);
  return Array.from({ length: leafCount - 1 }, (_, merge) => bytes.toString("hex", merge * size, (merge + 1) * size));
}
