import { useEffect, useRef } from "react";

/** Asks again when the runs have got more trees. */
export function useRefreshed(refetch: () => Promise<unknown>, trees: number) {
  const seen = useRef(trees);
  useEffect(() => {
    if (seen.current === trees) return;
    seen.current = trees;
    refetch().catch(() => {});
  }, [refetch, trees]);
}
