import type { ReactNode } from "react";
import { Facts } from "../shell/inspector.tsx";
import { shortHash, shortLabel } from "../text/label.ts";
import { parameterText } from "../text/parameters.ts";
import { percentText, probabilityText } from "../text/probability.ts";
import { offObjectText, relevanceText } from "./facts.prepare.ts";
import styles from "./heatmap-facts.module.css";
import type { ShownHeatmap } from "./shown-heatmap.ts";

/** All that is known of a map: what was said, what it shows, and what made it. */
export function HeatmapFacts({ shown: { row, cell, method } }: { shown: ShownHeatmap }) {
  const { heatmap, prepared } = cell;
  if (!heatmap) return null;
  const { predicted, explained } = heatmap;
  const otherClass = explained && explained.class.index !== predicted?.class.index;
  return (
    <Facts
      facts={[
        [
          "Predicted",
          predicted && (
            <Predicted
              verdict={prepared.verdict}
              sign={prepared.sign}
              text={`${prepared.label} ${prepared.probability}`}
              title={predicted.class.label}
            />
          ),
        ],
        ["Truth", row.truth],
        [
          "Explains",
          otherClass ? `${shortLabel(explained.class.label)} ${probabilityText(explained.probability)}` : null,
        ],
        ["Logit", explained?.logit === null || explained?.logit === undefined ? null : explained.logit.toFixed(2)],
        ["Area ≥ .5", heatmap.area === null ? null : percentText(heatmap.area)],
        ["Off object", offObjectText(heatmap.offObjectShare, heatmap.objectShare)],
        ["Relevance", relevanceText(heatmap.relevance)],
        [
          "Target layer",
          method.grid === "layer" && heatmap.targetLayer && (
            <code>
              {heatmap.targetLayer} {heatmap.gridWidth}×{heatmap.gridHeight}
            </code>
          ),
        ],
        ["Grid", method.grid !== "layer" && heatmap.gridWidth ? `${heatmap.gridWidth}×${heatmap.gridHeight}` : null],
        ["Parameters", parameterText(heatmap.parameters) || null],
        ["Computed", computedText(heatmap)],
        [
          "Identity",
          <code key="identity" title={heatmap.identity}>
            {shortHash(heatmap.identity)}
          </code>,
        ],
      ]}
    />
  );
}

function Predicted({
  verdict,
  sign,
  text,
  title,
}: {
  verdict: string;
  sign: string;
  text: string;
  title: string;
}): ReactNode {
  return (
    <span title={title}>
      {sign && (
        <span className={styles.sign} data-verdict={verdict}>
          {sign}
          <span className="visually-hidden"> {verdict}, </span>
        </span>
      )}
      {text}
    </span>
  );
}

/** The time is its shard's, shared out evenly over the maps. */
function computedText({ provider, milliseconds, computedAt }: NonNullable<ShownHeatmap["cell"]["heatmap"]>) {
  const parts = [
    provider,
    milliseconds === null ? null : `${milliseconds < 10 ? milliseconds.toFixed(1) : Math.round(milliseconds)} ms a map`,
    computedAt === null ? null : new Date(computedAt).toLocaleString("en", { dateStyle: "medium", timeStyle: "short" }),
  ].filter((part) => part !== null && part !== undefined);
  return parts.length > 0 ? parts.join(" · ") : null;
}
