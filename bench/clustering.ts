import { linkage } from "../packages/engine/src/clustering/index.ts";
import { interleave, quantile, report } from "./measure.ts";
import { hasReference, type ReferenceRun, runReference } from "./reference.ts";

// Ward's linkage of 2,000 leaves against scipy's, in turns, by CPU time; every merge must be equal to the last bit.

const n = 2_000;
const rounds = 5;

let state = 1;
const distances = Float64Array.from({ length: (n * (n - 1)) / 2 }, () => {
  state = (state * 48271) % 2147483647;
  return state / 2147483647;
});
const given = Buffer.from(distances.buffer).toString("base64");

const script = `
import base64
import numpy as np
from scipy.cluster.hierarchy import linkage
distances = np.frombuffer(base64.b64decode(given))
linkage(distances[:1225], "ward")
start = time.process_time()
merges = linkage(distances, "ward")
done((time.process_time() - start) * 1e3, merges.ravel())`;

function compare(): void {
  let reference: ReferenceRun = { milliseconds: 0, values: [] };
  const theirs: number[] = [];
  const { ours } = interleave(rounds, {
    ours: () => void linkage(distances, n, "ward"),
    theirs: () => {
      reference = runReference(script, given);
      theirs.push(reference.milliseconds);
    },
  });
  const rows = linkage(distances, n, "ward").flatMap(({ left, right, height, size }) => [left, right, height, size]);
  const unequal = rows.filter((value, place) => value !== reference.values[place]).length;
  report("ward of 2,000 leaves, times scipy's time", quantile(ours, 0.5) / quantile(theirs, 0.5), { most: 1.25 });
  report("ward of 2,000 leaves, numbers that differ", unequal, { most: 0 });
}

if (hasReference("scipy")) compare();
