import type { methodChoices } from "../run/method-choices.ts";
import { uuidOf } from "../shell/routes.ts";

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

/** The runs of exactly these models, in their order: the newest first. */
export function runsOfModels<Run extends { models: readonly { id: string }[] }>(
  runs: readonly Run[],
  models: readonly { id: string }[],
): Run[] {
  const key = modelsKey(models);
  return runs.filter((run) => modelsKey(run.models) === key);
}

/**
 * The runs that an address names, "uuid,uuid" or "uuid,all"; without any, the newest. Those of other models than the
 * first are left out: their trees have other leaves.
 */
export function chosenRuns(runs: readonly FrameRun[], text: string | undefined) {
  const names = text?.split(",") ?? [];
  const first = runs.find(({ id }) => names.includes(uuidOf(id))) ?? runs[0]!;
  const alike = runsOfModels(runs, first.models);
  const all = names.includes(allRuns);
  const named = alike.filter((run) => all || names.includes(uuidOf(run.id)));
  return { chosen: (named.length > 0 ? named : [first]).slice(0, mostRuns), all: all && alike.length > 1 };
}

/** The runs as an address names them. */
export const runsText = (runs: readonly { id: string }[]) => runs.map(({ id }) => uuidOf(id)).join();
