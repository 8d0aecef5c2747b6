"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { useCallback } from "react";

export type UrlQuery = Readonly<Record<string, string | undefined>>;

/** What a page shows lies in its address, so that a copied link shows the same. Replaced, not pushed: Back leaves the page. */
export function useUrlState() {
  const pathname = usePathname();
  const search = useSearchParams();
  const read = useCallback((name: string) => search.get(name) ?? undefined, [search]);
  const write = useCallback(
    (changes: UrlQuery) => {
      const next = new URLSearchParams(window.location.search);
      for (const [name, value] of Object.entries(changes)) {
        if (value === undefined || value === "") next.delete(name);
        else next.set(name, value);
      }
      const text = next.toString();
      window.history.replaceState(null, "", text === "" ? pathname : `${pathname}?${text}`);
    },
    [pathname],
  );
  return { read, write };
}
