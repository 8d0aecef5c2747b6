"use client";

import { useDemo } from "../demo/use-demo.ts";
import { ButtonLink } from "../shell/button.tsx";
import { tourStart } from "./address.ts";

/** The way into the tour, where there is a demo atlas to tour. */
export function TourLink({ onFollow }: { onFollow: () => void }) {
  const demo = useDemo();
  if (!demo?.tour) return null;
  return (
    <ButtonLink kind="quiet" href={tourStart} onClick={onFollow} data-testid="take-tour-keys">
      Take the tour
    </ButtonLink>
  );
}
