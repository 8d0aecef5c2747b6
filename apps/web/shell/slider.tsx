import type { CSSProperties } from "react";
import styles from "./slider.module.css";

interface SliderProps {
  /** Where no label stands around it. */
  label?: string;
  min: number;
  max: number;
  value: number;
  /** Pixels; 92 where nothing is said. */
  width?: number;
  testId: string;
  onChange: (value: number) => void;
}

/** A range of whole numbers. */
export function Slider({ label, min, max, value, width, testId, onChange }: SliderProps) {
  const share = max > min ? ((value - min) / (max - min)) * 100 : 100;
  return (
    <input
      type="range"
      className={styles.slider}
      min={min}
      max={max}
      value={value}
      aria-label={label}
      data-testid={testId}
      style={{ "--share": `${share}%`, width } as CSSProperties}
      onChange={(event) => onChange(Number(event.currentTarget.value))}
    />
  );
}
