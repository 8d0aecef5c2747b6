"use client";

import type { RunChoicesQuery, TargetPolicy, View } from "../gql/graphql";
import { FamilyDot } from "../model/family-dot.tsx";
import { Button } from "../shell/button.tsx";
import { Field } from "../shell/field.tsx";
import { countOf } from "../text/count.ts";
import { AllOrNone, ClassField, Part, Radios } from "./form-parts.tsx";
import styles from "./new-run-page.module.css";
import { productText } from "./plan.prepare.ts";
import { SingleImages } from "./single-images.tsx";
import { type NewRun, useNewRun } from "./use-new-run.ts";

const policies: readonly (readonly [TargetPolicy, string, string])[] = [
  ["predicted", "what each model predicts", "its own top-1"],
  ["truth", "the true class", "every image needs one"],
  ["fixed", "one class for all", "the same question to every model"],
];

const views: readonly (readonly [View, string, string])[] = [
  ["centre", "central square", "of .875 of the shorter side"],
  ["whole", "whole image", "squeezed square"],
  ["as_trained", "as trained", "each model's own crop; maps are compared where they overlap"],
];

export function NewRunForm({ choices }: { choices: RunChoicesQuery }) {
  const run = useNewRun(choices);
  const { policy, chosen } = run;
  return (
    <form
      className={styles.form}
      data-testid="new-run-form"
      onSubmit={(event) => {
        event.preventDefault();
        void run.submit();
      }}
    >
      <h1>New run</h1>
      <ModelsPart run={run} />
      <ImagesPart run={run} imageSets={choices.imageSets} />
      <MethodsPart run={run} methods={choices.methods} />
      <Part title="Class that the maps explain">
        <Radios name="policy" options={policies} value={policy} onChange={run.setPolicy} />
        {policy === "fixed" && chosen[0] && (
          <ClassField labelSetId={chosen[0].labelSet.id} value={run.fixedClass} onChange={run.setFixedClass} />
        )}
      </Part>
      <Part title="What the models see">
        <Radios name="view" options={views} value={run.view} onChange={run.setView} />
      </Part>
      <Foot run={run} />
    </form>
  );
}

function ModelsPart({ run: { models, chosen, isChosen, toggleModel, chooseAll } }: { run: NewRun }) {
  return (
    <Part
      title="Models"
      note={`${chosen.length} of ${models.length}`}
      action={<AllOrNone all={chosen.length === models.length} onChange={chooseAll} />}
    >
      <ul className={styles.models}>
        {models.map(({ id, name, family, labelSet, inputWidth, inputHeight }) => (
          <li key={id}>
            <label className={styles.check}>
              <input type="checkbox" checked={isChosen(id)} onChange={() => toggleModel(id)} />
              <FamilyDot family={family} />
              <span>{name}</span>
              <small>
                {inputWidth}×{inputHeight} · {labelSet.name}
              </small>
            </label>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function ImagesPart({
  run: { images, imageCount },
  imageSets,
}: {
  run: NewRun;
  imageSets: RunChoicesQuery["imageSets"];
}) {
  return (
    <Part title="Images" note={images.pending ? "…" : countOf(imageCount, "image")}>
      <ul className={styles.models}>
        {imageSets.map(({ id, name, imageCount: size }) => (
          <li key={id}>
            <label className={styles.check}>
              <input
                type="checkbox"
                checked={images.sets.has(id)}
                data-testid="choose-set"
                onChange={() => images.toggleSet(id)}
              />
              <span>{name}</span>
              <small>{countOf(size, "image")}</small>
            </label>
          </li>
        ))}
      </ul>
      <SingleImages sets={imageSets} chosen={images.single} onToggle={images.toggleImage} />
    </Part>
  );
}

function MethodsPart({ run, methods }: { run: NewRun; methods: RunChoicesQuery["methods"] }) {
  return (
    <Part title="Methods" note={`${run.methods.size} of ${methods.length}`}>
      <ul className={styles.methods}>
        {methods.map(({ slug, name, description }) => (
          <li key={slug}>
            <label className={styles.check} title={description}>
              <input
                type="checkbox"
                checked={run.methods.has(slug)}
                data-testid={`method-${slug}`}
                onChange={() => run.toggleMethod(slug)}
              />
              <span>{name}</span>
            </label>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Foot({ run }: { run: NewRun }) {
  const { chosen, imageCount, methods, size, obstacle, refusal, busy } = run;
  return (
    <footer className={styles.foot}>
      <div className={styles.name}>
        <Field label="Name">
          <input
            value={run.name}
            placeholder={`${countOf(chosen.length, "model")} × ${countOf(imageCount, "image")}`}
            onChange={(event) => run.setName(event.currentTarget.value)}
            data-testid="run-name"
          />
        </Field>
      </div>
      <p className={styles.size} data-testid="plan-size">
        <b>{countOf(size.maps, "map")}</b>
        {size.trees > 0 && <> and {countOf(size.trees, "tree")}</>}
        <span className={styles.product}>{productText(chosen.length, imageCount, methods.size)}</span>
      </p>
      <Button kind="primary" type="submit" disabled={obstacle !== null || busy} data-testid="start-run">
        Start
      </Button>
      {(refusal ?? obstacle) && (
        <p className={refusal ? styles.refusal : styles.obstacle} role={refusal ? "alert" : "status"}>
          {refusal ?? obstacle}
        </p>
      )}
    </footer>
  );
}
