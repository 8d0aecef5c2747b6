"use client";

import { besideAnother, comparisonPath } from "../comparison/address.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { gridPath } from "../shell/routes.ts";
import { Skeleton } from "../shell/states.tsx";
import { Tabs } from "../shell/tabs.tsx";
import { shortMethod } from "../text/label.ts";
import styles from "./cluster-page.module.css";
import type { ClusterState } from "./use-cluster-state.ts";

interface ClusterToolsProps {
  state: ClusterState;
  /** Of the tree that is shown, to set another beside it; undefined for none. */
  image: string | undefined;
  /** Which image of how many is shown; none of 0. */
  at: number;
  count: number;
  onStep?: (by: number) => void;
}

export function ClusterTools({ state, image, at, count, onStep }: ClusterToolsProps) {
  const { id, methods, method, setting, shows, frame, write } = state;
  const imageCount = frame.run?.imageCount ?? 0;
  return (
    <>
      {method ? (
        <Tabs
          label="Method"
          testId="method-tabs"
          value={method.key}
          options={methods.map(({ key, name }) => [key, shortMethod(name)] as const)}
          onChange={(key) => write({ method: key, cut: undefined, clade: undefined })}
        />
      ) : (
        <Skeleton width={180} height={28} />
      )}
      {method && imageCount > 1 && (
        <Tabs
          label="Tree of"
          testId="show-tabs"
          value={shows}
          options={[
            ["image", "This image"],
            ["mean", `Mean of ${imageCount.toLocaleString("en")}`],
            ["consensus", "Consensus"],
          ]}
          onChange={(show) => write({ show: show === "image" ? undefined : show, cut: undefined, clade: undefined })}
        />
      )}
      {method && (
        <ButtonLink kind="quiet" href={gridPath(id, method.key)}>
          Grid →
        </ButtonLink>
      )}
      {method && image && (
        <ButtonLink
          kind="quiet"
          href={comparisonPath(besideAnother({ run: id, methods, method: method.key, image, setting }))}
          data-testid="open-comparison"
        >
          Compare →
        </ButtonLink>
      )}
      {count > 1 && onStep && (
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
