import { getMethod, leafSet, type Pattern as PatternOf, type Term } from "@heatlas/engine";
import { builder } from "../builder.ts";
import { InputError } from "../errors.ts";
import { uuidOf } from "../ids.ts";
import { byId, keyset, maxPageSize } from "../keyset.ts";
import { Method } from "../method/schema.ts";
import { Model } from "../model/schema.ts";
import { node } from "../node.ts";
import { nodeSelection } from "../selection.ts";
import { type Eligibility, EligibilityEnum, LeavesEnum, PatternFilter, readFilter } from "./filter.ts";
import { PatternFrequency } from "./frequency-schema.ts";
import { PatternInput, toInput } from "./input.ts";
import { TailRef } from "./numbers-schema.ts";
import { printPatternOf } from "./sentence.ts";
import { discoverPatterns, type GroupDiscoveries, patternFrequency, readPatternOf } from "./service.ts";

const CountAtSaving = builder.prismaObject("PatternCount", {
  variant: "PatternCountAtSaving",
  description: "What a pattern's count was when it was saved, by one method.",
  select: { projectId: true, patternId: true, position: true },
  fields: (t) => ({
    method: t.field({ type: Method, select: { method: true }, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    k: t.exposeInt("k"),
    n: t.exposeInt("n"),
    eligibility: t.field({
      type: EligibilityEnum,
      description: "Which images counted.",
      select: { eligibility: true },
      resolve: ({ eligibility }) => eligibility as Eligibility,
    }),
    countedAt: t.expose("countedAt", { type: "DateTime" }),
  }),
});

export const Pattern = builder.prismaNode("Pattern", {
  ...node,
  description: "A named question about the trees of some models.",
  fields: (t) => ({
    uuid: t.exposeString("id"),
    name: t.exposeString("name"),
    pattern: t.field({
      type: "JSON",
      description: "As PatternInput takes it.",
      select: { predicate: true },
      resolve: ({ predicate }, _args, { project }) => toInput(predicate as unknown as PatternOf, project),
    }),
    sentence: t.string({
      select: {
        predicate: true,
        leafSet: {
          select: { leaves: { orderBy: { position: "asc" }, select: { model: { select: { id: true, name: true } } } } },
        },
      },
      resolve: ({ predicate, leafSet: { leaves } }) =>
        printPatternOf(predicate as unknown as PatternOf, leafSet(leaves.map(({ model }) => model))),
    }),
    models: t.field({
      type: [Model],
      description: "The leaves of the trees that it is about.",
      select: (_args, _context, selection) => ({
        leafSet: {
          select: { leaves: { orderBy: { position: "asc" }, select: { model: selection({ select: node.select }) } } },
        },
      }),
      resolve: ({ leafSet: { leaves } }) => leaves.map(({ model }) => model),
    }),
    createdAt: t.expose("createdAt", { type: "DateTime" }),
    archivedAt: t.expose("archivedAt", { type: "DateTime", nullable: true }),
    countsAtSaving: t.relation("counts", {
      type: CountAtSaving,
      description:
        "Over all runs of its models, on the images that counted by default; to be read beside its patternFrequency now.",
      query: { orderBy: { position: "asc" } },
    }),
  }),
});

builder.queryField("pattern", (t) =>
  t.prismaField({
    type: Pattern,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (query, _root, { id }, { db, project }) =>
      db.pattern.findFirst({ ...query, where: { projectId: project.id, id: uuidOf("pattern", id, project) } }),
  }),
);

builder.queryField("patterns", (t) =>
  t.connection({
    type: Pattern,
    description: "Saved patterns, newest first; at most 200 a page.",
    args: { archived: t.arg.boolean({ required: true, defaultValue: false }) },
    resolve: (_root, { archived, ...args }, context, info) =>
      keyset(args, { key: byId, order: "desc" }, ({ range, order, take }) =>
        context.db.pattern.findMany({
          select: nodeSelection(info, context, node.select),
          where: { projectId: context.project.id, id: range, archivedAt: archived ? { not: null } : null },
          orderBy: { id: order },
          take,
        }),
      ),
  }),
);

builder.queryField("patternFrequency", (t) =>
  t.field({
    type: PatternFrequency,
    description: "How often a pattern holds, and how sure that is. The pattern is said in exactly one of three ways.",
    errors: {},
    args: {
      pattern: t.arg({ type: PatternInput }),
      sentence: t.arg.string({ description: 'Such as "Inception V3 joins last".' }),
      id: t.arg.id({ description: "A saved pattern's." }),
      filter: t.arg({ type: PatternFilter }),
    },
    resolve: (_root, { filter, ...question }, context) =>
      patternFrequency(context, question, readFilter(filter, context.project)),
  }),
);

const PatternReading = builder.objectRef<Awaited<ReturnType<typeof readPatternOf>>>("PatternReading").implement({
  description: "A pattern in both of its forms.",
  fields: (t) => ({
    pattern: t.field({
      type: "JSON",
      description: "In its one canonical form, as PatternInput takes it.",
      resolve: ({ pattern }, _args, { project }) => toInput(pattern, project),
    }),
    sentence: t.string({ resolve: ({ pattern, scope }) => printPatternOf(pattern, scope.leafSet) }),
  }),
});

builder.queryField("readPattern", (t) =>
  t.field({
    type: PatternReading,
    description: "What a sentence or a pattern says about the trees of some runs, without counting.",
    errors: {},
    args: {
      pattern: t.arg({ type: PatternInput }),
      sentence: t.arg.string(),
      id: t.arg.id({ description: "A saved pattern's." }),
      runs: t.arg.idList({ description: "Runs of the same leaves; not needed for a saved pattern." }),
      leaves: t.arg({ type: LeavesEnum, description: "models by default." }),
    },
    resolve: (_root, { runs, leaves, ...question }, context) =>
      readPatternOf(context, question, readFilter({ runs, leaves }, context.project)),
  }),
);

interface Found {
  readonly group: GroupDiscoveries;
  readonly discovery: GroupDiscoveries["found"][number];
}

const Discovery = builder.objectRef<Found>("Discovery").implement({
  description: "A pattern that many images show.",
  fields: (t) => ({
    pattern: t.field({
      type: "JSON",
      description: "As PatternInput takes it.",
      resolve: ({ discovery }, _args, { project }) => toInput(discovery.pattern satisfies Term, project),
    }),
    sentence: t.string({
      resolve: ({ discovery, group }) => printPatternOf(discovery.pattern, group.grouping.scope.leafSet),
    }),
    k: t.int({ resolve: ({ discovery }) => discovery.k }),
    n: t.int({ resolve: ({ discovery }) => discovery.n }),
    chance: t.float({ description: "Per image, under random merging.", resolve: ({ discovery }) => discovery.chance }),
    tail: t.field({ type: TailRef, resolve: ({ discovery }) => discovery.tail }),
    adjusted: t.float({
      description: "The tail probability adjusted for all patterns that could have been found (Benjamini–Hochberg).",
      resolve: ({ discovery }) => discovery.adjusted,
    }),
    standsOut: t.boolean({
      description: "Whether it is within the false-discovery rate.",
      resolve: ({ discovery }) => discovery.standsOut,
    }),
  }),
});

const DiscoveryGroup = builder.objectRef<GroupDiscoveries>("DiscoveryGroup").implement({
  description: "What the trees of one method show.",
  fields: (t) => ({
    method: t.field({ type: Method, resolve: ({ method }) => getMethod(method) }),
    parameters: t.expose("parameters", { type: "JSON" }),
    n: t.exposeInt("n", { description: "Eligible images with a tree." }),
    tests: t.exposeFloat("tests", { description: "Patterns that could have been found." }),
    found: t.field({
      type: [Discovery],
      description: `Most surprising first; at most ${maxPageSize}.`,
      args: { first: t.arg.int({ required: true, defaultValue: 20 }) },
      resolve: (group, { first }) => {
        if (first < 0 || first > maxPageSize) {
          throw new InputError(`first is ${first}; it can be 0 to ${maxPageSize}.`, "first");
        }
        return group.found.slice(0, first).map((discovery) => ({ group, discovery }));
      },
    }),
  }),
});

const Discoveries = builder.objectRef<{ groups: readonly GroupDiscoveries[] }>("Discoveries").implement({
  fields: (t) => ({ groups: t.field({ type: [DiscoveryGroup], resolve: ({ groups }) => groups }) }),
});

builder.queryField("discoverPatterns", (t) =>
  t.field({
    type: Discoveries,
    description: "Clades, first pairs and last joiners that more images show than random merging would bring.",
    errors: {},
    args: {
      filter: t.arg({ type: PatternFilter, required: true }),
      support: t.arg.float({ required: true, defaultValue: 0.5, description: "Least share of the images, 0–1." }),
      falseDiscoveryRate: t.arg.float({ required: true, defaultValue: 0.05 }),
    },
    resolve: (_root, { filter, ...setting }, context) =>
      discoverPatterns(context, readFilter(filter, context.project), setting),
  }),
);
