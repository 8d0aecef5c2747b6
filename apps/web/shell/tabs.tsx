"use client";

import { Choice } from "./choice.tsx";
import styles from "./tabs.module.css";

interface TabsProps {
  label: string;
  value: string;
  options: readonly (readonly [value: string, name: string])[];
  onChange: (value: string) => void;
  testId: string;
}

/** One row of segments; a select where there is no room for them. */
export function Tabs({ label, value, options, onChange, testId }: TabsProps) {
  return (
    <>
      <fieldset className={styles.tabs} data-testid={testId}>
        <legend className="visually-hidden">{label}</legend>
        {options.map(([option, name]) => (
          <label key={option} className={styles.tab}>
            <input
              type="radio"
              className="visually-hidden"
              name={testId}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {name}
          </label>
        ))}
      </fieldset>
      <div className={styles.narrow}>
        <Choice label={label} value={value} options={options} onChange={onChange} bare />
      </div>
    </>
  );
}
