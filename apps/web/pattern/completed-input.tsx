"use client";

import { type KeyboardEvent, useId, useRef, useState } from "react";
import { flushSync } from "react-dom";
import styles from "./completed-input.module.css";
import { type Completion, completionsAt } from "./completion.prepare.ts";

interface CompletedInputProps {
  name: string;
  label: string;
  describedBy: string;
  invalid: boolean;
  initial: string;
  /** Of the models. */
  names: readonly string[];
}

/** A line of text in which models' names, and what they can do, are completed at the caret. */
export function CompletedInput({ name, label, describedBy, invalid, initial, names }: CompletedInputProps) {
  const [text, setText] = useState(initial);
  const [found, setFound] = useState<readonly Completion[]>([]);
  const [marked, setMarked] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const list = useId();
  const look = (next: string, caret: number) => {
    setText(next);
    setFound(completionsAt(next, caret, names));
    setMarked(0);
  };
  const take = ({ text: completed, from }: Completion) => {
    const caret = input.current?.selectionStart ?? text.length;
    const start = `${text.slice(0, from)}${completed}${text[caret] === " " ? "" : " "}`;
    // Drawn at once, so that the caret stands behind it before the next key is pressed.
    flushSync(() => look(`${start}${text.slice(caret)}`, start.length));
    input.current?.focus();
    input.current?.setSelectionRange(start.length, start.length);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (found.length === 0) return;
    const move = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (move) setMarked((marked + move + found.length) % found.length);
    else if (event.key === "Tab" && !event.shiftKey) take(found[marked]!);
    else if (event.key === "Escape") setFound([]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    <div className={styles.completed}>
      <input
        ref={input}
        // biome-ignore lint/a11y/noAutofocus: it stands where the person has just asked for it.
        autoFocus
        name={name}
        value={text}
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-label={label}
        aria-invalid={invalid}
        aria-describedby={describedBy}
        aria-autocomplete="list"
        aria-expanded={found.length > 0}
        aria-controls={list}
        aria-activedescendant={found.length > 0 ? `${list}-${marked}` : undefined}
        onChange={({ currentTarget }) =>
          look(currentTarget.value, currentTarget.selectionStart ?? currentTarget.value.length)
        }
        onKeyDown={onKeyDown}
        onBlur={() => setFound([])}
        data-testid="pattern-text"
      />
      <div id={list} role="listbox" aria-label="Completions" className={styles.list} hidden={found.length === 0}>
        {found.map((completion, place) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the input keeps the focus and names the marked one.
          <div
            key={completion.text}
            id={`${list}-${place}`}
            role="option"
            aria-selected={place === marked}
            className={styles.option}
            data-testid="completion"
            // Not click: the input would lose the focus, and the list close, before it.
            onPointerDown={(event) => {
              event.preventDefault();
              take(completion);
            }}
          >
            {completion.text}
          </div>
        ))}
      </div>
    </div>
  );
}
