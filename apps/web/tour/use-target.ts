"use client";

import { useEffect } from "react";

const readersActs = ["wheel", "pointerdown", "touchstart", "keydown"] as const;

/**
 * Brings what a stop speaks of into view as soon as the page has drawn it, and keeps it there while the page still
 * changes its sizes, until the reader acts; once more when the stop has told all that it has to and its card has grown.
 */
export function useTarget(selector: string | null, stop: number, told: boolean) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: two stops may speak of the same thing.
  useEffect(() => {
    if (!selector) return;
    const sizes = new ResizeObserver(() => show());
    const show = () => {
      const target = [...document.querySelectorAll(selector)].find((element) => element.checkVisibility());
      if (!target) return;
      // A map is looked at beside its neighbours.
      const place = target.closest("td") ? "center" : "nearest";
      target.scrollIntoView({ block: place, inline: place });
      drawing.disconnect();
      sizes.observe(target, { box: "border-box" });
      const page = target.closest("main");
      if (page) sizes.observe(page, { box: "border-box" });
    };
    const drawing = new MutationObserver(show);
    drawing.observe(document.body, { childList: true, subtree: true });
    const leave = () => {
      drawing.disconnect();
      sizes.disconnect();
      for (const act of readersActs) removeEventListener(act, leave);
    };
    for (const act of readersActs) addEventListener(act, leave, { passive: true });
    show();
    return leave;
  }, [selector, stop, told]);
}
