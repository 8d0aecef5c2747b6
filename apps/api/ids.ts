import { InputError, NotFoundError } from "./errors.ts";

/** The stages whose things have a global id, by the names of their GraphQL types. */
const stages = {
  Upload: "upload",
  LabelSet: "label-set",
  Model: "model",
  ImageSet: "image-set",
  Image: "image",
  Run: "run",
  Heatmap: "heatmap",
  Clustering: "clustering",
  Pattern: "pattern",
  PatternComment: "pattern-comment",
} as const;

export type TypeName = keyof typeof stages;
export type Stage = (typeof stages)[TypeName];

interface GlobalId {
  stage: Stage;
  project: string;
  uuid: string;
}

const types = new Map(Object.entries(stages).map(([type, stage]) => [stage as string, type as TypeName]));
const uuidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

export const isUuid = (text: string) => uuidPattern.test(text);

/** `stage:project:uuid`, for example `heatmap:default:0199…`. */
export const toGlobalId = (stage: Stage, project: string, uuid: string) => `${stage}:${project}:${uuid}`;

export const stageOfType = (type: string) => stages[type as TypeName];

/** Checked before the database sees any of it. Throws InputError where it is no id at all. */
export function parseGlobalId(id: string): GlobalId & { type: TypeName } {
  const [stage = "", project = "", uuid = "", ...rest] = id.split(":");
  const type = types.get(stage);
  if (!type || project === "" || !isUuid(uuid) || rest.length > 0) {
    throw new InputError(
      `"${id.slice(0, 80)}" is not an id; ids look like ${toGlobalId("model", "default", "…")}.`,
      "id",
    );
  }
  return { stage: stages[type], project, uuid, type };
}

/** The uuid in the id of a thing of this stage and project; another project's looks like what does not exist. */
export function uuidOf(stage: Stage, id: string, project: { slug: string }): string {
  const parsed = parseGlobalId(id);
  if (parsed.stage !== stage) {
    throw new InputError(
      `"${id}" is the id of ${withArticle(parsed.stage)}; ${withArticle(stage)} is wanted here.`,
      "id",
    );
  }
  if (parsed.project !== project.slug) throw new NotFoundError(stage, id);
  return parsed.uuid;
}

const withArticle = (stage: Stage) => `${/^[aeiou]/.test(stage) ? "an" : "a"} ${stage.replaceAll("-", " ")}`;
