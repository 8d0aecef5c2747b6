"use client";

import { useQuery } from "@apollo/client/react";
import { useCallback, useMemo } from "react";
import { settingAddress } from "../cluster/setting.prepare.ts";
import { Button, ButtonLink } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { PageFrame } from "../shell/page-frame.tsx";
import { runIdOf } from "../shell/routes.ts";
import { Empty, Failure, Skeleton } from "../shell/states.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { comparisonPath, meanImage, type SideAddress, type SideName, sideQuery } from "./address.prepare.ts";
import { ComparisonFigure, findingTold, toldOf } from "./comparison-figure.tsx";
import styles from "./comparison-page.module.css";
import { ComparisonQuery, ComparisonRunsQuery } from "./comparison-query.ts";
import { MissingTrees } from "./missing-trees.tsx";
import { OverImages } from "./over-images.tsx";
import { SideChooser } from "./side-chooser.tsx";
import { type ChosenSide, useSide } from "./use-side.ts";

/** Runs that a select has room for; an older one of the address is added. */
const runChoices = 100;
const imagePrefix = "image:default:";

/** Two trees side by side: of two runs, methods, settings or images. */
export function ComparisonPage() {
  const runs = useQuery(ComparisonRunsQuery, { variables: { first: runChoices } });
  const choices = useMemo(() => (runs.data?.runs.edges ?? []).map(({ node }) => node), [runs.data]);
  const { addresses, change, swap } = useSideAddresses(choices[0]?.id);
  const a = useSide(addresses.a, null);
  const b = useSide(addresses.b, a.method ? { method: a.method.key } : null);
  useKeys(useMemo(() => [{ key: "s", label: "swap the two trees", run: () => swap(a, b) }], [swap, a, b]));
  const ready = a.input && b.input;
  const comparison = useQuery(ComparisonQuery, {
    variables: { a: a.input!, b: b.input! },
    skip: !ready,
  });
  const answer = comparison.data?.comparison;
  const compared = answer?.__typename === "TreeComparison" ? answer : null;
  const told = compared && ([toldOf(compared.a, a.method?.name), toldOf(compared.b, b.method?.name)] as const);
  const again = useCallback(() => {
    for (const query of [runs, a, b, comparison]) query.refetch().catch(() => {});
  }, [runs, a, b, comparison]);
  const failure = runs.error ?? a.error ?? b.error ?? comparison.error;
  const nothing = runs.data && choices.length === 0 && !addresses.a.run;
  const lost = (addresses.a.run && !a.loading && !a.run) || (addresses.b.run && !b.loading && !b.run);
  return (
    <PageFrame crumbs={[{ label: "Compare" }]} title={compared && told ? findingTold(compared, told) : "Compare"}>
      {nothing ? (
        <Empty title="Nothing to compare yet" action={<ButtonLink href="/run/new">New run</ButtonLink>}>
          Trees come from runs of two models or more; any two of them can then be compared here.
        </Empty>
      ) : failure && !compared ? (
        <Failure error={failure} onRetry={again} />
      ) : (
        <>
          <div className={styles.sides}>
            <SideChooser name="a" side={a} runs={choices} onChange={(next) => change("a", next)} />
            <SideChooser name="b" side={b} runs={choices} onChange={(next) => change("b", next)} />
            <Button kind="quiet" onClick={() => swap(a, b)} data-testid="swap">
              Swap
            </Button>
          </div>
          {lost ? (
            <Empty title="There is no such run" action={<ButtonLink href="/run">All runs</ButtonLink>} />
          ) : compared && told ? (
            <ComparisonFigure compared={compared} sides={told}>
              {ready && (
                <OverImages
                  a={a.input!}
                  b={b.input!}
                  view={a.run?.view ?? "centre"}
                  hrefOf={(image) => comparisonPath({ a: { ...addressOf(a), image }, b: { ...addressOf(b), image } })}
                />
              )}
            </ComparisonFigure>
          ) : answer && "message" in answer ? (
            <MissingTrees message={answer.message} sides={[a, b]} onProgress={again} />
          ) : hasNoImage(a) || hasNoImage(b) ? (
            <Empty title="A run has no images">There is no tree to compare.</Empty>
          ) : (
            <Skeletons />
          )}
        </>
      )}
    </PageFrame>
  );
}

const hasNoImage = ({ run, imageId }: ChosenSide) => run !== null && imageId === undefined;

/** What a side shows, written out in full. */
const addressOf = ({ run, method, imageId, setting }: ChosenSide): SideAddress => ({
  run: run?.id,
  method: method?.key,
  image: imageId === undefined ? undefined : (imageId ?? meanImage),
  setting: settingAddress(setting),
});

/** Both sides as the address says them; the newest run where it names none. */
function useSideAddresses(newest: string | undefined) {
  const { read, write } = useUrlState();
  const sideOf = (side: SideName, run: string | undefined): SideAddress => {
    const image = read(`${side}-image`);
    const own = read(`${side}-run`);
    return {
      run: own ? runIdOf(own) : run,
      method: read(`${side}-method`),
      image: image === undefined || image === meanImage ? image : imagePrefix + image,
      setting: read(`${side}-setting`),
    };
  };
  const a = sideOf("a", newest);
  const b = sideOf("b", a.run);
  const change = useCallback(
    (side: SideName, next: SideAddress) => {
      const query = sideQuery(side, next);
      // What is not said stays as it is.
      const said = Object.keys(next).map((key) => `${side}-${key}`);
      write(Object.fromEntries(said.map((name) => [name, query[name]])));
    },
    [write],
  );
  const swap = useCallback(
    (left: ChosenSide, right: ChosenSide) =>
      write({ ...sideQuery("a", addressOf(right)), ...sideQuery("b", addressOf(left)) }),
    [write],
  );
  return { addresses: { a, b }, change, swap };
}

function Skeletons() {
  return (
    <div aria-busy="true">
      <Skeleton width={420} height={26} />
      <Skeleton width={280} height={18} className={styles.skeleton ?? ""} />
      <Skeleton width="100%" height={260} className={styles.skeleton ?? ""} />
    </div>
  );
}
