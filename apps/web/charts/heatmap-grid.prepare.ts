import { shortLabel } from "../text/label.ts";
import { probabilityText } from "../text/probability.ts";

export interface CellInput {
  status: string;
  modelName: string;
  predicted: { label: string; probability: number } | null;
  correct: boolean | null;
  /** What makes the map worth doubting, a sentence each. */
  cautions: readonly string[];
}

export type Verdict = "correct" | "wrong" | "unknown";

export interface Cell {
  state: "map" | "waiting" | "failed";
  verdict: Verdict;
  /** ✓ or ✕ against the truth; nothing where the truth is not known. */
  sign: string;
  label: string;
  probability: string;
  /** What a screen reader says of the cell. */
  description: string;
  /** What a reader must know before believing the map. */
  cautions: readonly string[];
}

const signs: Record<Verdict, string> = { correct: "✓", wrong: "✕", unknown: "" };

export function prepareCell(input: CellInput, imageName: string, methodName: string): Cell {
  const state = input.status === "done" ? "map" : input.status === "failed" ? "failed" : "waiting";
  const verdict = input.correct === null ? "unknown" : input.correct ? "correct" : "wrong";
  const label = input.predicted ? shortLabel(input.predicted.label) : "";
  const probability = input.predicted ? probabilityText(input.predicted.probability) : "";
  // Why a map failed, its own sentence says better.
  const cautions = state === "map" ? input.cautions : [];
  return {
    state,
    verdict,
    sign: signs[verdict],
    label,
    probability,
    description: [
      describe(state, `${methodName} of ${input.modelName} on ${imageName}`, label, probability, verdict),
      ...(cautions.length > 0 ? ["worth doubting"] : []),
    ].join(", "),
    cautions,
  };
}

function describe(state: Cell["state"], what: string, label: string, probability: string, verdict: Verdict): string {
  if (state === "waiting") return `${what}: not computed yet`;
  if (state === "failed") return `${what}: failed`;
  const judged = verdict === "unknown" ? "" : `, ${verdict}`;
  return label === "" ? what : `${what}: predicts ${label} ${probability}${judged}`;
}

export interface Selection {
  row: number;
  column: number;
}

export type Direction = "up" | "down" | "left" | "right";

const steps: Record<Direction, readonly [number, number]> = { up: [-1, 0], down: [1, 0], left: [0, -1], right: [0, 1] };

/** The neighbour in a direction; the edge holds. */
export function moveSelection(
  from: Selection,
  direction: Direction,
  size: { rows: number; columns: number },
): Selection {
  const [rowStep, columnStep] = steps[direction];
  const within = (value: number, count: number) => Math.min(count - 1, Math.max(0, value));
  return { row: within(from.row + rowStep, size.rows), column: within(from.column + columnStep, size.columns) };
}

/** What stands under an image's name: how many models are right, where the truth is known. */
export function agreementText(verdicts: readonly Verdict[]): string {
  const known = verdicts.filter((verdict) => verdict !== "unknown");
  if (known.length === 0) return "";
  const right = known.filter((verdict) => verdict === "correct").length;
  return `${right} of ${known.length} right`;
}
