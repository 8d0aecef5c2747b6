import type { View } from "./preprocessing.ts";

/** Pixels from the top left of the upright picture. */
export interface PixelRect {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** torchvision's 224 of 256. */
const centreShare = 0.875;

/** The part of an upright picture of width × height that a view keeps (definitions.md §2.0), at least one pixel. */
export function viewRect(width: number, height: number, view: View, cropShare = centreShare): PixelRect {
  if (view === "whole") return { left: 0, top: 0, width, height };
  const share = view === "centre" ? centreShare : cropShare;
  const side = Math.max(1, Math.round(Math.min(width, height) * share));
  return { left: Math.floor((width - side) / 2), top: Math.floor((height - side) / 2), width: side, height: side };
}
