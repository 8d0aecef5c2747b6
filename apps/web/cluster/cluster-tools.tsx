"use client";

import type { MethodChoice } from "../run/method-choices.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { gridPath } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { shortMethod } from "../text/label.ts";
import styles from "./cluster-page.module.css";

interface ClusterToolsProps {
  id: string;
  methods: readonly MethodChoice[];
  method: MethodChoice | undefined;
  /** Which image of how many is shown. */
  at: number;
  count: number;
  /** Where this tree stands beside another. */
  comparison: string | undefined;
  onMethod: (key: string) => void;
  onStep: (by: number) => void;
}

export function ClusterTools({ id, methods, method, at, count, comparison, onMethod, onStep }: ClusterToolsProps) {
  return (
    <>
      {method ? (
        <Tabs
          label="Method"
          testId="method-tabs"
          value={method.key}
          options={methods.map(({ key, name }) => [key, shortMethod(name)] as const)}
          onChange={onMethod}
        />
      ) : (
        <Skeleton width={180} height={28} />
      )}
      {method && (
        <ButtonLink kind="quiet" href={gridPath(id, method.key)}>
          Grid →
        </ButtonLink>
      )}
      {comparison && (
        <ButtonLink kind="quiet" href={comparison} data-testid="open-comparison">
          Compare →
        </ButtonLink>
      )}
      {count > 1 && (
        <div className={styles.stepper}>
          <Button kind="quiet" aria-label="The image before" onClick={() => onStep(-1)} disabled={at === 0}>
            ←
          </Button>
          <span data-figures>
            {at + 1} of {count}
          </span>
          <Button kind="quiet" aria-label="The image after" onClick={() => onStep(1)} disabled={at === count - 1}>
            →
          </Button>
        </div>
      )}
    </>
  );
}
