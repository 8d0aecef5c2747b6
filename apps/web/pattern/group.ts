import type { MethodChoice } from "../run/method-choices.ts";

interface Grouped {
  readonly parameters: unknown;
}

/** A run's groups stand in the order of its methods: the one of this method. */
export function groupOf<Group extends Grouped>(
  groups: readonly Group[],
  methods: readonly MethodChoice[],
  method: MethodChoice,
): Group | null {
  return groups[methods.indexOf(method)] ?? null;
}

/** The same, where only the groups of this method's slug were asked for. */
export const groupAmong = <Group extends Grouped>(
  groups: readonly Group[],
  methods: readonly MethodChoice[],
  method: MethodChoice,
): Group | null =>
  groupOf(
    groups,
    methods.filter(({ slug }) => slug === method.slug),
    method,
  );
