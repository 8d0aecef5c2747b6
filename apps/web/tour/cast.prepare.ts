export interface Named {
  id: string;
  name: string;
}

export interface TourRun extends Named {
  models: readonly (Named & { family: string })[];
  methods: readonly { slug: string; name: string; parameters: unknown }[];
  images: readonly Named[];
}

/** Who plays in the tour. What the atlas lacks is null: the stops that need it say so. */
export interface Cast {
  /** The run whose methods see every ReLU, and the one that sees what a library of module hooks sees. */
  all: TourRun | null;
  modules: TourRun | null;
  /** The picture that most stops look at: a plain one. */
  picture: Named | null;
  /** The pictures that bear the badge, the shortcut's own class first. */
  marked: readonly Named[];
  /** The network that learned from badges, and its twin that did not. */
  shortcut: Named | null;
  twin: Named | null;
  /** The network whose ReLUs are functions. */
  functional: Named | null;
}

const markedName = /-watermark$/;
const shortcutName = /-shortcut$/;

/** Chooses by the names and parameters that the demo gives its runs, networks and pictures. */
export function castOf(runs: readonly TourRun[]): Cast {
  const modules = runs.find((run) => run.methods.some(seesModulesOnly)) ?? null;
  const all = runs.find((run) => run !== modules && run.methods.some(({ slug }) => slug === "grad-cam")) ?? null;
  const models = all?.models ?? [];
  const images = all?.images ?? [];
  const shortcut = models.find(({ name }) => shortcutName.test(name)) ?? null;
  const twinName = shortcut?.name.replace(shortcutName, "");
  return {
    all,
    modules,
    picture: images.find(({ name }) => !markedName.test(name)) ?? null,
    marked: images.filter(({ name }) => markedName.test(name)),
    shortcut,
    twin: models.find(({ name }) => name === twinName) ?? null,
    functional: modules?.models.find(({ family }) => family === "Inception") ?? null,
  };
}

const seesModulesOnly = ({ parameters }: { parameters: unknown }) =>
  typeof parameters === "object" &&
  parameters !== null &&
  "reluScope" in parameters &&
  parameters.reluScope === "modules";
