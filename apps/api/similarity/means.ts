import { type Distance, distanceOf } from "@heatlas/engine";
import type { Pool } from "../sql.ts";
import { eachScores, type Place } from "./scores.ts";

/** Of the pairs (0,1), (0,2) … (1,2) …, over the images that have the pair's similarity; NaN where none has. */
export interface PairMeans {
  readonly similarities: Float64Array;
  readonly distances: Float64Array;
}

/** Means over the images at these positions of a run, by one statement. */
export async function readMeans(
  sql: Pool,
  place: Place,
  leaves: number,
  positions: readonly number[],
  distance: Distance,
): Promise<PairMeans> {
  const pairs = (leaves * (leaves - 1)) / 2;
  const [similarities, distances, counts] = [new Float64Array(pairs), new Float64Array(pairs), new Int32Array(pairs)];
  const toDistance = distanceOf[distance];
  await eachScores(sql, place, leaves, positions, (scores) => {
    const images = scores.byteLength / 8 / pairs;
    for (let image = 0, at = 0; image < images; image++) {
      for (let pair = 0; pair < pairs; pair++, at += 8) {
        const value = scores.getFloat64(at);
        if (Number.isNaN(value)) continue;
        counts[pair]!++;
        similarities[pair] = similarities[pair]! + value;
        distances[pair] = distances[pair]! + toDistance(value);
      }
    }
  });
  const meanOf = (sum: number, pair: number) => sum / counts[pair]!;
  return { similarities: similarities.map(meanOf), distances: distances.map(meanOf) };
}
