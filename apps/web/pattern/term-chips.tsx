import { percentText } from "../text/probability.ts";
import { Chip } from "./chip.tsx";
import {
  comparisons,
  fittingPredicates,
  type PredicateName,
  predicateOf,
  rankText,
  type Term,
  type TermArguments,
  withPredicate,
} from "./pattern.prepare.ts";

type Leaves = readonly { id: string; name: string }[];

interface TermChipsProps {
  term: Term;
  models: Leaves;
  onChange: (term: Term) => void;
}

/** One term of the sentence: its subject and what it does, each of them to choose. */
export function TermChips({ term, models, onChange }: TermChipsProps) {
  const setArguments = (args: TermArguments) => onChange({ ...term, args });
  const { args } = term;
  return (
    <>
      {args.leaf !== undefined && (
        <Chip
          label="Model"
          value={args.leaf}
          options={models.map(({ id, name }) => [id, name] as const)}
          onChange={(leaf) => setArguments({ ...args, leaf })}
          testId="pattern-leaf"
        />
      )}
      {args.leaves && (
        <LeafChips
          leaves={args.leaves}
          models={models}
          room={predicateOf(term.name).room!(models.length)}
          onChange={(leaves) => setArguments({ leaves })}
        />
      )}
      <PredicateChip term={term} models={models} onChange={onChange} />
      {args.rank !== undefined && (
        <Chip
          label="When it joins"
          value={String(args.rank)}
          options={ranks(models.length).map((rank) => [String(rank), rankText(rank)] as const)}
          onChange={(rank) => setArguments({ ...args, rank: Number(rank) })}
        />
      )}
      {args.op !== undefined && args.threshold !== undefined && (
        <>
          <Chip
            label="How its rating compares"
            value={args.op}
            options={comparisons}
            onChange={(op) => setArguments({ ...args, op })}
          />
          <Chip
            label="A mean rating of 1 to 5"
            value={String(args.threshold)}
            options={ratings(args.threshold).map((rating) => [String(rating), String(rating)] as const)}
            onChange={(threshold) => setArguments({ ...args, threshold: Number(threshold) })}
            testId="pattern-rating"
          />
        </>
      )}
      {args.share !== undefined && (
        <>
          {term.name === "offObject" ? "by more than" : "above"}
          <Chip
            label={term.name === "offObject" ? "Share of its relevance" : "Share of the root's height"}
            value={String(args.share)}
            options={shares(args.share).map((share) => [String(share), percentText(share)] as const)}
            onChange={(share) => setArguments({ ...args, share: Number(share) })}
          />
          {term.name === "offObject" ? "of its relevance" : "of the root"}
        </>
      )}
    </>
  );
}

/** A leaf joins at one of n − 1 merges; the first takes two leaves, and the last has a word of its own. */
const ranks = (n: number) => Array.from({ length: Math.max(1, n - 2) }, (_, at) => at + 2).filter((rank) => rank < n);

const ratings = (given: number) => [...new Set([1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, given])].sort((a, b) => a - b);

const shares = (given: number) => [...new Set([0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, given])].sort((a, b) => a - b);

function PredicateChip({ term, models, onChange }: TermChipsProps) {
  const keyOf = (name: PredicateName, denied: boolean) => `${denied ? "not " : ""}${name}`;
  const names = [...new Set([...fittingPredicates(models.length), term.name])];
  const options = [false, true].flatMap((denied) =>
    names.map((name) => {
      const { verb, denied: denial } = predicateOf(name);
      return [keyOf(name, denied), denied ? denial : verb] as const;
    }),
  );
  return (
    <Chip
      label="What it does"
      value={keyOf(term.name, term.denied)}
      options={options}
      onChange={(key) => {
        const denied = key.startsWith("not ");
        const name = key.replace(/^not /, "") as PredicateName;
        const ids = models.map(({ id }) => id);
        onChange({ ...(name === term.name ? term : withPredicate(term, name, ids)), denied });
      }}
      testId="pattern-predicate"
    />
  );
}

interface LeafChipsProps {
  leaves: readonly string[];
  models: Leaves;
  room: readonly [number, number];
  onChange: (leaves: readonly string[]) => void;
}

const leaveOut = "leave-out";

/** Several models: each can be exchanged or left out, and another added, as far as the predicate allows. */
function LeafChips({ leaves, models, room: [least, most], onChange }: LeafChipsProps) {
  const free = models.filter(({ id }) => !leaves.includes(id));
  const nameOf = new Map(models.map(({ id, name }) => [id, name]));
  return (
    <>
      {leaves.map((leaf, place) => (
        <Chip
          key={leaf}
          label={`Model ${place + 1}`}
          value={leaf}
          options={[
            [leaf, nameOf.get(leaf) ?? "a model of another run"],
            ...free.map(({ id, name }) => [id, name] as const),
            ...(leaves.length > least ? [[leaveOut, "– leave out"] as const] : []),
          ]}
          onChange={(next) =>
            onChange(
              next === leaveOut ? leaves.filter((id) => id !== leaf) : leaves.map((id) => (id === leaf ? next : id)),
            )
          }
        />
      ))}
      {leaves.length < most && free.length > 0 && (
        <Chip
          faint
          label="Another model"
          value=""
          options={[["", "with…"], ...free.map(({ id, name }) => [id, name] as const)]}
          onChange={(id) => onChange([...leaves, id])}
        />
      )}
    </>
  );
}
