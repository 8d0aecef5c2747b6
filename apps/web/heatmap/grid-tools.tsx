"use client";

import { ButtonLink } from "../shell/button.tsx";
import { clusterPath } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import type { UrlQuery } from "../shell/url-state.ts";
import { shortMethod } from "../text/label.ts";
import { flaggedTitle } from "./flagged.prepare.ts";
import { FlagMark } from "./flags.tsx";
import styles from "./grid-tools.module.css";
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

export function GridTools({ id, grid, shown, look, onOverlayMove, onChange }: GridToolsProps) {
  const { methods, method, tally, flaggedOnly } = grid;
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
      {tally && (tally.flagged > 0 || flaggedOnly) && (
        <button
          type="button"
          className={styles.flagged}
          aria-pressed={flaggedOnly}
          title={flaggedTitle(tally)}
          data-testid="flagged-only"
          onClick={() => onChange({ flagged: flaggedOnly ? undefined : "1", image: undefined, model: undefined })}
        >
          <FlagMark />
          {tally.flagged.toLocaleString("en")} flagged
        </button>
      )}
      <LookControls look={look} signed={method?.signed ?? false} onOverlayMove={onOverlayMove} onChange={onChange} />
    </>
  );
}
