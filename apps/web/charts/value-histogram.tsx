"use client";

import { useEffect, useMemo, useState } from "react";
import type { Normalisation } from "../heatmap/look.prepare.ts";
import { heatmapValues } from "../shell/routes.ts";
import { percentText } from "../text/probability.ts";
import styles from "./value-histogram.module.css";
import { type MapValues, prepareHistogram, readNpy } from "./value-histogram.prepare.ts";

interface ValueHistogramProps {
  heatmapId: string;
  normalisation: Normalisation;
  signed: boolean;
}

/** The distribution of a map's own values, from the bytes that the .npy link gives. */
export function ValueHistogram({ heatmapId, normalisation, signed }: ValueHistogramProps) {
  const values = useMapValues(heatmapId);
  const histogram = useMemo(
    () => (values ? prepareHistogram(values, normalisation, signed) : null),
    [values, normalisation, signed],
  );
  return (
    <svg className={styles.histogram} viewBox="0 0 160 40" preserveAspectRatio="none" role="img">
      <title>
        {histogram ? `${percentText(histogram.bins[0]!)} of the map lies in the lowest sixteenth of the scale` : ""}
      </title>
      {histogram?.heights.map((height, bin) => (
        // A bin that holds anything is at least a hairline.
        // biome-ignore lint/suspicious/noArrayIndexKey: bins are their positions.
        <rect key={bin} x={bin * 10} width="9.4" y={40 - barHeight(height)} height={barHeight(height)} />
      ))}
    </svg>
  );
}

const barHeight = (share: number) => (share === 0 ? 0 : Math.max(0.8, share * 40));

function useMapValues(heatmapId: string): MapValues | null {
  const [loaded, setLoaded] = useState<{ id: string; values: MapValues | null } | null>(null);
  useEffect(() => {
    const aborter = new AbortController();
    fetch(heatmapValues(heatmapId), { signal: aborter.signal })
      .then((response) => (response.ok ? response.arrayBuffer() : null))
      .then((bytes) => setLoaded({ id: heatmapId, values: bytes && readNpy(bytes) }))
      // Without its values a map is still shown; only the histogram stays empty.
      .catch(() => {});
    return () => aborter.abort();
  }, [heatmapId]);
  return loaded?.id === heatmapId ? loaded.values : null;
}
