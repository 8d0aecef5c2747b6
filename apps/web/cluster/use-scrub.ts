"use client";

import { useCallback, useEffect, useState } from "react";
import { uuidOf } from "../shell/routes.ts";
import type { UrlQuery } from "../shell/url-state.ts";
import type { LoadedTree } from "./use-trees.ts";

/** Walks through images; the address follows when the walk rests, since browsers limit how often it may change. */
export function useScrub(trees: readonly LoadedTree[], asked: string | undefined, write: (changes: UrlQuery) => void) {
  const [moved, setMoved] = useState<{ from: string | undefined; to: string } | null>(null);
  // What the address says since then, by a click on a tree, is newer.
  const wanted = moved && moved.from === asked ? moved.to : asked;
  const found = trees.findIndex(({ imageId }) => uuidOf(imageId) === wanted);
  const at = Math.max(0, found);
  useEffect(() => {
    if (!moved || moved.from !== asked) return;
    const timer = setTimeout(() => write({ image: moved.to }), 250);
    return () => clearTimeout(timer);
  }, [moved, asked, write]);
  useEffect(() => {
    if (moved && moved.from !== asked) setMoved(null);
  }, [moved, asked]);
  const move = useCallback(
    (to: number) => {
      const tree = trees[to];
      if (tree) setMoved({ from: asked, to: uuidOf(tree.imageId) });
    },
    [trees, asked],
  );
  return { at, shown: trees[at], move };
}
