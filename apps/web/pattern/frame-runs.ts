import type { methodChoices } from "../run/method-choices.ts";
import { uuidOf } from "../shell/routes.ts";
import type { PatternJson } from "./pattern.prepare.ts";

/** A run as the page asks for it. */
export interface FrameRun {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly view: string;
  readonly imageCount: number;
  readonly progress: { readonly doneTrees: number };
  readonly models: readonly { readonly id: string; readonly name: string; readonly family: string }[];
  readonly methods: Parameters<typeof methodChoices>[0];
}

/** The API counts so many at once. */
const mostRuns = 50;

/** After a run's uuid in an address: and all others of its models. */
export const allRuns = "all";

/** Runs whose trees can be asked: of two models at least, with a tree at least. */
export const askable = (runs: readonly FrameRun[]) =>
  runs.filter(({ models, progress }) => models.length > 1 && progress.doneTrees > 0);

const modelsKey = (models: readonly { id: string }[]) =>
  models
    .map(({ id }) => id)
    .sort()
    .join();

/** What leaves are: each a model, or an architecture, where a run has one model of each. */
export type Leaves = "models" | "architectures";

/** Whether a run's leaves can be architectures. */
export const hasArchitectures = ({ models }: Pick<FrameRun, "models">) =>
  models.length > 1 && new Set(models.map(({ family }) => family)).size === models.length;

/** The runs that can be counted together with this one, itself among them, in their order. */
export function runsLike(runs: readonly FrameRun[], run: FrameRun, leaves: Leaves): FrameRun[] {
  if (leaves === "models") return runsOfModels(runs, run.models);
  const key = ({ models }: FrameRun) =>
    models
      .map(({ family }) => family)
      .sort()
      .join("\n");
  return runs.filter((other) => key(other) === key(run));
}

/** The runs of exactly these models, in their order: the newest first. */
export function runsOfModels<Run extends { models: readonly { id: string }[] }>(
  runs: readonly Run[],
  models: readonly { id: string }[],
): Run[] {
  const key = modelsKey(models);
  return runs.filter((run) => modelsKey(run.models) === key);
}

/**
 * The runs that an address names, "uuid,uuid" or "uuid,all"; without any, the newest. Those of other leaves than the
 * first are left out.
 */
export function chosenRuns(runs: readonly FrameRun[], text: string | undefined, asked: Leaves = "models") {
  const names = text?.split(",") ?? [];
  const first = runs.find(({ id }) => names.includes(uuidOf(id))) ?? runs[0]!;
  const leaves = hasArchitectures(first) ? asked : "models";
  const alike = runsLike(runs, first, leaves);
  const all = names.includes(allRuns);
  const named = alike.filter((run) => all || names.includes(uuidOf(run.id)));
  return {
    chosen: (named.length > 0 ? named : [first]).slice(0, mostRuns),
    all: all && alike.length > 1,
    alike,
    leaves,
  };
}

/** The same pattern, its leaves called by this run's models of their families: so the API calls architectures. */
export function inModelsOf(run: FrameRun, pattern: PatternJson, runs: readonly FrameRun[]): PatternJson {
  const families = new Map(runs.flatMap(({ models }) => models.map(({ id, family }) => [id, family] as const)));
  const own = new Map(run.models.map(({ id, family }) => [family, id]));
  return JSON.parse(JSON.stringify(pattern), (_, value) =>
    typeof value === "string" ? (own.get(families.get(value) ?? "") ?? value) : value,
  );
}

/** The runs as an address names them. */
export const runsText = (runs: readonly { id: string }[]) => runs.map(({ id }) => uuidOf(id)).join();
