import { countOf, durationText } from "../text/count.ts";

export interface ProgressInput {
  status: string;
  error: string | null;
  progress: {
    planned: number;
    done: number;
    failed: number;
    shared: number;
    plannedTrees: number;
    doneTrees: number;
    mapsPerSecond: number | null;
    secondsLeft: number | null;
  };
}

export interface PreparedProgress {
  /** How far, 0–1, while it runs; null when there is nothing to wait for. */
  share: number | null;
  sentence: string;
  tone: "plain" | "good" | "bad";
  word: string;
}

const words: Record<string, string> = {
  draft: "draft",
  queued: "queued",
  running: "running",
  done: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** What a run says of itself in one line. */
export function prepareProgress({ status, error, progress }: ProgressInput): PreparedProgress {
  const word = words[status] ?? status;
  const failed = progress.failed > 0 || status === "failed";
  if (status === "running" || status === "queued") {
    return { share: shareOf(progress), sentence: runningSentence(status, progress), tone: "plain", word };
  }
  const sentence = status === "failed" && error ? error : doneSentence(status, progress);
  return { share: null, sentence, tone: failed ? "bad" : status === "done" ? "good" : "plain", word };
}

type Progress = ProgressInput["progress"];

/** Maps and trees together: a run is not over with its last map. */
function shareOf({ planned, done, failed, plannedTrees, doneTrees }: Progress): number {
  const all = planned + plannedTrees;
  return all === 0 ? 0 : (done + failed + doneTrees) / all;
}

function runningSentence(
  status: string,
  { planned, done, failed, shared, plannedTrees, doneTrees, mapsPerSecond, secondsLeft }: Progress,
) {
  if (status === "queued" && done === 0) {
    return shared > 0 ? `${shared} of ${planned} maps exist already` : `${countOf(planned, "map")} to make`;
  }
  const settled = done + failed;
  const parts =
    settled < planned || plannedTrees === 0
      ? [`${settled.toLocaleString("en")} of ${countOf(planned, "map")}`]
      : [countOf(planned, "map"), `${doneTrees} of ${countOf(plannedTrees, "tree")}`];
  if (mapsPerSecond && settled < planned)
    parts.push(`${mapsPerSecond < 10 ? mapsPerSecond.toFixed(1) : Math.round(mapsPerSecond)} maps/s`);
  if (secondsLeft !== null && secondsLeft > 0) parts.push(`${durationText(secondsLeft)} left`);
  if (failed > 0) parts.push(`${failed} failed`);
  return parts.join(" · ");
}

function doneSentence(status: string, { planned, done, failed, shared, doneTrees }: Progress): string {
  if (status === "draft") return "not started";
  const parts = [
    done < planned ? `${done.toLocaleString("en")} of ${countOf(planned, "map")}` : countOf(planned, "map"),
  ];
  if (doneTrees > 0) parts.push(countOf(doneTrees, "tree"));
  if (shared > 0) parts.push(`${shared.toLocaleString("en")} there before`);
  if (failed > 0) parts.push(`${failed.toLocaleString("en")} failed`);
  return parts.join(", ");
}
