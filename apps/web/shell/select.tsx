import styles from "./select.module.css";

export interface SelectProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  testId?: string | undefined;
}

/** text: reads as text; chip: a word to pick; faint: a chip that is not there yet, "and…". */
export type SelectLook = "text" | "chip" | "faint";

/** A native select of any look, with an arrow of our own. */
export function Select<Value extends string>({
  label,
  value,
  options,
  onChange,
  testId,
  look,
}: SelectProps<Value> & { look: SelectLook }) {
  return (
    <span className={styles.select} data-look={look}>
      <select
        value={value}
        aria-label={label}
        data-testid={testId}
        onChange={(event) => onChange(event.currentTarget.value as Value)}
      >
        {options.map(([option, name]) => (
          <option key={option} value={option}>
            {name}
          </option>
        ))}
      </select>
    </span>
  );
}
