"use client";

import { useId, useState } from "react";
import { Button } from "../shell/button.tsx";
import { Field, fieldStyles } from "../shell/field.tsx";
import { familyNames } from "../text/family.ts";
import { type AdmittedFacts, type FactsDraft, type LabelSetChoice, missingFacts } from "../upload/model-facts.ts";
import styles from "./facts-form.module.css";
import { LabelsField } from "./labels-field.tsx";
import { ScalingFields } from "./scaling-fields.tsx";

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
