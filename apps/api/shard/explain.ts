import { dirname } from "node:path";
import type { View as EngineView, ExplainJob, MethodRequest, Preprocessing } from "@heatlas/engine";
import type { Blobs } from "../blobs.ts";
import type { View } from "../generated/prisma/enums.ts";
import { canonicalJson } from "../heatmap/identity.ts";
import type { ModelRow } from "../run/resolve.ts";
import type { ClaimedMap, TakenShard } from "./take.ts";

/** The database spells with underscores what the engine spells with hyphens. */
const engineView = (view: View) => view.replaceAll("_", "-") as EngineView;

/** What a model wants its pictures to be, in the engine's words. */
export function preprocessingOf(model: ModelRow): Preprocessing {
  return {
    width: model.inputWidth,
    height: model.inputHeight,
    mean: model.mean,
    std: model.std,
    standardise: model.standardise.replaceAll("_", "-") as Preprocessing["standardise"],
    channelOrder: model.channelOrder as Preprocessing["channelOrder"],
    cropShare: model.cropShare,
  };
}

/** One picture of a shard under one target: the maps that are wanted of it, by their method's place in the job. */
export interface WantedPicture {
  readonly path: string;
  readonly target: number;
  readonly maps: ReadonlyMap<number, ClaimedMap>;
}

/** What a shard asks of the engine. Its pictures are given slice by slice. */
export interface ShardRequest {
  readonly job: Omit<ExplainJob, "pictures">;
  readonly pictures: readonly WantedPicture[];
}

/** The pictures that the maps' methods name as references, and where they are. */
function referencesOf(blobs: Blobs, maps: readonly ClaimedMap[]): { sha256: string; path: string }[] {
  const named = new Set(maps.flatMap(({ parameters: { references = [] } }) => references as readonly string[]));
  return [...named].map((sha256) => ({ sha256, path: blobs.path("images", Buffer.from(sha256, "hex")) }));
}

/** A shard has at least one map; all its maps have one model and, since they come from one run's plan, one view. */
export function requestOf(blobs: Blobs, { model, maps }: TakenShard): ShardRequest {
  const methods = new Map<string, { place: number; request: MethodRequest }>();
  const pictures = new Map<string, { path: string; target: number; maps: Map<number, ClaimedMap> }>();
  for (const map of maps) {
    const methodKey = canonicalJson([map.method, map.parameters]);
    const method = methods.get(methodKey) ?? {
      place: methods.size,
      request: { slug: map.method, parameters: map.parameters },
    };
    methods.set(methodKey, method);
    const path = blobs.path("images", map.imageSha256);
    const pictureKey = `${path} ${map.target}`;
    const picture = pictures.get(pictureKey) ?? { path, target: map.target ?? -1, maps: new Map() };
    picture.maps.set(method.place, map);
    pictures.set(pictureKey, picture);
  }
  return {
    job: {
      modelFolder: dirname(blobs.path("models", model.sha256)),
      methods: [...methods.values()].map(({ request }) => request),
      ...(model.targetLayer !== null && { targetLayer: model.targetLayer }),
      preprocessing: preprocessingOf(model),
      view: engineView(maps[0]!.view),
      references: referencesOf(blobs, maps),
    },
    pictures: [...pictures.values()],
  };
}
