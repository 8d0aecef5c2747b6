import { createHash } from "node:crypto";
import { placeMaps } from "../../apps/api/heatmap/pack.ts";
import type { FinishedMap } from "../../apps/api/heatmap/store.ts";
import type { Jobs } from "../../apps/api/queue.ts";
import { type Attempt, commitEnd } from "../../apps/api/shard/commit.ts";
import { type TakenShard, takeShard } from "../../apps/api/shard/take.ts";
import type { Atlas } from "./atlas.ts";

/** A worker by hand: it takes shards from the queue as the real one does, and makes up what the engine would find. */
export interface HeldShard {
  readonly attempt: Attempt;
  readonly shard: TakenShard;
}

export async function takeNext({ sql, queue }: Atlas): Promise<HeldShard | null> {
  const [job] = await queue.boss.fetch<Jobs["shard"]>("shard");
  if (!job) return null;
  const { projectId, shardId } = job.data;
  const shard = await takeShard(sql, projectId, shardId);
  if (!shard) return await takeNext({ sql, queue } as Atlas);
  return { shard, attempt: { projectId, shardId, number: shard.attempt, job } };
}

export interface Fate {
  /** Ids of the maps that cannot be computed. */
  readonly failing?: (map: TakenShard["maps"][number]) => boolean;
  /** Bytes of a made-up map. */
  readonly size?: number;
}

export async function finish(atlas: Atlas, { shard, attempt }: HeldShard, { failing, size = 98 }: Fate = {}) {
  const good = shard.maps.filter((map) => !failing?.(map));
  const values = good.map((map) => {
    const seed = createHash("sha256").update(`${map.id}`).digest();
    // Float16 from 0 to 1, little-endian: the high byte stays below 0x3c.
    return Uint8Array.from({ length: size }, (_, i) => seed[i % seed.length]! % (i % 2 === 0 ? 256 : 0x3c));
  });
  const places = await placeMaps(atlas.blobs, values);
  const finished = good.map(
    (map, i): FinishedMap => ({
      id: map.id,
      classIndex: map.target ?? 1,
      classLogit: 2.5,
      classProbability: 0.75,
      topClass: 1,
      topProbability: 0.75,
      gridWidth: 7,
      gridHeight: 7,
      scale: 1,
      signed: false,
      valuesHash: createHash("sha256").update(values[i]!).digest(),
      place: places[i]!,
      constant: false,
      flags: [],
      balance: null,
      area: 0.25,
      object: null,
      rect: { x: 0, y: 0, width: 1, height: 1 },
    }),
  );
  await commitEnd(atlas.sql, atlas.queue, attempt, {
    finished,
    failed: shard.maps.filter((map) => failing?.(map)).map(({ id }) => ({ id, sentence: "The picture is torn." })),
    provenance: { provider: "cpu", device: "hand", engineVersion: "0.0.0", millisecondsPerMap: 1 },
  });
}

/** Works until no shard is queued; returns how many maps were computed. */
export async function finishAll(atlas: Atlas, fate: Fate = {}): Promise<number> {
  let maps = 0;
  for (let held = await takeNext(atlas); held; held = await takeNext(atlas)) {
    await finish(atlas, held, fate);
    maps += held.shard.maps.length;
  }
  return maps;
}
