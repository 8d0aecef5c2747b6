"use client";

import { useEffect, useRef } from "react";

/**
 * Tells the page how much of it the card covers, so that it can be scrolled clear: --tour-side at the foot of the
 * inspector, --tour-sheet at the foot of a narrow page.
 */
export function useRoom() {
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    const { style } = document.documentElement;
    const narrow = matchMedia("(max-width: 899px)");
    const measure = () => {
      const height = `${element.offsetHeight}px`;
      style.setProperty("--tour-sheet", narrow.matches ? height : "0px");
      style.setProperty("--tour-side", narrow.matches ? "0px" : height);
    };
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    narrow.addEventListener("change", measure);
    return () => {
      observer.disconnect();
      narrow.removeEventListener("change", measure);
      style.removeProperty("--tour-sheet");
      style.removeProperty("--tour-side");
    };
  }, []);
  return card;
}
