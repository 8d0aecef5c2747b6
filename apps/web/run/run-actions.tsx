"use client";

import { useMutation } from "@apollo/client/react";
import { useState } from "react";
import { comparisonPath } from "../comparison/address.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { clusterPath, gridPath } from "../shell/routes.ts";
import { isFinished } from "./run-frame.ts";
import styles from "./run-page.module.css";
import { CancelRunMutation, RetryRunMutation, StartRunMutation } from "./run-queries.ts";

interface RunActionsProps {
  id: string;
  status: string;
  /** Whether something is missing that a retry could make. */
  incomplete: boolean;
  hasMaps: boolean;
  hasTrees: boolean;
}

/** Where a run leads to, and what can still be done with it. */
export function RunActions({ id, status, incomplete, hasMaps, hasTrees }: RunActionsProps) {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [start] = useMutation(StartRunMutation);
  const [cancel] = useMutation(CancelRunMutation);
  const [retry] = useMutation(RetryRunMutation);
  const settle = (result: { __typename?: string; message?: string } | null | undefined) =>
    setRefusal(result?.__typename === "Run" ? null : (result?.message ?? "It did not work. Try again."));
  const act = (mutate: () => Promise<void>) => () => {
    mutate().catch(() => setRefusal("Heatlas does not answer. Try again."));
  };
  const done = status === "done";
  return (
    <div className={styles.actions}>
      {hasMaps && (
        <ButtonLink kind={done ? "primary" : "plain"} href={gridPath(id)} data-testid="open-grid">
          Open the grid
        </ButtonLink>
      )}
      {hasTrees && (
        <ButtonLink href={clusterPath(id)} data-testid="open-clusters">
          Open the clusters
        </ButtonLink>
      )}
      {hasTrees && (
        <ButtonLink href={comparisonPath({ a: { run: id }, b: {} })} data-testid="open-comparison">
          Compare
        </ButtonLink>
      )}
      {status === "draft" && (
        <Button kind="primary" onClick={act(async () => settle((await start({ variables: { id } })).data?.startRun))}>
          Start
        </Button>
      )}
      {!isFinished(status) && (
        <Button onClick={act(async () => settle((await cancel({ variables: { id } })).data?.cancelRun))}>Cancel</Button>
      )}
      {isFinished(status) && incomplete && (
        <Button onClick={act(async () => settle((await retry({ variables: { id } })).data?.retryRun))}>
          Retry what is missing
        </Button>
      )}
      {refusal && (
        <p className={styles.bad} role="alert">
          {refusal}
        </p>
      )}
    </div>
  );
}
