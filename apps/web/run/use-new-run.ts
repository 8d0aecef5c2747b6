"use client";

import { useMutation } from "@apollo/client/react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { CreateRunInput, RunChoicesQuery, TargetPolicy, View } from "../gql/graphql";
import { runPath } from "../shell/routes.ts";
import { toggled, useImageChoice } from "./image-choice.ts";
import { planObstacle, planSize } from "./plan.prepare.ts";
import { CreateRunMutation, StartRunMutation } from "./run-queries.ts";

/** What a person has chosen for a run, what it comes to, and how it starts. */
export function useNewRun({ models: connection, imageSets, methods: allMethods }: RunChoicesQuery) {
  const models = connection.edges.map(({ node }) => node);
  const [left, setLeft] = useState<ReadonlySet<string>>(() => leftOut(models));
  const [methods, setMethods] = useState<ReadonlySet<string>>(() => new Set(usualMethods(allMethods)));
  // With one set there is nothing to choose.
  const images = useImageChoice(imageSets.length === 1 ? imageSets[0]!.id : null);
  const [policy, setPolicy] = useState<TargetPolicy>("predicted");
  const [fixedClass, setFixedClass] = useState<number | null>(null);
  const [view, setView] = useState<View>("centre");
  const [name, setName] = useState("");

  const chosen = models.filter(({ id }) => !left.has(id));
  const imageCount = images.count(imageSets);
  const plan = {
    models: chosen.map(({ labelSet }) => ({ labelSetId: labelSet.id })),
    imageCount,
    methodCount: methods.size,
    targetPolicy: policy,
    fixedClass,
  };
  const start = useStart(() => ({
    name: name.trim() || null,
    modelIds: chosen.map(({ id }) => id),
    methods: allMethods.filter(({ slug }) => methods.has(slug)).map(({ slug }) => ({ slug })),
    view,
    targetPolicy: policy,
    fixedClass: policy === "fixed" ? fixedClass : null,
    ...images.input(),
  }));
  return {
    models,
    chosen,
    isChosen: (id: string) => !left.has(id),
    toggleModel: (id: string) => setLeft((all) => toggled(all, id)),
    chooseAll: (all: boolean) => setLeft(all ? new Set() : new Set(models.map(({ id }) => id))),
    methods,
    toggleMethod: (slug: string) => setMethods((all) => toggled(all, slug)),
    images,
    imageCount,
    policy,
    setPolicy,
    fixedClass,
    setFixedClass,
    view,
    setView,
    name,
    setName,
    size: planSize(plan),
    obstacle: images.pending ? "Counting the images." : planObstacle(plan),
    ...start,
  };
}

export type NewRun = ReturnType<typeof useNewRun>;

/** Makes the run, starts it, and goes there; a refusal stays beside the button. */
function useStart(readInput: () => CreateRunInput) {
  const router = useRouter();
  const [create] = useMutation(CreateRunMutation);
  const [start] = useMutation(StartRunMutation);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);

  const send = async (): Promise<string | null> => {
    const { data: created } = await create({ variables: { input: readInput() } });
    const run = created?.createRun;
    if (run?.__typename !== "Run") return run?.message ?? "The run was not made. Try again.";
    const { data: answer } = await start({ variables: { id: run.id }, refetchQueries: ["Runs", "Rail", "Atlas"] });
    const started = answer?.startRun;
    if (started?.__typename !== "Run") return started?.message ?? "The run did not start. Try again.";
    router.push(runPath(run.id));
    return null;
  };
  const submit = async () => {
    setBusy(true);
    setRefusal(await send().catch(() => "Heatlas does not answer; nothing was started. Try again."));
    setBusy(false);
  };
  return { submit, busy, refusal };
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
