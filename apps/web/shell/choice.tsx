"use client";

import styles from "./choice.module.css";
import { Select, type SelectProps } from "./select.tsx";

interface ChoiceProps<Value extends string> extends SelectProps<Value> {
  /** The label is read out but not shown. */
  bare?: boolean;
}

/** A native select that reads as text: "Colour inferno ▾". */
export function Choice<Value extends string>({ bare = false, ...select }: ChoiceProps<Value>) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is the select.
    <label className={styles.choice}>
      {!bare && <span>{select.label}</span>}
      <Select {...select} look="text" />
    </label>
  );
}
