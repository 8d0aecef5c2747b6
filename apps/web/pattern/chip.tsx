import styles from "./chip.module.css";

interface ChipProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly (readonly [Value, string])[];
  onChange: (value: Value) => void;
  testId?: string;
  /** What is chosen is not there yet: "and…". */
  faint?: boolean;
}

/** A word of the sentence: a native select of its alternatives. */
export function Chip<Value extends string>({ label, value, options, onChange, testId, faint }: ChipProps<Value>) {
  return (
    <span className={styles.chip} data-faint={faint || undefined}>
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
