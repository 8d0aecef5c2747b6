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

/** More segments than this do not fit beside the other tools. */
const mostSegments = 7;

/** One row of segments; a select where there is no room for them. */
export function Tabs({ label, value, options, onChange, testId }: TabsProps) {
  if (options.length > mostSegments) {
    return <Choice label={label} value={value} options={options} onChange={onChange} testId={testId} />;
  }
  const many = options.length > 3 || undefined;
  return (
    <>
      <fieldset className={styles.tabs} data-many={many} data-testid={testId}>
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
      <div className={styles.narrow} data-many={many}>
        <Choice label={label} value={value} options={options} onChange={onChange} testId={`${testId}-select`} bare />
      </div>
    </>
  );
}
