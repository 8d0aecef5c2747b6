import type { Grid } from "../packages/engine/src/heatmap/index.ts";
import { type SsimWindow, ssim, ssimStatistics } from "../packages/engine/src/similarity/index.ts";
import { interleave, quantile, report } from "./measure.ts";
import { hasReference, type ReferenceRun, runReference } from "./reference.ts";

// SSIM of the 78 pairs of 13 maps at 224×224 against scikit-image's structural_similarity, in turns, by CPU time. Ours is
// timed with the statistics of each map, which are computed once; both are warm.

const side = 224;
const rounds = 7;
/** So that our kernel is compiled with all optimisations, which takes the first tenth of a second. */
const warmUps = 10;

/** Smooth maps with some noise, 0–1. */
function makeMap(seed: number): Grid {
  let state = seed + 1;
  const random = () => {
    state = (state * 48271) % 2147483647;
    return state / 2147483647;
  };
  const [cx, cy, width] = [random() * side, random() * side, (0.1 + 0.3 * random()) * side];
  const values = Float64Array.from({ length: side * side }, (_, cell) => {
    const distance = Math.hypot((cell % side) - cx, Math.floor(cell / side) - cy);
    return 0.8 * Math.exp(-((distance / width) ** 2)) + 0.2 * random();
  });
  return { width: side, height: side, values };
}

const maps = Array.from({ length: 13 }, (_, seed) => makeMap(seed));
const given = maps.map(({ values }) => Buffer.from(values.buffer).toString("base64"));

const references: Record<SsimWindow, string> = {
  gaussian: "gaussian_weights=True, sigma=1.5, use_sample_covariance=False",
  uniform: "win_size=7",
};

const script = (window: SsimWindow) => `
import base64
import numpy as np
from skimage.metrics import structural_similarity as ssim
maps = [np.frombuffer(base64.b64decode(text)).reshape(${side}, ${side}) for text in given]
compare = lambda a, b: ssim(a, b, data_range=1, ${references[window]})
compare(maps[0], maps[1])
start = time.process_time()
values = [compare(maps[i], maps[j]) for i in range(13) for j in range(i + 1, 13)]
done((time.process_time() - start) * 1e3, values)`;

function compareAll(window: SsimWindow): number[] {
  const statistics = maps.map((map) => ssimStatistics(map, window));
  return statistics.flatMap((a, i) => statistics.slice(i + 1).map((b) => ssim(a, b, 1)));
}

for (const window of hasReference("skimage") ? (["gaussian", "uniform"] as const) : []) {
  for (let round = 0; round < warmUps; round++) compareAll(window);
  let reference: ReferenceRun = { milliseconds: 0, values: [] };
  const theirs: number[] = [];
  const { ours } = interleave(rounds, {
    ours: () => void compareAll(window),
    theirs: () => {
      reference = runReference(script(window), given);
      theirs.push(reference.milliseconds);
    },
  });
  const worst = Math.max(...compareAll(window).map((value, pair) => Math.abs(value - reference.values[pair]!)));
  report(`ssim ${window}, times as fast as scikit-image`, quantile(theirs, 0.5) / quantile(ours, 0.5), { least: 12 });
  report(`ssim ${window}, worst difference`, worst, { most: 1e-12 });
}
