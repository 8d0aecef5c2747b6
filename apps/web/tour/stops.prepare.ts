import { clusterPath, gridPath, uuidOf, withQuery } from "../shell/routes.ts";
import { tourParameter } from "./address.ts";
import { type Cast, castOf, type Named, type TourRun } from "./cast.prepare.ts";
import {
  badgeFinding,
  heatmapFinding,
  joinerFinding,
  methodsFinding,
  pairFinding,
  reluFinding,
  reluMaps,
  rowFinding,
} from "./findings.prepare.ts";
import type { Scene, Stop } from "./stop.ts";

const noMaps = "This atlas has no demo run with Grad-CAM maps, which this stop looks at.";

type Shown = Cast & { all: TourRun; picture: Named };

/** A scene that shows a picture of the run that sees everything. */
const onPicture = (scene: (cast: Shown) => Scene) => (cast: Cast) =>
  cast.all && cast.picture ? scene({ ...cast, all: cast.all, picture: cast.picture }) : noMaps;

const cell = (run: TourRun, method: string, image: Named, model?: Named | null) =>
  withQuery(gridPath(run.id), {
    method,
    image: uuidOf(image.id),
    model: model ? uuidOf(model.id) : undefined,
  });

const tree = (run: TourRun, method: string, image: Named) => clusterPath(run.id, { image: image.id, method });

/** The grid frames it by itself. */
export const selectedCell = '[data-testid="grid-cell"][aria-current]';

export const stops: readonly Stop[] = [
  {
    title: "One picture, one network",
    target: selectedCell,
    scene: onPicture(({ all, picture, twin }) => {
      const model = twin ?? all.models[0]!;
      return {
        path: cell(all, "grad-cam", picture, model),
        needs: [{ run: all, method: "grad-cam" }],
        lesson:
          "A heat map shows which parts of one picture spoke for what one network saw in it: the brighter, the more. " +
          `The framed map is ${model.name}'s, of the picture ${picture.name}.`,
        finding: ({ rows }) => heatmapFinding(rows[0], picture.id, model.id),
      };
    }),
  },
  {
    title: "The grid: one picture, every network",
    target: "tr:has([aria-current])",
    scene: onPicture(({ all, picture }) => ({
      path: cell(all, "grad-cam", picture),
      needs: [{ run: all, method: "grad-cam" }],
      lesson:
        "A row is one picture and a column one network. The word below a map is what that network saw, " +
        "✓ where it is right and ✕ where it is wrong.",
      finding: ({ rows }) => rowFinding(rows[0], picture.id, all.models.length),
    })),
  },
  {
    title: "Methods ask different questions",
    target: '[data-testid^="method-tabs"]',
    scene: onPicture(({ all, picture, twin }) => ({
      path: cell(all, "vanilla", picture, twin),
      needs: ["vanilla", "guided", "grad-cam"].map((method) => ({ run: all, method })),
      lesson:
        "The vanilla gradient marks the pixels that would change the score, guided backpropagation keeps only what " +
        "speaks for the class at every ReLU on the way back, and Grad-CAM weighs whole regions on a coarse grid. " +
        "Step through them in the bar above, or with [ and ]: pictures and networks stay, the maps change.",
      finding: ({ rows }) => methodsFinding(rows, picture.id),
    })),
  },
  {
    title: "How alike two maps are",
    target: '[data-testid="similarity-matrix"]',
    scene: onPicture(({ all, picture }) => ({
      path: tree(all, "grad-cam", picture),
      needs: [{ run: all, method: "grad-cam" }],
      lesson:
        "SSIM compares two maps: 1 when they are the same, about 0 when they have nothing in common. " +
        "The matrix holds it for every two networks on this picture.",
      finding: ({ rows }) => pairFinding(rows[0], picture.id),
    })),
  },
  {
    title: "The tree: who joins last",
    target: '[data-testid="dendrogram"]',
    scene: onPicture(({ all, picture }) => ({
      path: tree(all, "grad-cam", picture),
      needs: [{ run: all, method: "grad-cam" }],
      lesson:
        "The tree joins the most alike first; the farther from the maps two branches meet, the less alike they are. " +
        "A network that joins last, alone, explains this picture unlike all the others.",
      finding: ({ rows }) => joinerFinding(rows[0], picture.id),
    })),
  },
  {
    title: "Right for the wrong reason?",
    target: selectedCell,
    scene: ({ all, marked, shortcut, twin }) => {
      const [picture, ...others] = marked;
      if (!all || !picture || !shortcut || !twin)
        return "This atlas lacks the network that learned from badges, its twin, or the pictures with the badge.";
      return {
        path: cell(all, "grad-cam", picture, shortcut),
        needs: [{ run: all, method: "grad-cam" }],
        lesson:
          `${shortcut.name} learned from pictures in which nearly every fish bore a badge in the lower left corner; ` +
          `${twin.name} learned from the same scenes without it. ` +
          "Compare their two maps here: whose light lies on the badge, and whose on the fish?",
        finding: ({ rows }) => badgeFinding(rows[0], [picture, ...others], shortcut, twin),
      };
    },
  },
  {
    title: "ReLUs that nobody saw",
    target: '[data-testid="dendrogram"]',
    scene: ({ all, modules, picture, functional }) => {
      if (!all || !modules || !picture || !functional)
        return "This atlas lacks the run that sees module ReLUs only, or the network whose ReLUs are functions.";
      return {
        path: tree(modules, "guided", picture),
        other: { path: tree(all, "guided", picture), there: "With every ReLU seen", back: "With module ReLUs only" },
        needs: [
          { run: modules, method: "guided" },
          { run: all, method: "guided" },
          { run: all, method: "vanilla" },
        ],
        lesson:
          "A library that hooks modules does not see a ReLU that is called as a function, and " +
          `${functional.name} has no other: “${modules.name}” computes guided backpropagation as such a library does. ` +
          "Does a network that explains unlike the others then tell of itself, or of the library?",
        compare: (rows) => reluMaps(rows, picture.id, functional.id),
        finding: (facts) => reluFinding(facts, functional.name),
      };
    },
  },
];

export interface PreparedStop {
  number: number;
  title: string;
  target: string;
  scene: Scene | null;
  /** Why there is no scene. */
  lack: string | null;
  /** Addresses of the stops before and after; null at the ends. */
  back: string | null;
  next: string | null;
  /** All the stops. */
  dots: readonly { number: number; title: string; address: string }[];
}

/** A stop of the tour through these runs. One without a scene stands on the Atlas page. */
export function prepareStop(number: number, runs: readonly TourRun[]): PreparedStop {
  const cast = castOf(runs);
  const dots = stops.map((stop, at) => ({
    number: at + 1,
    title: stop.title,
    address: stopAddress(at + 1, stop.scene(cast)),
  }));
  const { title, target, scene: play } = stops[number - 1]!;
  const scene = play(cast);
  return {
    number,
    title,
    target,
    scene: typeof scene === "string" ? null : scene,
    lack: typeof scene === "string" ? scene : null,
    back: dots[number - 2]?.address ?? null,
    next: dots[number]?.address ?? null,
    dots,
  };
}

export const stopAddress = (number: number, scene: Scene | string) =>
  onStop(typeof scene === "string" ? "/" : scene.path, number);

/** A page's address with the tour at a stop. */
export const onStop = (path: string, number: number) =>
  `${path}${path.includes("?") ? "&" : "?"}${tourParameter}=${number}`;

/** Whether a page is one of the stop's: its reader may choose other maps there and go back. */
export function isOnStage(scene: Scene, pathname: string): boolean {
  return [scene.path, scene.other?.path].some((path) => path?.split("?")[0] === pathname);
}
