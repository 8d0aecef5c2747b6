"use client";

import { useCallback, useEffect, useState } from "react";
import { defaultCut, type Tree } from "../charts/dendrogram.prepare.ts";
import type { UrlQuery } from "../shell/url-state.ts";

/** The cut of the tree that is shown: the address's, else between the last two merges; a new tree starts anew. */
export function useCut(tree: Tree | undefined, asked: string | undefined, write: (changes: UrlQuery) => void) {
  const start = tree ? defaultCut(tree) : 0;
  const height = asked === undefined ? Number.NaN : Number(asked);
  const [moved, setMoved] = useState<{ tree: Tree; height: number } | null>(null);
  const cut = moved && moved.tree === tree ? moved.height : Number.isFinite(height) ? height : start;
  useEffect(() => {
    if (!moved) return;
    const timer = setTimeout(() => write({ cut: moved.height.toFixed(3) }), 250);
    return () => clearTimeout(timer);
  }, [moved, write]);
  const set = useCallback((next: number) => tree && setMoved({ tree, height: next }), [tree]);
  return [cut, set] as const;
}
