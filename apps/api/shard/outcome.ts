import type { ExplainedPicture, ExplainJobResult, Failure } from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";
import { placeMaps } from "../heatmap/pack.ts";
import type { FinishedMap } from "../heatmap/store.ts";
import { engineVersion } from "../heatmap/version.ts";
import type { Outcome } from "./commit.ts";
import type { WantedPicture } from "./explain.ts";

type FoundMap = Exclude<ExplainedPicture["maps"][number], Failure | null>;

/** Reads the engine's answer for these pictures, and puts the maps in their place: packs are written when it returns. */
export async function outcomeOf(
  blobs: Blobs,
  pictures: readonly WantedPicture[],
  result: ExplainJobResult,
): Promise<Outcome> {
  const failed: { id: string; sentence: string }[] = [];
  const found: { id: string; picture: ExplainedPicture; map: FoundMap }[] = [];
  for (const [place, { maps }] of pictures.entries()) {
    const picture = result.pictures[place]!;
    for (const [method, { id, imageName }] of maps) {
      const map = "error" in picture ? picture : picture.maps[method]!;
      if ("error" in map) failed.push({ id, sentence: `"${imageName}": ${map.error.message}` });
      else if (!("error" in picture)) found.push({ id, picture, map });
    }
  }
  const places = await placeMaps(
    blobs,
    found.map(({ map }) => map.values),
  );
  const { provider, device, milliseconds } = result;
  return {
    finished: found.map(({ id, picture, map }, i): FinishedMap => {
      const { target, top, rect } = picture;
      return {
        id,
        classIndex: target.class,
        classLogit: target.logit,
        classProbability: target.probability,
        topClass: top.class,
        topProbability: top.probability,
        gridWidth: map.gridWidth,
        gridHeight: map.gridHeight,
        scale: map.scale,
        signed: map.signed,
        valuesHash: map.valuesHash,
        place: places[i]!,
        constant: map.constant,
        area: map.area,
        rect,
      };
    }),
    failed,
    provenance: { provider, device, engineVersion, millisecondsPerMap: milliseconds / Math.max(1, found.length) },
  };
}

/** None of these pictures' maps can be had, for one reason. */
export function allFailed(pictures: readonly WantedPicture[], sentence: string): Outcome {
  const failed = pictures.flatMap(({ maps }) => [...maps.values()].map(({ id }) => ({ id, sentence })));
  return { finished: [], failed, provenance: null };
}
