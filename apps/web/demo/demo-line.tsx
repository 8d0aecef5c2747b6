"use client";

import { useEffect, useRef, useState } from "react";
import { Button, ButtonLink } from "../shell/button.tsx";
import { tourStart } from "../tour/address.ts";
import styles from "./demo-line.module.css";
import { useDemo, useDemoActions } from "./use-demo.ts";

/** What the demo atlas is doing, in one line, and what can be done with it. `touring`: where the tour stands already. */
export function DemoLine({ touring = false }: { touring?: boolean }) {
  const demo = useDemo();
  const { refusal, busy, load, remove } = useDemoActions();
  const [asking, setAsking] = useState(false);
  if (demo === null) return null;
  if (!demo) return <div className={styles.line} aria-hidden="true" />;
  return (
    <section className={styles.line} aria-label="Demo atlas" data-testid="demo-line">
      {asking && demo.remove ? (
        <Confirmation
          busy={busy}
          onKeep={() => setAsking(false)}
          onRemove={() => remove().then(() => setAsking(false))}
        />
      ) : (
        <>
          <p role="status">{demo.sentence}</p>
          {demo.tour && !touring && (
            <ButtonLink href={tourStart} data-testid="take-tour">
              Take the tour
            </ButtonLink>
          )}
          {demo.load && (
            <Button onClick={load} disabled={busy} data-testid="load-demo">
              {demo.load}
            </Button>
          )}
          {demo.remove && !touring && (
            <Button kind="quiet" onClick={() => setAsking(true)} data-testid="remove-demo">
              Remove it
            </Button>
          )}
        </>
      )}
      {refusal && (
        <p className={styles.bad} role="alert">
          {refusal}
        </p>
      )}
    </section>
  );
}

interface ConfirmationProps {
  busy: boolean;
  onKeep: () => void;
  onRemove: () => void;
}

/** Asked in the line's own place. The safe answer has the focus, and Esc gives it. */
function Confirmation({ busy, onKeep, onRemove }: ConfirmationProps) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc is a second way to the button that says so.
    <div
      className={styles.confirmation}
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        onKeep();
      }}
    >
      <p>
        Remove the demo's runs, maps, trees, pictures and networks? Your own runs stay, and so does what they use of it.
      </p>
      <Button onClick={onRemove} disabled={busy} data-testid="confirm-remove-demo">
        Remove the demo
      </Button>
      <Button ref={keep} kind="quiet" onClick={onKeep}>
        Keep it
      </Button>
    </div>
  );
}
