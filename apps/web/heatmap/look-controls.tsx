"use client";

import { useEffect, useState } from "react";
import { colourMapLabel, signedColourMaps, unsignedColourMaps } from "../charts/colour-map.ts";
import { Choice } from "../shell/choice.tsx";
import { Slider } from "../shell/slider.tsx";
import { defaultOverlay, type Look, normalisationsOf } from "./look.prepare.ts";
import styles from "./look-controls.module.css";

interface LookControlsProps {
  look: Look;
  signed: boolean;
  /** While the slider moves: nothing but the CSS variable changes. */
  onOverlayMove: (overlay: number) => void;
  onChange: (changes: { overlay?: string | undefined; colour?: string; normalise?: string }) => void;
}

export function LookControls({ look, signed, onOverlayMove, onChange }: LookControlsProps) {
  const [percent, setPercent] = useState(Math.round(look.overlay * 100));
  useEffect(() => setPercent(Math.round(look.overlay * 100)), [look.overlay]);

  // The address follows when the slider rests: browsers limit how often it may change.
  useEffect(() => {
    if (percent === Math.round(look.overlay * 100)) return;
    const timer = setTimeout(
      () => onChange({ overlay: percent === defaultOverlay * 100 ? undefined : String(percent) }),
      250,
    );
    return () => clearTimeout(timer);
  }, [percent, look.overlay, onChange]);

  return (
    <div className={styles.controls}>
      <label className={styles.overlay}>
        <span>Overlay</span>
        <Slider
          min={0}
          max={100}
          value={percent}
          testId="overlay-slider"
          onChange={(next) => {
            setPercent(next);
            onOverlayMove(next / 100);
          }}
        />
        <output>{percent} %</output>
      </label>
      <Choice
        label="Colour"
        value={look.colormap}
        options={(signed ? signedColourMaps : unsignedColourMaps).map((name) => [name, colourMapLabel(name)])}
        onChange={(colour) => onChange({ colour })}
        testId="colour-map"
      />
      <Choice
        label="Normalise"
        value={look.normalisation}
        options={normalisationsOf(signed)}
        onChange={(normalise) => onChange({ normalise })}
        testId="normalisation"
      />
    </div>
  );
}
