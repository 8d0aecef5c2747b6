"use client";

import { useMutation, useQuery } from "@apollo/client/react";
import { useCallback, useEffect, useRef, useState } from "react";
import { readFragment } from "../gql";
import type { DemoQuery as DemoData } from "../gql/graphql";
import { RunProgressFragment } from "../run/run-frame.ts";
import { prepareDemo } from "./demo.prepare.ts";
import { DemoQuery, LoadDemoMutation, RemoveDemoMutation } from "./demo-queries.ts";

const askAgain = 1_500;

type State = NonNullable<DemoData["demo"]>["state"];

/**
 * The demo atlas' state, kept up to date while it is being loaded; all that is on the page follows its changes.
 * Undefined while it is not known, null where this build brings none.
 */
export function useDemo() {
  const { data, startPolling, stopPolling, client } = useQuery(DemoQuery);
  const demo = data?.demo;
  const prepared =
    demo &&
    prepareDemo({
      state: demo.state,
      runs: demo.runs.map((run) => readFragment(RunProgressFragment, run).status),
    });
  const watch = prepared?.watch ?? false;
  useEffect(() => {
    if (!watch) return;
    startPolling(askAgain);
    return stopPolling;
  }, [watch, startPolling, stopPolling]);

  const known = useRef<State | undefined>(undefined);
  useEffect(() => {
    if (known.current && known.current !== demo?.state) client.refetchQueries({ include: "active" });
    known.current = demo?.state;
  }, [demo?.state, client]);
  return prepared;
}

/** Loads and removes the demo atlas; `refusal` is the one sentence that says why it did not work. */
export function useDemoActions() {
  const [refusal, setRefusal] = useState<string | null>(null);
  const [loadDemo, loading] = useMutation(LoadDemoMutation);
  const [removeDemo, removing] = useMutation(RemoveDemoMutation);
  const { client } = loading;
  const enter = useCallback(
    (state: State) => {
      client.cache.updateQuery({ query: DemoQuery }, (data) =>
        data ? { ...data, demo: { ...data.demo, state, runs: [] } } : undefined,
      );
    },
    [client],
  );
  const act = async (state: State, mutate: () => Promise<Answer | undefined>) => {
    try {
      const answer = await mutate();
      if (answer?.__typename === "Demo") enter(state);
      setRefusal(answer?.__typename === "Demo" ? null : (answer?.message ?? "It did not work. Try again."));
    } catch {
      setRefusal("Heatlas does not answer. Try again.");
    }
  };
  return {
    refusal,
    busy: loading.loading || removing.loading,
    load: () => act("loading", async () => (await loadDemo()).data?.loadDemo),
    remove: () => act("removed", async () => (await removeDemo()).data?.removeDemo),
  };
}

interface Answer {
  __typename: string;
  message?: string;
}
