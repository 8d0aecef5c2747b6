"use client";

import { type ReactNode, useEffect, useRef } from "react";
import styles from "./inspector.module.css";

interface InspectorProps {
  label: string;
  /** On narrow screens it is a sheet that opens over the page; on wide ones it always stands. */
  open: boolean;
  onClose: () => void;
  /** Below a tool bar it starts lower. */
  belowTools?: boolean;
  children: ReactNode;
}

export function Inspector({ label, open, onClose, belowTools = true, children }: InspectorProps) {
  const sheet = useRef<HTMLElement>(null);
  useEffect(() => {
    if (open) sheet.current?.scrollTo({ top: 0 });
  }, [open]);
  return (
    <>
      {open && <button type="button" className={styles.backdrop} aria-label="Close" onClick={onClose} />}
      <aside
        ref={sheet}
        className={styles.inspector}
        data-open={open || undefined}
        data-below-tools={belowTools || undefined}
        aria-label={label}
        data-testid="inspector"
      >
        <button type="button" className={styles.close} onClick={onClose}>
          Close
        </button>
        {children}
      </aside>
    </>
  );
}

/** Term and value pairs; a value that is null, undefined or false is left out. */
export function Facts({ facts }: { facts: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(([term, value]) =>
        value === null || value === undefined || value === false ? null : (
          <div key={term}>
            <dt>{term}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
