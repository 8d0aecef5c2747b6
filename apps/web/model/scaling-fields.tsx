"use client";

import { useState } from "react";
import { Field } from "../shell/field.tsx";
import { type FactsDraft, presetIdOf } from "../upload/model-facts.ts";
import { presets } from "../upload/preset.ts";
import styles from "./facts-form.module.css";

interface ScalingFieldsProps {
  draft: FactsDraft;
  problem: string | undefined;
  onChange: (changes: Partial<FactsDraft>) => void;
}

/** How a pixel becomes the model's input: a preset by name, or its numbers. */
export function ScalingFields({ draft, problem, onChange }: ScalingFieldsProps) {
  const [custom, setCustom] = useState(false);
  const perImage = draft.standardise === "per_image";
  const preset = perImage ? "per_image" : custom ? "custom" : presetIdOf(draft);
  const choose = (id: string) => {
    setCustom(id === "custom");
    if (id === "per_image") return onChange({ standardise: "per_image" });
    const chosen = presets.find((each) => each.id === id);
    onChange({
      standardise: "fixed",
      ...(chosen && {
        mean: chosen.mean.map(String) as FactsDraft["mean"],
        std: chosen.std.map(String) as FactsDraft["std"],
      }),
    });
  };
  return (
    <>
      <Field label="How pixels are scaled" problem={problem}>
        <select value={preset} onChange={(event) => choose(event.currentTarget.value)} data-testid="fact-scaling">
          <option value="" disabled>
            choose
          </option>
          {presets.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
          <option value="per_image">each picture by its own mean and deviation</option>
          <option value="custom">other numbers</option>
        </select>
      </Field>
      <Field label="Channel order">
        <select
          value={draft.channelOrder}
          onChange={(event) => onChange({ channelOrder: event.currentTarget.value as "rgb" | "bgr" })}
        >
          <option value="rgb">RGB</option>
          <option value="bgr">BGR</option>
        </select>
      </Field>
      {!perImage && (
        <>
          <Triple label="Mean, 0–255" values={draft.mean} testId="fact-mean" onChange={(mean) => onChange({ mean })} />
          <Triple label="Deviation, 0–255" values={draft.std} testId="fact-std" onChange={(std) => onChange({ std })} />
        </>
      )}
    </>
  );
}

type Three = [string, string, string];

function Triple({
  label,
  values,
  testId,
  onChange,
}: {
  label: string;
  values: Three;
  testId: string;
  onChange: (values: Three) => void;
}) {
  return (
    <Field label={label}>
      <span className={styles.triple}>
        {["red", "green", "blue"].map((channel, index) => (
          <input
            key={channel}
            value={values[index]}
            inputMode="decimal"
            placeholder={channel}
            aria-label={`${label}, ${channel}`}
            data-testid={`${testId}-${channel}`}
            onChange={(event) => onChange(values.with(index, event.currentTarget.value) as Three)}
          />
        ))}
      </span>
    </Field>
  );
}
