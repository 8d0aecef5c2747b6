import type { Admission } from "../admit/admit.ts";
import type { Size } from "../admit/ports.ts";
import type { Distance } from "../clustering/condensed.ts";
import type { LinkageMethod } from "../clustering/links.ts";
import type { Merge } from "../clustering/merge.ts";
import type { EncodedMap } from "../heatmap/encode.ts";
import type { Rect } from "../heatmap/resize.ts";
import type { MethodRequest } from "../method/resolve.ts";
import type { Preprocessing, View } from "../picture/preprocessing.ts";
import type { SimilaritySetting } from "../similarity/similarity-matrix.ts";
import type { Flag, RelevanceBalance } from "./flags.ts";

/** One model on many pictures: a session loads once. */
export interface ExplainJob {
  /** Holds model.onnx; the compiled explainers are kept beside it. */
  readonly modelFolder: string;
  readonly methods: readonly MethodRequest[];
  /** The tensor that CAMs look at, instead of the one that the rule finds. */
  readonly targetLayer?: string;
  readonly preprocessing: Preprocessing;
  readonly view: View;
  readonly pictures: readonly {
    readonly path: string;
    /** Class to explain; −1 for the model's own first choice. */
    readonly target: number;
    /** Places of the wanted methods in `methods`. */
    readonly methods: readonly number[];
  }[];
  /** Where the pictures are that methods name in `references`, by their SHA-256 (expected gradients). */
  readonly references?: readonly { readonly sha256: string; readonly path: string }[];
  /**
   * Pictures in one run of the session; by default as its provider likes them: on a CPU 1, where more are not faster and
   * take more memory (GoogLeNet 8 instead of 1: 670 MB instead of 320). Maps do not depend on it.
   */
  readonly batch?: number;
}

/** Why one picture, or one map, of a job has no result. */
export interface Failure {
  readonly error: { readonly code: string; readonly message: string };
}

/** A heat map as it is kept, and what is known of it without looking again. */
export interface ComputedMap extends EncodedMap {
  /** Place in the job's methods. */
  readonly method: number;
  /** SHA-256 of values and scale. */
  readonly valuesHash: Uint8Array;
  readonly constant: boolean;
  /** Highlighted area, 0–1. */
  readonly area: number;
  /** Whether a negative value means something. */
  readonly signed: boolean;
  /** What makes it worth doubting. */
  readonly flags: readonly Flag[];
  /** Where the class score went; null for methods that share no relevance. */
  readonly balance: RelevanceBalance | null;
}

export interface ExplainedPicture {
  readonly rect: Rect;
  readonly top: { readonly class: number; readonly probability: number };
  /** The class that the maps explain. */
  readonly target: { readonly class: number; readonly logit: number; readonly probability: number };
  /** In the order of the job's methods; null where not wanted. */
  readonly maps: readonly (ComputedMap | ({ readonly method: number } & Failure) | null)[];
}

export interface Provenance {
  readonly provider: string;
  readonly device: string;
  /** Wall time in the child, sessions and pictures included. */
  readonly milliseconds: number;
}

export interface ExplainJobResult extends Provenance {
  /** In the order of the job's pictures. */
  readonly pictures: readonly (ExplainedPicture | Failure)[];
}

/** How similarities become a tree (definitions.md §4). */
export interface TreeSetting {
  readonly distance: Distance;
  readonly linkage: LinkageMethod;
}

/** Definitions.md §2–4: everything that a tree depends on besides its maps. */
export interface AnalysisSetting extends SimilaritySetting, TreeSetting {}

export interface AnalysedMap extends EncodedMap {
  readonly signed: boolean;
  readonly rect: Rect;
}

export interface AnalyseJob {
  readonly similarity: SimilaritySetting;
  /** Trees to make of the same similarities. */
  readonly trees: readonly TreeSetting[];
  readonly groups: readonly AnalysedGroup[];
}

/** The maps of one picture and method, in the order of the leaves, at least two; or what is known of their pairs already. */
export type AnalysedGroup =
  | { readonly maps: readonly AnalysedMap[] }
  | { readonly similarities: readonly (number | null)[] };

export interface Analysis {
  /** Of all pairs i < j, row by row; null where the measure is not defined. */
  readonly similarities: readonly (number | null)[];
  /** In the order of the job's. */
  readonly trees: readonly AnalysedTree[];
}

export interface AnalysedTree {
  readonly merges: readonly Merge[];
  /** Members of each merge, one bit a leaf. */
  readonly memberBits: readonly Uint8Array[];
  readonly leafOrder: readonly number[];
  readonly rootHeight: number;
  /** Cophenetic correlation; null where it is not defined. */
  readonly cophenetic: number | null;
  readonly ties: boolean;
}

export interface AdmitJob extends AdmitFileOptions {
  readonly path: string;
}

export interface AdmitFileOptions {
  /** As in {@link admit}. */
  readonly size?: Size | undefined;
  readonly targetLayer?: string | undefined;
  readonly layers?: readonly string[] | undefined;
  /** The folder that holds the model's data files (default: it has none). */
  readonly dataFolder?: string | undefined;
}

export interface CheckJob {
  /** A folder of golden nets in place of the engine's own. */
  readonly golden?: string;
}

/** What each kind of job takes, gives piece by piece, and gives at its end. */
export interface Jobs {
  explain: { job: ExplainJob; part: Part<ExplainedPicture | Failure>; result: Provenance };
  analyse: { job: AnalyseJob; part: Part<Analysis | Failure>; result: null };
  admit: { job: AdmitJob; part: never; result: Admission };
  check: { job: CheckJob; part: never; result: string };
}

/** Results of the job's pictures or groups at these places: sent as they come, so that no message is large. */
export interface Part<Result> {
  readonly places: readonly number[];
  readonly results: readonly Result[];
}

export type Kind = keyof Jobs;

export type Request = { [K in Kind]: { readonly kind: K; readonly job: Jobs[K]["job"] } }[Kind];

export type Reply =
  | { readonly type: "part"; readonly part: Jobs[Kind]["part"] }
  | { readonly type: "done"; readonly result: Jobs[Kind]["result"] }
  /** An expected error. */
  | { readonly type: "refused"; readonly code: string; readonly message: string; readonly fields: object }
  /** Any other: for the log, never for a client. */
  | { readonly type: "broken"; readonly text: string };
