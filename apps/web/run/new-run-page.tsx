"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import type { RunChoicesQuery as RunChoices, TargetPolicy, View } from "../gql/graphql";
import { LabelsQuery } from "../image/image-queries.ts";
import { FamilyDot } from "../model/family-dot.tsx";
import { Button, ButtonLink } from "../shell/button.tsx";
import { Field } from "../shell/field.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runPath } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { countOf } from "../text/count.ts";
import { toggled, useImageChoice } from "./image-choice.ts";
import styles from "./new-run-page.module.css";
import { planObstacle, planSize, productText } from "./plan.prepare.ts";
import { CreateRunMutation, RunChoicesQuery, StartRunMutation } from "./run-queries.ts";
import { SingleImages } from "./single-images.tsx";

export function NewRunPage() {
  const { data, error, loading, refetch } = useQuery(RunChoicesQuery, { variables: { first: 200 } });
  return (
    <PageFrame crumbs={[{ label: "Runs", href: "/run" }, { label: "New run" }]}>
      {data ? (
        <NewRunForm choices={data} />
      ) : error ? (
        <Failure error={error} onRetry={() => refetch().catch(() => {})} />
      ) : (
        loading && (
          <div className={styles.form}>
            <Skeleton width={180} height={26} />
            <Skeleton width="100%" height={220} />
          </div>
        )
      )}
    </PageFrame>
  );
}

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

function NewRunForm({ choices }: { choices: RunChoices }) {
  const router = useRouter();
  const models = choices.models.edges.map(({ node }) => node);
  const [left, setLeft] = useState<ReadonlySet<string>>(() => leftOut(models));
  const [methods, setMethods] = useState<ReadonlySet<string>>(() => new Set(usualMethods(choices.methods)));
  const images = useImageChoice();
  const [touched, setTouched] = useState(false);
  const [policy, setPolicy] = useState<TargetPolicy>("predicted");
  const [fixedClass, setFixedClass] = useState<number | null>(null);
  const [view, setView] = useState<View>("centre");
  const [name, setName] = useState("");
  const [refusal, setRefusal] = useState<string | null>(null);
  const [create] = useMutation(CreateRunMutation);
  const [start, { loading: starting }] = useMutation(StartRunMutation);
  const [busy, setBusy] = useState(false);

  // With one set there is nothing to choose; it is taken until a person says otherwise.
  const onlySet = choices.imageSets.length === 1 ? choices.imageSets[0] : undefined;
  if (!touched && onlySet && images.sets.size === 0) images.toggleSet(onlySet.id);

  const chosen = models.filter(({ id }) => !left.has(id));
  const imageCount = images.count(choices.imageSets);
  const plan = {
    models: chosen.map(({ labelSet }) => ({ labelSetId: labelSet.id })),
    imageCount,
    methodCount: methods.size,
    targetPolicy: policy,
    fixedClass,
  };
  const obstacle = images.pending ? "Counting the images." : planObstacle(plan);
  const size = planSize(plan);

  const submit = async () => {
    setBusy(true);
    setRefusal(null);
    try {
      const { data: created } = await create({
        variables: {
          input: {
            name: name.trim() || null,
            modelIds: chosen.map(({ id }) => id),
            methods: choices.methods.filter(({ slug }) => methods.has(slug)).map(({ slug }) => ({ slug })),
            view,
            targetPolicy: policy,
            fixedClass: policy === "fixed" ? fixedClass : null,
            ...images.input(),
          },
        },
      });
      const run = created?.createRun;
      if (run?.__typename !== "Run") return setRefusal(run?.message ?? "The run was not made. Try again.");
      const { data: started } = await start({ variables: { id: run.id }, refetchQueries: ["Runs", "Rail", "Atlas"] });
      if (started?.startRun.__typename !== "Run")
        return setRefusal(started?.startRun.message ?? "The run did not start.");
      router.push(runPath(run.id));
    } catch {
      setRefusal("Heatlas does not answer; nothing was started. Try again.");
    } finally {
      setBusy(false);
    }
  };

  if (models.length === 0 || choices.imageSets.length === 0) return <NothingToRun models={models.length} />;
  return (
    <form
      className={styles.form}
      data-testid="new-run-form"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h1>New run</h1>
      <Part
        title="Models"
        note={`${chosen.length} of ${models.length}`}
        action={
          <AllOrNone
            all={left.size === 0}
            onChange={(all) => setLeft(all ? new Set() : new Set(models.map(({ id }) => id)))}
          />
        }
      >
        <ul className={styles.models}>
          {models.map(({ id, name: model, family, labelSet, inputWidth, inputHeight }) => (
            <li key={id}>
              <label className={styles.check}>
                <input type="checkbox" checked={!left.has(id)} onChange={() => setLeft((all) => toggled(all, id))} />
                <FamilyDot family={family} />
                <span>{model}</span>
                <small>
                  {inputWidth}×{inputHeight} · {labelSet.name}
                </small>
              </label>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Images" note={images.pending ? "…" : countOf(imageCount, "image")}>
        <ul className={styles.models}>
          {choices.imageSets.map(({ id, name: set, imageCount: size }) => (
            <li key={id}>
              <label className={styles.check}>
                <input
                  type="checkbox"
                  checked={images.sets.has(id)}
                  data-testid="choose-set"
                  onChange={() => {
                    setTouched(true);
                    images.toggleSet(id);
                  }}
                />
                <span>{set}</span>
                <small>{countOf(size, "image")}</small>
              </label>
            </li>
          ))}
        </ul>
        <SingleImages sets={choices.imageSets} chosen={images.single} onToggle={images.toggleImage} />
      </Part>
      <Part title="Methods" note={`${methods.size} of ${choices.methods.length}`}>
        <ul className={styles.methods}>
          {choices.methods.map(({ slug, name: method, description }) => (
            <li key={slug}>
              <label className={styles.check} title={description}>
                <input
                  type="checkbox"
                  checked={methods.has(slug)}
                  data-testid={`method-${slug}`}
                  onChange={() => setMethods((all) => toggled(all, slug))}
                />
                <span>{method}</span>
              </label>
            </li>
          ))}
        </ul>
      </Part>
      <Part title="Class that the maps explain">
        <Radios name="policy" options={policies} value={policy} onChange={setPolicy} />
        {policy === "fixed" && chosen[0] && (
          <ClassField labelSetId={chosen[0].labelSet.id} value={fixedClass} onChange={setFixedClass} />
        )}
      </Part>
      <Part title="What the models see">
        <Radios name="view" options={views} value={view} onChange={setView} />
      </Part>
      <footer className={styles.foot}>
        <div className={styles.name}>
          <Field label="Name">
            <input
              value={name}
              placeholder={`${countOf(chosen.length, "model")} on ${countOf(imageCount, "image")}`}
              onChange={(event) => setName(event.currentTarget.value)}
              data-testid="run-name"
            />
          </Field>
        </div>
        <p className={styles.size} data-testid="plan-size">
          <b>{countOf(size.maps, "map")}</b>
          {size.trees > 0 && <> and {countOf(size.trees, "tree")}</>}
          <span className={styles.product}>{productText(chosen.length, imageCount, methods.size)}</span>
        </p>
        <Button kind="primary" type="submit" disabled={obstacle !== null || busy || starting} data-testid="start-run">
          Start
        </Button>
        {(refusal ?? obstacle) && (
          <p className={refusal ? styles.refusal : styles.obstacle} role={refusal ? "alert" : "status"}>
            {refusal ?? obstacle}
          </p>
        )}
      </footer>
    </form>
  );
}

/** A comparison is within one label set: models of the others start unchosen. */
function leftOut(models: readonly { id: string; labelSet: { id: string } }[]): ReadonlySet<string> {
  const sizes = new Map<string, number>();
  for (const { labelSet } of models) sizes.set(labelSet.id, (sizes.get(labelSet.id) ?? 0) + 1);
  const [most] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [];
  return new Set(models.filter(({ labelSet }) => labelSet.id !== most).map(({ id }) => id));
}

const usual = ["vanilla", "grad-cam"];

function usualMethods(methods: readonly { slug: string }[]): string[] {
  const there = methods.map(({ slug }) => slug);
  const chosen = usual.filter((slug) => there.includes(slug));
  return chosen.length > 0 ? chosen : there.slice(0, 1);
}

function Part({
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

function AllOrNone({ all, onChange }: { all: boolean; onChange: (all: boolean) => void }) {
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

function Radios<Value extends string>({ name, options, value, onChange }: RadiosProps<Value>) {
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

function ClassField({
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

function NothingToRun({ models }: { models: number }) {
  return models === 0 ? (
    <Empty
      title="A run needs models"
      action={
        <ButtonLink kind="primary" href="/model">
          Add models
        </ButtonLink>
      }
    >
      There are none yet.
    </Empty>
  ) : (
    <Empty
      title="A run needs photographs"
      action={
        <ButtonLink kind="primary" href="/image">
          Add photographs
        </ButtonLink>
      }
    >
      There are none yet.
    </Empty>
  );
}
