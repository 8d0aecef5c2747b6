import { Fragment } from "react";
import { Chip } from "./chip.tsx";
import { type PatternJson, type Sentence, type Term, writeSentence } from "./pattern.prepare.ts";
import styles from "./sentence-bar.module.css";
import { TermChips } from "./term-chips.tsx";

interface SentenceTermsProps {
  sentence: Sentence;
  models: readonly { id: string; name: string }[];
  onChange: (pattern: PatternJson) => void;
}

/** Terms with and, or or between them; each more can be taken out again. */
export function SentenceTerms({ sentence, models, onChange }: SentenceTermsProps) {
  const { join, terms } = sentence;
  const change = (changes: Partial<Sentence>) => onChange(writeSentence({ ...sentence, ...changes }));
  return (
    <>
      {terms.map((term, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a term is its place in the sentence.
        <Fragment key={place}>
          {place > 0 && (
            <Chip
              faint
              label="How the terms are joined"
              value={join}
              options={[
                ["all", "and"],
                ["any", "or"],
              ]}
              onChange={(next) => change({ join: next })}
            />
          )}
          <TermChips
            term={term}
            models={models}
            onChange={(next) => change({ terms: terms.map((other, at) => (at === place ? next : other)) })}
          />
          {terms.length > 1 && (
            <button
              type="button"
              className={styles.out}
              aria-label={`Take term ${place + 1} out`}
              onClick={() => change({ terms: terms.filter((_, at) => at !== place) })}
            >
              ×
            </button>
          )}
        </Fragment>
      ))}
      <button
        type="button"
        className={styles.and}
        onClick={() => change({ terms: [...terms, another(terms, models)] })}
        data-testid="pattern-and"
      >
        {join === "any" && terms.length > 1 ? "or…" : "and…"}
      </button>
    </>
  );
}

/** A term that no other contradicts: the first model that none is about joins before the last two. */
function another(terms: readonly Term[], models: SentenceTermsProps["models"]): Term {
  const told = new Set(terms.flatMap(({ args }) => [args.leaf, ...(args.leaves ?? [])]));
  const leaf = (models.find(({ id }) => !told.has(id)) ?? models[0]!).id;
  return models.length > 3
    ? { name: "joinsAt", args: { leaf, rank: 2 }, denied: false }
    : { name: "smallestArea", args: { leaf }, denied: false };
}
