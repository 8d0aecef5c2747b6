"use client";

import { ButtonLink } from "../shell/button.tsx";
import { clusterPath } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import type { UrlQuery } from "../shell/url-state.ts";
import { shortMethod } from "../text/label.ts";
import type { Look } from "./look.prepare.ts";
import { LookControls } from "./look-controls.tsx";
import type { ShownHeatmap } from "./shown-heatmap.ts";
import type { RunGrid } from "./use-run-grid.ts";

interface GridToolsProps {
  id: string;
  grid: RunGrid;
  shown: ShownHeatmap | null;
  look: Look;
  onOverlayMove: (overlay: number) => void;
  onChange: (changes: UrlQuery) => void;
}

export function GridTools({ id, grid: { methods, method }, shown, look, onOverlayMove, onChange }: GridToolsProps) {
  return (
    <>
      {method ? (
        <Tabs
          label="Method"
          testId="method-tabs"
          value={method.key}
          options={methods.map(({ key, name }) => [key, shortMethod(name)] as const)}
          onChange={(key) => onChange({ method: key })}
        />
      ) : (
        <Skeleton width={180} height={28} />
      )}
      {method && (
        <ButtonLink
          kind="quiet"
          href={clusterPath(id, { method: method.key, ...(shown && { image: shown.row.image.id }) })}
        >
          Clusters →
        </ButtonLink>
      )}
      <LookControls look={look} signed={method?.signed ?? false} onOverlayMove={onOverlayMove} onChange={onChange} />
    </>
  );
}
