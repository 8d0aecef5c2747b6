"use client";

import { useId, useRef, useState } from "react";
import { Button } from "../shell/button.tsx";
import { Field, fieldStyles } from "../shell/field.tsx";
import { familyNames } from "../text/family.ts";
import { stem } from "../text/label.ts";
import { labelSetName } from "../upload/label-set-name.ts";
import { readLabelsFile } from "../upload/labels-file.ts";
import {
  type AdmittedFacts,
  type FactsDraft,
  type LabelSetChoice,
  missingFacts,
  presetIdOf,
} from "../upload/model-facts.ts";
import { presets } from "../upload/preset.ts";
import styles from "./facts-form.module.css";

interface FactsFormProps {
  id: string;
  draft: FactsDraft;
  admitted: AdmittedFacts;
  labelSets: readonly LabelSetChoice[];
  refusal: string | null;
  /** How many other models wait for their facts. */
  others: number;
  onChange: (draft: FactsDraft) => void;
  onShare: () => void;
  onSubmit: (draft: FactsDraft) => Promise<void> | undefined;
}

/** What an ONNX file does not say of itself. */
export function FactsForm({ draft, admitted, refusal, others, onChange, onShare, onSubmit, ...rest }: FactsFormProps) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);
  const missing = missingFacts(draft, admitted.classCount);
  const shown = asked ? missing : {};
  const families = useId();
  const set = (changes: Partial<FactsDraft>) => onChange({ ...draft, ...changes });
  const submit = async () => {
    setAsked(true);
    setBusy(true);
    await onSubmit(draft);
    setBusy(false);
  };
  return (
    <form
      className={styles.form}
      data-testid="facts-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Field label="Name" problem={shown.name}>
        <input
          value={draft.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
          data-testid="fact-name"
        />
      </Field>
      <Field label="Family" problem={shown.family}>
        <input
          value={draft.family}
          list={families}
          placeholder="ResNet"
          onChange={(event) => set({ family: event.currentTarget.value })}
          data-testid="fact-family"
        />
        <datalist id={families}>
          {familyNames.map((name) => (
            <option key={name} value={name} />
          ))}
        </datalist>
      </Field>
      <Field label="Input size, pixels" problem={shown.inputWidth}>
        <span className={styles.pair}>
          <input
            value={draft.inputWidth}
            inputMode="numeric"
            aria-label="Input width"
            disabled={admitted.inputWidth !== null}
            onChange={(event) => set({ inputWidth: event.currentTarget.value })}
            data-testid="fact-width"
          />
          <span aria-hidden="true">×</span>
          <input
            value={draft.inputHeight}
            inputMode="numeric"
            aria-label="Input height"
            disabled={admitted.inputHeight !== null}
            onChange={(event) => set({ inputHeight: event.currentTarget.value })}
            data-testid="fact-height"
          />
        </span>
      </Field>
      <LabelsField
        draft={draft}
        classCount={admitted.classCount}
        labelSets={rest.labelSets}
        problem={shown.labels}
        onChange={set}
      />
      <ScalingFields draft={draft} problem={shown.mean ?? shown.std} onChange={set} />
      <Field
        label="Target layer of the CAMs"
        hint={admitted.targetLayer ? "found in the file; name another tensor to change it" : undefined}
      >
        <input
          className={styles.code}
          value={draft.targetLayer}
          placeholder={admitted.targetLayer ?? "a tensor of the graph"}
          onChange={(event) => set({ targetLayer: event.currentTarget.value })}
        />
      </Field>
      <footer className={styles.foot}>
        <Button kind="primary" type="submit" disabled={busy} data-testid="add-model">
          Add the model
        </Button>
        {others > 0 && (
          <Button
            onClick={onShare}
            data-testid="share-facts"
            title="Scaling, channel order, and labels where the outputs are as many"
          >
            Use scaling and labels for the other {others}
          </Button>
        )}
        {refusal && (
          <p className={fieldStyles.problem} role="alert">
            {refusal}
          </p>
        )}
      </footer>
    </form>
  );
}

interface PartProps {
  draft: FactsDraft;
  problem: string | undefined;
  onChange: (changes: Partial<FactsDraft>) => void;
}

function LabelsField({
  draft,
  classCount,
  labelSets,
  problem,
  onChange,
}: PartProps & { classCount: number; labelSets: readonly LabelSetChoice[] }) {
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

function ScalingFields({ draft, problem, onChange }: PartProps) {
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
