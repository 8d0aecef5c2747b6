"use client";

import { useEffect, useLayoutEffect, useRef } from "react";

/**
 * Tells the page how much of it the card covers, so that it can be scrolled clear: --tour-side at the foot of the
 * inspector, --tour-sheet at the foot of a narrow page.
 */
export function useRoom() {
  const card = useRef<HTMLElement>(null);
  // Before whatever scrolls to what a new text speaks of; the observer comes too late for that.
  useLayoutEffect(() => {
    if (card.current) tellRoom(card.current);
  });
  useEffect(() => {
    const element = card.current;
    if (!element) return;
    const observer = new ResizeObserver(() => tellRoom(element));
    observer.observe(element);
    return () => {
      observer.disconnect();
      for (const name of ["--tour-sheet", "--tour-side"]) document.documentElement.style.removeProperty(name);
    };
  }, []);
  return card;
}

function tellRoom(card: HTMLElement) {
  const { style } = document.documentElement;
  const height = `${card.offsetHeight}px`;
  const narrow = matchMedia("(max-width: 899px)").matches;
  style.setProperty("--tour-sheet", narrow ? height : "0px");
  style.setProperty("--tour-side", narrow ? "0px" : height);
}
