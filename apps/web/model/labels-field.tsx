"use client";

import { useRef, useState } from "react";
import { Button } from "../shell/button.tsx";
import { Field } from "../shell/field.tsx";
import { stem } from "../text/label.ts";
import { labelSetName } from "../upload/label-set-name.ts";
import { readLabelsFile } from "../upload/labels-file.ts";
import type { FactsDraft, LabelSetChoice } from "../upload/model-facts.ts";
import styles from "./facts-form.module.css";

interface LabelsFieldProps {
  draft: FactsDraft;
  classCount: number;
  labelSets: readonly LabelSetChoice[];
  problem: string | undefined;
  onChange: (changes: Partial<FactsDraft>) => void;
}

/** A label set of the right size, or a file of labels that makes a new one. */
export function LabelsField({ draft, classCount, labelSets, problem, onChange }: LabelsFieldProps) {
  const file = useRef<HTMLInputElement>(null);
  const [refusal, setRefusal] = useState<string | null>(null);
  const fitting = labelSets.filter((set) => set.classCount === classCount);
  const read = async (chosen: File) => {
    const result = readLabelsFile(await chosen.text(), chosen.name);
    setRefusal("refusal" in result ? result.refusal : null);
    if ("labels" in result)
      onChange({ labels: { setName: labelSetName(result.labels, stem(chosen.name)), labels: result.labels } });
  };
  const own = draft.labels && "labels" in draft.labels ? draft.labels : null;
  return (
    <Field
      label={`Labels of its ${classCount.toLocaleString("en")} outputs`}
      problem={refusal ?? problem}
      hint={
        own ? `${own.labels.length.toLocaleString("en")} labels: ${own.labels.slice(0, 2).join("; ")} …` : undefined
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping is a shortcut; the button inside does the same. */}
      <span
        className={styles.labels}
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const dropped = event.dataTransfer.files[0];
          if (dropped) void read(dropped);
        }}
      >
        {own ? (
          <input
            value={own.setName}
            aria-label="Name of the new label set"
            onChange={(event) => onChange({ labels: { ...own, setName: event.currentTarget.value } })}
          />
        ) : (
          <select
            value={draft.labels && "setId" in draft.labels ? draft.labels.setId : ""}
            aria-label="Label set"
            disabled={fitting.length === 0}
            data-testid="fact-label-set"
            onChange={(event) =>
              onChange({ labels: event.currentTarget.value ? { setId: event.currentTarget.value } : null })
            }
          >
            <option value="">{fitting.length === 0 ? "drop or choose a file →" : "choose a label set"}</option>
            {fitting.map(({ id, name }) => (
              <option key={id} value={id}>
                {name}
              </option>
            ))}
          </select>
        )}
        <Button onClick={() => file.current?.click()}>File</Button>
        {own && (
          <Button kind="quiet" onClick={() => onChange({ labels: null })} aria-label="Take the labels away">
            ✕
          </Button>
        )}
      </span>
      <input
        ref={file}
        type="file"
        hidden
        accept=".json,.txt"
        aria-label="Labels file"
        data-testid="fact-labels-file"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (chosen) void read(chosen);
        }}
      />
    </Field>
  );
}
