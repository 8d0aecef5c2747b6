import type { CSSProperties } from "react";
import { heatmapPicture, photograph } from "../shell/routes.ts";
import type { Look } from "./look.prepare.ts";
import styles from "./overlay.module.css";

interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

interface OverlayProps {
  imageId: string;
  /** Null where there is no map to show yet. */
  heatmapId: string | null;
  /** The view of the run: centre, whole or as_trained. */
  view: string;
  rect?: Rect | null;
  look: Pick<Look, "colormap" | "normalisation">;
  size: number;
  alt: string;
  eager?: boolean;
}

/** The map over its photograph. The opacity is the CSS variable --overlay of any ancestor: a slider moves no React. */
export function Overlay({ imageId, heatmapId, view, rect, look, size, alt, eager = false }: OverlayProps) {
  // As trained, each model saw its own part: the whole photograph lies under, and the map on the part that was seen.
  const asTrained = view === "as_trained";
  const place: CSSProperties =
    asTrained && rect
      ? {
          left: `${rect.x * 100}%`,
          top: `${rect.y * 100}%`,
          width: `${rect.width * 100}%`,
          height: `${rect.height * 100}%`,
        }
      : { inset: 0, width: "100%", height: "100%" };
  const loading = eager ? "eager" : "lazy";
  return (
    <span className={styles.overlay}>
      <img
        className={styles.photo}
        src={photograph(imageId, view === "centre" ? "centre" : "whole", size)}
        alt={heatmapId ? "" : alt}
        loading={loading}
        decoding="async"
        draggable={false}
      />
      {heatmapId && (
        <img
          className={styles.map}
          style={place}
          src={heatmapPicture(heatmapId, { ...look, size })}
          alt={alt}
          loading={loading}
          decoding="async"
          draggable={false}
        />
      )}
    </span>
  );
}
