"use client";

import styles from "./choice.module.css";

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  testId?: string;
  /** The label is read out but not shown. */
  bare?: boolean;
}

/** A native select that reads as text: "Colour inferno ▾". */
export function Choice<Value extends string>({
  label,
  value,
  options,
  onChange,
  testId,
  bare = false,
}: ChoiceProps<Value>) {
  return (
    <label className={styles.choice}>
      <span className={bare ? "visually-hidden" : undefined}>{label}</span>
      <span className={styles.value}>
        <select value={value} data-testid={testId} onChange={(event) => onChange(event.currentTarget.value as Value)}>
          {options.map(([option, name]) => (
            <option key={option} value={option}>
              {name}
            </option>
          ))}
        </select>
      </span>
    </label>
  );
}
