"use client";

import { useEffect } from "react";

/**
 * Brings what a stop speaks of into view, as soon as the page has drawn it; and once more when the stop has told all that
 * it has to, since its card has then grown.
 */
export function useTarget(selector: string | null, stop: number, told: boolean) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: two stops may speak of the same thing.
  useEffect(() => {
    if (!selector) return;
    const show = () => {
      const target = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
      // A map is looked at beside its neighbours.
      const place = target?.closest("td") ? "center" : "nearest";
      target?.scrollIntoView({ block: place, inline: place });
      return target !== undefined;
    };
    if (show()) return;
    const observer = new MutationObserver(() => {
      if (show()) observer.disconnect();
    });
    observer.observe(document.body, { childList: true, subtree: true });
    return () => observer.disconnect();
  }, [selector, stop, told]);
}
