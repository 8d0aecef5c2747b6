"use client";

import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from "react";
import { TourLink } from "../tour/tour-link.tsx";
import styles from "./keys.module.css";

export interface KeyBinding {
  /** As KeyboardEvent.key names it. */
  key: string;
  /** What the list of keys calls it; bindings without a label are aliases. */
  label?: string;
  run: () => void;
}

interface Registry {
  add: (bindings: readonly KeyBinding[]) => () => void;
  openList: () => void;
}

const RegistryContext = createContext<Registry | null>(null);

/** Binds keys while the component is mounted; later bindings win over earlier ones of the same key. */
export function useKeys(bindings: readonly KeyBinding[]) {
  const registry = useContext(RegistryContext);
  useEffect(() => registry?.add(bindings), [registry, bindings]);
}

export function useKeyList() {
  return useContext(RegistryContext)?.openList ?? (() => {});
}

const typesText = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
  !/^(checkbox|radio|button)$/.test((target as HTMLInputElement).type ?? "");

/** Enter and Space on a focused button or link are that element's own. */
const isOwnKey = (event: KeyboardEvent) =>
  (event.key === "Enter" || event.key === " ") &&
  event.target instanceof HTMLElement &&
  event.target.closest("a, button, summary, input, select, [role=slider]") !== null;

export function KeysProvider({ children }: { children: ReactNode }) {
  const stack = useRef<(readonly KeyBinding[])[]>([]);
  const [listed, setListed] = useState<readonly KeyBinding[] | null>(null);

  const registry = useMemo<Registry>(
    () => ({
      add: (bindings) => {
        stack.current.push(bindings);
        return () => {
          stack.current = stack.current.filter((other) => other !== bindings);
        };
      },
      openList: () => setListed(stack.current.flat().filter((binding) => binding.label)),
    }),
    [],
  );

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (typesText(event.target) || isOwnKey(event)) return;
      if (document.querySelector("dialog[open]")) return;
      if (event.key === "?") {
        event.preventDefault();
        registry.openList();
        return;
      }
      const binding = stack.current
        .flat()
        .reverse()
        .find(({ key }) => key === event.key);
      if (!binding) return;
      event.preventDefault();
      binding.run();
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [registry]);

  return (
    <RegistryContext value={registry}>
      {children}
      {listed && <KeyList bindings={listed} onClose={() => setListed(null)} />}
    </RegistryContext>
  );
}

const spelled: Record<string, string> = {
  ArrowUp: "↑",
  ArrowDown: "↓",
  ArrowLeft: "←",
  ArrowRight: "→",
  Escape: "Esc",
  Enter: "↵",
};

function KeyList({ bindings, onClose }: { bindings: readonly KeyBinding[]; onClose: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog
      ref={dialog}
      className={styles.dialog}
      aria-labelledby="keys-title"
      onClose={onClose}
      data-testid="key-list"
    >
      <h2 id="keys-title">Keys</h2>
      <dl className={styles.list}>
        {bindings.map(({ key, label }) => (
          <div key={`${key}${label}`}>
            <dt>
              <kbd className={styles.key}>{spelled[key] ?? key}</kbd>
            </dt>
            <dd>{label}</dd>
          </div>
        ))}
        <div>
          <dt>
            <kbd className={styles.key}>?</kbd>
          </dt>
          <dd>this list</dd>
        </div>
      </dl>
      <form method="dialog" className={styles.foot}>
        <button type="submit" className={styles.close}>
          Close <kbd>Esc</kbd>
        </button>
        <TourLink onFollow={onClose} />
      </form>
    </dialog>
  );
}
