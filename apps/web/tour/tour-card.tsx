"use client";

import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { type KeyboardEvent, useEffect, useMemo, useRef } from "react";
import { DemoLine } from "../demo/demo-line.tsx";
import { Button, ButtonLink } from "../shell/button.tsx";
import { useKeys } from "../shell/keys.tsx";
import { Failure } from "../shell/states.tsx";
import { useUrlState } from "../shell/url-state.ts";
import { stopCount, tourParameter } from "./address.ts";
import type { Scene } from "./stop.ts";
import { onStop, selectedCell } from "./stops.prepare.ts";
import styles from "./tour-card.module.css";
import { TourFinding } from "./tour-finding.tsx";
import { useRoom } from "./use-room.ts";
import { useTarget } from "./use-target.ts";
import { useTour } from "./use-tour.ts";

/** One stop: at the side of the page it speaks of, below it on narrow screens. Keys are its own while it has the focus. */
export function TourCard({ number }: { number: number }) {
  const tour = useTour(number);
  const { stop, finding } = tour;
  const { scene } = stop;
  const router = useRouter();
  const { write } = useUrlState();
  const card = useRoom();
  const title = useRef<HTMLHeadingElement>(null);
  useTarget(scene && stop.target, number, finding !== null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stop is what takes the focus.
  useEffect(() => title.current?.focus({ preventScroll: true }), [number]);
  useKeys(
    useMemo(
      () => [
        { key: "t", label: "the tour's card, where ← → and Esc are the tour's", run: () => title.current?.focus() },
      ],
      [],
    ),
  );

  const end = () => {
    write({ [tourParameter]: undefined });
    const main = document.getElementById("main");
    main?.setAttribute("tabindex", "-1");
    main?.focus({ preventScroll: true });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const go = { ArrowLeft: stop.back, ArrowRight: stop.next }[event.key];
    if (event.altKey || event.ctrlKey || event.metaKey || (event.key !== "Escape" && go === undefined)) return;
    event.preventDefault();
    if (event.key === "Escape") end();
    else if (go) router.push(go);
  };
  return (
    <section ref={card} className={styles.card} aria-labelledby="tour-title" data-testid="tour" onKeyDown={onKeyDown}>
      {scene && stop.target !== selectedCell && (
        <style>{`${stop.target}{outline:2px solid var(--accent);outline-offset:-1px;border-radius:4px}`}</style>
      )}
      <header className={styles.head}>
        <p data-figures>
          Tour, stop {number} of {stopCount}
        </p>
        <Button kind="quiet" onClick={end} aria-keyshortcuts="Escape" data-testid="end-tour">
          End <kbd>Esc</kbd>
        </Button>
      </header>
      <h2 ref={title} id="tour-title" tabIndex={-1} className={styles.title}>
        {stop.title}
      </h2>
      <div className={styles.text}>
        {tour.error ? (
          <Failure error={tour.error} onRetry={tour.retry} />
        ) : scene ? (
          <>
            <p>{scene.lesson}</p>
            <TourFinding finding={finding} progress={tour.progress} />
            <OtherPage scene={scene} number={number} />
          </>
        ) : tour.state === "loaded" || tour.state === "none" ? (
          <p>{stop.lack}</p>
        ) : (
          tour.state && <DemoLine touring />
        )}
      </div>
      <Steps stop={stop} />
    </section>
  );
}

function OtherPage({ scene: { path, other }, number }: { scene: Scene; number: number }) {
  const pathname = usePathname();
  if (!other) return null;
  const there = other.path.split("?")[0] === pathname;
  return (
    <p>
      <Link className={styles.other} href={onStop(there ? path : other.path, number)} data-testid="tour-other">
        {there ? other.back : other.there} →
      </Link>
    </p>
  );
}

function Steps({ stop: { number, back, next, dots } }: { stop: ReturnType<typeof useTour>["stop"] }) {
  return (
    <nav className={styles.steps} aria-label="Stops of the tour">
      {back ? (
        <ButtonLink href={back} prefetch={false} aria-keyshortcuts="ArrowLeft" data-testid="tour-back">
          Back
        </ButtonLink>
      ) : (
        <Button disabled>Back</Button>
      )}
      <ol className={styles.dots}>
        {dots.map((dot) => (
          <li key={dot.number}>
            <Link
              href={dot.address}
              prefetch={false}
              className={styles.dot}
              aria-label={`Stop ${dot.number}: ${dot.title}`}
              aria-current={dot.number === number ? "step" : undefined}
            />
          </li>
        ))}
      </ol>
      {next ? (
        <ButtonLink kind="primary" href={next} prefetch={false} aria-keyshortcuts="ArrowRight" data-testid="tour-next">
          Next
        </ButtonLink>
      ) : (
        <ButtonLink kind="primary" href="/" data-testid="tour-finish">
          Finish
        </ButtonLink>
      )}
    </nav>
  );
}
