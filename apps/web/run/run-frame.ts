"use client";

import { useQuery, useSubscription } from "@apollo/client/react";
import { useEffect, useRef } from "react";
import { graphql } from "../gql/gql";

/** What every page of a run needs: its models in order, its methods, how far it is. */
export const RunFrameQuery = graphql(`
  query RunFrame($id: ID!) {
    run(id: $id) {
      id
      ...RunProgress
      name
      view
      targetPolicy
      fixedClass
      imageCount
      models {
        ...NamedModel @unmask
        inputWidth
        inputHeight
        targetGridWidth
        targetGridHeight
      }
      ...RunMethods @unmask
    }
  }
`);

/** A run's methods in its order, as methodChoices takes them. */
export const RunMethodsFragment = graphql(`
  fragment RunMethods on Run {
    methods {
      position
      parameters
      method {
        slug
        name
        signed
        grid
      }
    }
  }
`);

export const RunProgressFragment = graphql(`
  fragment RunProgress on Run {
    id
    status
    error
    progress {
      planned
      done
      failed
      shared
      plannedTrees
      doneTrees
      mapsPerSecond
      secondsLeft
    }
  }
`);

const RunProgressSubscription = graphql(`
  subscription RunProgressed($id: ID!) {
    run(id: $id) {
      id
      ...RunProgress
    }
  }
`);

const finished = new Set(["done", "failed", "cancelled"]);
export const isFinished = (status: string | undefined) => status !== undefined && finished.has(status);

/** Keeps a run's progress in the cache up to date while it is not finished. */
export function useRunProgress(id: string, status: string | undefined) {
  useSubscription(RunProgressSubscription, { variables: { id }, skip: status === undefined || isFinished(status) });
}

export function useRunFrame(id: string) {
  const result = useQuery(RunFrameQuery, { variables: { id } });
  return { ...result, run: result.data?.run ?? null };
}

/** Calls `refresh` when `step` grows, at most every two seconds, and once more after the last growth. */
export function useThrottledRefresh(step: number | undefined, refresh: () => void) {
  const last = useRef<{ step: number | undefined; at: number }>({ step: undefined, at: 0 });
  useEffect(() => {
    if (step === undefined || step === last.current.step) return;
    const first = last.current.step === undefined;
    last.current.step = step;
    // The first value is what the page has just loaded.
    if (first) return;
    const wait = Math.max(0, last.current.at + 2_000 - Date.now());
    const timer = setTimeout(() => {
      last.current.at = Date.now();
      refresh();
    }, wait);
    return () => clearTimeout(timer);
  }, [step, refresh]);
}
