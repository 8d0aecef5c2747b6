import { createHash } from "node:crypto";
import type { MeasureName } from "@heatlas/engine";
import { measureVersions } from "@heatlas/engine";
import { canonicalJson } from "../heatmap/identity.ts";
import type { Transaction } from "../sql.ts";

/** How maps are brought together, compared and clustered (definitions.md §2–4). */
export interface AnalysisSetting {
  /** auto: p99 for unsigned maps, absmax for signed ones. */
  readonly normalisation: "auto" | "p99" | "minmax" | "absmax";
  /** Side of the square comparison grid in pixels. */
  readonly grid: number;
  readonly measure: MeasureName;
  readonly distance: "one-minus" | "root";
  readonly linkage: "single" | "complete" | "average" | "weighted" | "ward" | "centroid" | "median";
}

/** The setting under which every run is analysed. */
export const defaultSetting: AnalysisSetting = {
  normalisation: "auto",
  grid: 224,
  measure: "ssim-gaussian",
  distance: "one-minus",
  linkage: "ward",
};

export interface SettingRow {
  readonly similaritySettingId: string;
  readonly clusteringSettingId: string;
  /** Of the clustering setting, which includes the similarity setting's. */
  readonly identity: Buffer;
}

const sha256 = (value: unknown) => createHash("sha256").update(canonicalJson(value)).digest();

/**
 * The identities of a setting's two rows. The version of the measure's numbers is part of them; the first one goes without
 * saying, as it did before there was another.
 */
export function identityOf({ normalisation, grid, measure, distance, linkage }: AnalysisSetting) {
  const version = measureVersions[measure];
  const similarity = sha256({ normalisation, grid, measure, ...(version > 1 && { version }) });
  return { similarity, clustering: sha256({ similarity: similarity.toString("hex"), distance, linkage }) };
}

/** The rows of a setting, made where they are missing. */
export async function ensureSetting(tx: Transaction, projectId: string, setting: AnalysisSetting): Promise<SettingRow> {
  const { normalisation, grid, measure, distance, linkage } = setting;
  const { similarity, clustering } = identityOf(setting);
  await tx`
    insert into similarity_setting (project_id, identity, normalisation, grid, measure)
    values (${projectId}, ${similarity}, ${normalisation}, ${grid}, ${measure})
    on conflict (project_id, identity) do nothing`;
  await tx`
    insert into clustering_setting (project_id, identity, similarity_setting_id, distance, linkage)
    select project_id, ${clustering}, id, ${distance}, ${linkage} from similarity_setting
    where project_id = ${projectId} and identity = ${similarity}
    on conflict (project_id, identity) do nothing`;
  const [row] = await tx<SettingRow[]>`
    select similarity_setting_id, id as clustering_setting_id, identity from clustering_setting
    where project_id = ${projectId} and identity = ${clustering}`;
  return row!;
}
