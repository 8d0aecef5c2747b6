import { countOf, countWord, listText } from "../text/count.ts";
import { probabilityText, scoreText } from "../text/probability.ts";
import type { Named } from "./cast.prepare.ts";
import type { Facts, TourMap, TourRow } from "./stop.ts";

/** What this machine's own maps show, in a sentence: nothing here is known before they are computed. */

type Rows = readonly TourRow[] | undefined;

const rowOf = (rows: Rows, imageId: string) => rows?.find((row) => row.imageId === imageId);
const mapOf = (row: TourRow | undefined, modelId: string) => row?.maps.find((map) => map.modelId === modelId);

const answer = ({ says, probability }: TourMap) => `${says ?? "nothing known"} (${probabilityText(probability)})`;

export function heatmapFinding(rows: Rows, imageId: string, modelId: string): string | null {
  const map = mapOf(rowOf(rows, imageId), modelId);
  if (!map) return null;
  const verdict = map.correct === null ? "" : map.correct ? ", which is right" : ", which is wrong";
  return `It says ${answer(map)}${verdict}. Is that what is lit?`;
}

/** Counts what is there so far; waits for the whole row. */
export function rowFinding(rows: Rows, imageId: string, modelCount: number): string | null {
  const row = rowOf(rows, imageId);
  if (!rows || !row || row.maps.length < modelCount) return null;
  const right = row.maps.filter(({ correct }) => correct).length;
  const told = rows.filter(({ maps }) => maps.length === modelCount);
  const wrong = told.filter(({ maps }) => maps.some(({ correct }) => correct === false)).length;
  const here = `Here ${right} of ${countOf(modelCount, "network")} ${right === 1 ? "is" : "are"} right.`;
  if (wrong === 0) return `${here} No network is wrong on any of ${countOf(told.length, "picture")}.`;
  return `${here} On ${wrong} of ${countOf(told.length, "picture")} some network is wrong: find a ✕, and ask its map why.`;
}

/** `rows` holds one entry a method. */
export function methodsFinding(rows: Facts["rows"], imageId: string): string | null {
  const there = rows.length > 0 && rows.every((method) => (rowOf(method, imageId)?.maps.length ?? 0) > 0);
  return there ? "Which of the three shows where the object is, and which its edges?" : null;
}

export function pairFinding(rows: Rows, imageId: string): string | null {
  const tree = rowOf(rows, imageId)?.tree;
  if (!tree) return null;
  const pairs = tree.names.flatMap((left, i) =>
    tree.names.slice(i + 1).flatMap((right, step) => {
      const score = tree.similarities[i]?.[i + 1 + step] ?? null;
      return score === null ? [] : [{ names: listText([left, right]), score }];
    }),
  );
  if (pairs.length === 0) return "Here no two maps can be compared.";
  pairs.sort((a, b) => b.score - a.score);
  const most = pairs[0]!;
  if (pairs.length === 1) return `Here ${most.names} have ${scoreText(most.score)}: do their maps look so?`;
  const least = pairs.at(-1)!;
  return (
    `Here ${most.names} are the most alike (${scoreText(most.score)}), ` +
    `${least.names} the least (${scoreText(least.score)}): do their maps look so?`
  );
}

export function joinerFinding(rows: Rows, imageId: string): string | null {
  const tree = rowOf(rows, imageId)?.tree;
  if (!rows || !tree) return null;
  const told = "One picture proves little: the others' trees are below.";
  if (!tree.lastJoiner) return `Here no network joins last alone: two groups meet. ${told}`;
  return `Here that is ${tree.lastJoiner}; counting all pictures, it joins last on ${timesLast(rows, tree.lastJoiner)}. ${told}`;
}

/** "9 of 24": on how many pictures it joins last, of those that have a tree. */
function timesLast(rows: readonly TourRow[], name: string): string {
  const trees = rows.flatMap(({ tree }) => (tree ? [tree] : []));
  const times = trees.filter(({ lastJoiner }) => lastJoiner === name).length;
  return `${times} of ${trees.length}${trees.length < rows.length ? " so far" : ""}`;
}

export function badgeFinding(rows: Rows, [picture, ...others]: readonly Named[], shortcut: Named, twin: Named) {
  const pair = (image: Named | undefined) => {
    const row = image && rowOf(rows, image.id);
    const [left, right] = [mapOf(row, shortcut.id), mapOf(row, twin.id)];
    return left && right ? { left, right } : null;
  };
  const here = pair(picture);
  if (!here) return null;
  const answers = `${shortcut.name} says ${answer(here.left)}, ${twin.name} ${answer(here.right)}.`;
  const elsewhere = others.map(pair);
  if (others.length === 0 || elsewhere.some((one) => one === null)) return answers;
  const wrong = (side: "left" | "right") => {
    const count = elsewhere.filter((one) => one?.[side].correct === false).length;
    return count === 0 ? "none" : countWord(count);
  };
  return (
    `${answers} On the other ${countWord(others.length)} with the badge, at the end of the grid, ` +
    `${shortcut.name} is wrong on ${wrong("left")}, ${twin.name} on ${wrong("right")}.`
  );
}

/** The maps of one network that the last stop compares: as hooks see it, with every ReLU seen, and the plain gradient. */
export function reluMaps(rows: Facts["rows"], imageId: string, modelId: string): string[] {
  const maps = rows.map((method) => mapOf(rowOf(method, imageId), modelId)?.heatmapId);
  const [modules, all, vanilla] = maps;
  return modules && all && vanilla ? [modules, vanilla, all] : [];
}

// Stored values are float16: two ways of computing one number may differ in its last bit.
const rounding = 1e-3;

/** `rows`: guided by module ReLUs, guided by all, vanilla. `apart`: the first map from vanilla's, then from all's. */
export function reluFinding({ rows: [modules, all], apart }: Facts, name: string): string | null {
  const [fromVanilla, fromAll] = apart;
  if (!modules || !all || fromVanilla === undefined || fromAll === undefined) return null;
  if (!modules.some(({ tree }) => tree) || !all.some(({ tree }) => tree)) return null;
  const vanilla = likeness(fromVanilla, "its vanilla gradient");
  const seen = likeness(fromAll, "the one that sees every ReLU");
  const last = `Of the pictures it joins last on ${timesLast(modules, name)}; when every ReLU is seen, on ${timesLast(all, name)}.`;
  return `${name}'s guided map here ${vanilla}, and ${seen}. ${last}`;
}

function likeness(apart: number, other: string): string {
  if (apart === 0) return `equals ${other} in every value`;
  return apart <= rounding ? `equals ${other} but for rounding` : `differs from ${other}`;
}
