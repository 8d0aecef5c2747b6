"use client";

import type { ReactNode } from "react";
import { Button } from "./button.tsx";

interface ShowMoreProps {
  /** Of the last page that came; the button is there only where another follows. */
  page: { hasNextPage: boolean; endCursor?: string | null } | undefined;
  /** Fetches the page after this cursor. A failure leaves the button, to be pressed again. */
  onMore: (after: string | null) => Promise<unknown>;
  className?: string | undefined;
  children: ReactNode;
}

/** The way to a list's next page. */
export function ShowMore({ page, onMore, className = "", children }: ShowMoreProps) {
  if (!page?.hasNextPage) return null;
  return (
    <Button className={className} onClick={() => onMore(page.endCursor ?? null).catch(() => {})}>
      {children}
    </Button>
  );
}
