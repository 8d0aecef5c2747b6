import { decode, type ExplainedPicture, type ExplainJobResult, type Failure } from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";
import { type MeasureObject, openMask } from "../heatmap/object.ts";
import { placeMaps } from "../heatmap/pack.ts";
import type { FailedMap, FinishedMap } from "../heatmap/store.ts";
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
  const failed: FailedMap[] = [];
  const found: { id: string; picture: ExplainedPicture; map: FoundMap; measure: MeasureObject | null }[] = [];
  for (const [place, { maps }] of pictures.entries()) {
    const picture = result.pictures[place]!;
    const measure = await measureOf(blobs, maps);
    for (const [method, { id, imageName }] of maps) {
      const map = "error" in picture ? picture : picture.maps[method]!;
      if ("error" in map) failed.push(failedMap(id, imageName, map.error));
      else if (!("error" in picture)) found.push({ id, picture, map, measure });
    }
  }
  const places = await placeMaps(
    blobs,
    found.map(({ map }) => map.values),
  );
  const { provider, device, milliseconds } = result;
  return {
    finished: found.map(({ id, picture, map, measure }, i): FinishedMap => {
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
        flags: map.flags,
        balance: map.balance,
        area: map.area,
        object: measure?.(decode(map), rect) ?? null,
        rect,
      };
    }),
    failed,
    provenance: { provider, device, engineVersion, millisecondsPerMap: milliseconds / Math.max(1, found.length) },
  };
}

/** All maps are of one image. Null where it has no mask, or where the mask cannot be read: the job that measures says so. */
async function measureOf(blobs: Blobs, maps: WantedPicture["maps"]): Promise<MeasureObject | null> {
  const [map] = maps.values();
  return map?.maskSha256 ? await openMask(blobs, map.maskSha256).catch(() => null) : null;
}

const notFinite = new Set(["map-not-finite", "logits-not-finite"]);

function failedMap(id: string, imageName: string, { code, message }: Failure["error"]): FailedMap {
  const sentence = `"${imageName}": ${message}`;
  return notFinite.has(code) ? { id, sentence, flags: ["not-finite"] } : { id, sentence };
}

/** None of these pictures' maps can be had, for one reason. */
export function allFailed(pictures: readonly WantedPicture[], sentence: string): Outcome {
  const failed = pictures.flatMap(({ maps }) => [...maps.values()].map(({ id }) => ({ id, sentence })));
  return { finished: [], failed, provenance: null };
}
