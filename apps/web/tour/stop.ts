import type { Cast, TourRun } from "./cast.prepare.ts";

/** What a run's networks make of one picture by one method. */
export interface TourRow {
  imageId: string;
  /** In the run's order of models; computed ones only. */
  maps: readonly TourMap[];
  tree: {
    names: readonly string[];
    similarities: readonly (readonly (number | null)[])[];
    lastJoiner: string | null;
  } | null;
}

export interface TourMap {
  heatmapId: string;
  modelId: string;
  /** Short label of the network's top-1. */
  says: string | null;
  probability: number | null;
  /** Null where the truth is not known. */
  correct: boolean | null;
}

/** One method of one run. */
export interface Need {
  run: TourRun;
  method: string;
}

export interface Facts {
  /** As `needs` orders them. */
  rows: readonly (readonly TourRow[])[];
  /** How far the first map of `compare` is from each of the others (`farthest`); empty until they are read. */
  apart: readonly number[];
}

/** Where a stop is, once the atlas has what it needs. */
export interface Scene {
  path: string;
  /** A second page that belongs to the stop, and what the ways there and back are called. */
  other?: { path: string; there: string; back: string };
  needs: readonly Need[];
  lesson: string;
  /** The ids of finished maps whose values the stop compares, the first with each of the others. */
  compare?: (rows: Facts["rows"]) => readonly string[];
  /** What the computed maps show; null until they are there. */
  finding: (facts: Facts) => string | null;
}

export interface Stop {
  title: string;
  /** What it speaks of, as a CSS selector on its page. */
  target: string;
  /** A sentence instead where the atlas lacks what the stop is about. */
  scene: (cast: Cast) => Scene | string;
}
