"use client";

import { useQuery } from "@apollo/client/react";
import type { ReactNode } from "react";
import { LabelsQuery } from "../image/image-queries.ts";
import { Field } from "../shell/field.tsx";
import styles from "./new-run-page.module.css";

export function Part({
  title,
  note,
  action,
  children,
}: {
  title: string;
  note?: string;
  action?: ReactNode;
  children: ReactNode;
}) {
  return (
    <fieldset className={styles.part}>
      <legend>
        {title} {note && <span className={styles.note}>{note}</span>}
      </legend>
      {action}
      {children}
    </fieldset>
  );
}

export function AllOrNone({ all, onChange }: { all: boolean; onChange: (all: boolean) => void }) {
  return (
    <button type="button" className={styles.all} onClick={() => onChange(!all)}>
      {all ? "none" : "all"}
    </button>
  );
}

interface RadiosProps<Value extends string> {
  name: string;
  options: readonly (readonly [Value, string, string])[];
  value: Value;
  onChange: (value: Value) => void;
}

export function Radios<Value extends string>({ name, options, value, onChange }: RadiosProps<Value>) {
  return (
    <ul className={styles.radios}>
      {options.map(([option, label, note]) => (
        <li key={option}>
          <label className={styles.check}>
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{label}</span>
            <small>{note}</small>
          </label>
        </li>
      ))}
    </ul>
  );
}

export function ClassField({
  labelSetId,
  value,
  onChange,
}: {
  labelSetId: string;
  value: number | null;
  onChange: (index: number | null) => void;
}) {
  const { data } = useQuery(LabelsQuery);
  const labels = data?.labelSets.find(({ id }) => id === labelSetId)?.labels ?? [];
  return (
    <div className={styles.name}>
      <Field label="Class">
        <select
          value={value ?? ""}
          onChange={(event) => onChange(event.currentTarget.value === "" ? null : Number(event.currentTarget.value))}
        >
          <option value="">choose</option>
          {labels.map((label, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a class is its index.
            <option key={index} value={index}>
              {index} {label}
            </option>
          ))}
        </select>
      </Field>
    </div>
  );
}
