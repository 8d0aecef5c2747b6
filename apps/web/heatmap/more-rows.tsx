"use client";

import { useEffect, useRef } from "react";
import { Skeleton } from "../shell/states.tsx";
import styles from "./grid-page.module.css";

/** Asks for the next page shortly before its place comes into sight. */
export function MoreRows({ onSight }: { onSight: () => void }) {
  const mark = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!mark.current) return;
    // On narrow screens the page scrolls, not the grid's box.
    const box = mark.current.parentElement;
    const root = box && getComputedStyle(box).overflowY === "auto" ? box : null;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && onSight(), {
      root,
      rootMargin: "800px",
    });
    observer.observe(mark.current);
    return () => observer.disconnect();
  }, [onSight]);
  return (
    <div ref={mark} className={styles.more}>
      <Skeleton width={120} height={12} />
    </div>
  );
}
