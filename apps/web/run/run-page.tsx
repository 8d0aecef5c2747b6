"use client";

import { readFragment } from "../gql";
import { FamilyDot } from "../model/family-dot.tsx";
import { ButtonLink } from "../shell/button.tsx";
import { Facts } from "../shell/inspector.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runIdOf } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { countOf, listText } from "../text/count.ts";
import { FlagCounts } from "./flag-counts.tsx";
import { chooseMethod, methodChoices } from "./method-choices.ts";
import { OffObject } from "./off-object.tsx";
import { runLineText } from "./plan.prepare.ts";
import { prepareProgress } from "./progress.prepare.ts";
import { ProgressBar } from "./progress-bar.tsx";
import { RunActions } from "./run-actions.tsx";
import { RunProgressFragment, useRunFrame, useRunProgress } from "./run-frame.ts";
import styles from "./run-page.module.css";
import { RunPreview } from "./run-preview.tsx";
import { useRunTallies } from "./use-run-tallies.ts";

export function RunPage({ runUuid }: { runUuid: string }) {
  const id = runIdOf(runUuid);
  const { run, error, loading, refetch } = useRunFrame(id);
  const progress = readFragment(RunProgressFragment, run);
  useRunProgress(id, progress?.status);
  const settled = progress ? progress.progress.done + progress.progress.failed : undefined;
  const tallies = useRunTallies(id, settled);
  const crumbs = [{ label: "Runs", href: "/run" }, { label: run?.name ?? "Run" }];
  if (!run || !progress) {
    return (
      <PageFrame crumbs={crumbs}>
        {error ? (
          <Failure error={error} onRetry={() => refetch().catch(() => {})} />
        ) : loading ? (
          <div className={styles.page}>
            <Skeleton width={260} height={26} />
            <Skeleton width={340} height={18} />
            <Skeleton width="100%" height={4} />
          </div>
        ) : (
          <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
        )}
      </PageFrame>
    );
  }

  const numbers = progress.progress;
  const methods = methodChoices(run.methods);
  const method = chooseMethod(methods, undefined);
  const prepared = prepareProgress({
    status: progress.status,
    error: progress.error ?? null,
    progress: { ...numbers, mapsPerSecond: numbers.mapsPerSecond ?? null, secondsLeft: numbers.secondsLeft ?? null },
  });
  const incomplete =
    numbers.failed > 0 || progress.status === "failed" || progress.status === "cancelled" || progress.error !== null;
  return (
    <PageFrame crumbs={crumbs}>
      <div className={styles.page}>
        <header className={styles.head}>
          <h1>{run.name}</h1>
          <p>
            {runLineText(run.name, run.models.length, run.imageCount, run.methods.length)}{" "}
            <span className={styles.status} data-tone={prepared.tone} data-testid="run-status">
              {prepared.word}
            </span>
          </p>
        </header>
        <section className={styles.progress} aria-live="polite">
          <p data-testid="run-sentence" data-figures>
            {prepared.sentence}
          </p>
          {prepared.share !== null && <ProgressBar share={prepared.share} label="Progress of the run" />}
          {progress.error && progress.status !== "failed" && <p className={styles.bad}>{progress.error}</p>}
          {numbers.failed > 0 && (
            <p className={styles.bad}>{countOf(numbers.failed, "map")} could not be made; each says why in the grid.</p>
          )}
        </section>
        <RunActions
          id={id}
          status={progress.status}
          incomplete={incomplete}
          hasMaps={numbers.done > 0}
          hasTrees={numbers.doneTrees > 0}
        />
        {method && <RunPreview runId={id} method={method} models={run.models} view={run.view} done={numbers.done} />}
        <FlagCounts runId={id} methods={methods} tallies={tallies} />
        <section className={styles.facts}>
          <h2>What is compared</h2>
          <Facts
            facts={[
              [
                "Models",
                <span key="models" className={styles.models}>
                  {run.models.map(({ id: model, name, family }) => (
                    <span key={model}>
                      <FamilyDot family={family} /> {name}
                    </span>
                  ))}
                </span>,
              ],
              ["Methods", listText(methods.map(({ name }) => name))],
              ["Images", run.imageCount.toLocaleString("en")],
              ["View", viewText[run.view]],
              [
                "Class explained",
                run.targetPolicy === "fixed" ? `class ${run.fixedClass}, for all models` : policyText[run.targetPolicy],
              ],
            ]}
          />
        </section>
      </div>
      <OffObject runId={id} models={run.models} methods={methods} tallies={tallies} />
    </PageFrame>
  );
}

const viewText: Record<string, string> = {
  centre: "the central square, the same for all models",
  whole: "the whole image, squeezed square",
  as_trained: "each model's own crop",
};

const policyText: Record<string, string> = {
  predicted: "the one that each model predicts",
  truth: "the true one",
};
