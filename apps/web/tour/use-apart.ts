"use client";

import { useEffect, useState } from "react";
import { heatmapValues } from "../shell/routes.ts";
import { farthest, readNpy } from "./values.prepare.ts";

const none: readonly number[] = [];

/** How far the first of these heat maps is from each of the others, by their values; empty until they are read. */
export function useApart(ids: readonly string[]): readonly number[] {
  const [read, setRead] = useState<{ key: string; apart: readonly number[] } | null>(null);
  const key = ids.join(" ");
  useEffect(() => {
    if (key === "") return;
    const gone = new AbortController();
    Promise.all(key.split(" ").map((id) => values(id, gone.signal)))
      .then(([first, ...others]) => setRead({ key, apart: others.map((other) => farthest(first!, other)) }))
      // The stop then goes on waiting: what is not known is not told.
      .catch(() => {});
    return () => gone.abort();
  }, [key]);
  return read?.key === key ? read.apart : none;
}

async function values(id: string, signal: AbortSignal): Promise<Float32Array> {
  const answer = await fetch(heatmapValues(id), { signal });
  if (!answer.ok) throw new Error(`The values of ${id} cannot be read.`);
  return readNpy(await answer.arrayBuffer());
}
