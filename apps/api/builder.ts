import SchemaBuilder from "@pothos/core";
import ComplexityPlugin from "@pothos/plugin-complexity";
import ErrorsPlugin from "@pothos/plugin-errors";
import PrismaPlugin from "@pothos/plugin-prisma";
import RelayPlugin from "@pothos/plugin-relay";
import type { Context } from "./context.ts";
import { InputError, NotFoundError } from "./errors.ts";
import type PrismaTypes from "./generated/pothos-prisma-types.ts";
import { getDatamodel } from "./generated/pothos-prisma-types.ts";
import { parseGlobalId, stageOfType } from "./ids.ts";

/**
 * Costs: a field is 1, a list multiplies by its `first` or by 10. The grid page of 50 images × 13 models costs about
 * 30,000; the limits leave it room and stop a query that asks for everything of everything.
 */
export const limits = { complexity: 100_000, depth: 14, breadth: 400 };

export const builder = new SchemaBuilder<{
  Context: Context;
  PrismaTypes: PrismaTypes;
  DefaultFieldNullability: false;
  DefaultEdgesNullability: false;
  Scalars: {
    ID: { Input: string; Output: string };
    DateTime: { Input: Date; Output: Date };
    JSON: { Input: unknown; Output: unknown };
  };
}>({
  plugins: [ErrorsPlugin, ComplexityPlugin, RelayPlugin, PrismaPlugin],
  defaultFieldNullability: false,
  prisma: {
    client: (context) => context.db,
    dmmf: getDatamodel(),
    exposeDescriptions: false,
    onUnusedQuery: process.env.NODE_ENV === "production" ? null : "warn",
  },
  relay: {
    clientMutationId: "omit",
    cursorType: "String",
    edgesFieldOptions: { nullable: false },
    nodeFieldOptions: { nullable: false },
    nodesQueryOptions: false,
    encodeGlobalID: (type, id) => `${stageOfType(type)}:${id}`,
    decodeGlobalID: (id) => {
      const { type, project, uuid } = parseGlobalId(id);
      return { typename: type, id: `${project}:${uuid}` };
    },
  },
  errors: {
    defaultTypes: [InputError, NotFoundError],
    directResult: true,
    defaultUnionOptions: { name: ({ fieldName }) => `${fieldName[0]!.toUpperCase()}${fieldName.slice(1)}Result` },
  },
  complexity: { defaultComplexity: 1, defaultListMultiplier: 10, limit: limits },
});

builder.queryType({});
builder.mutationType({});
builder.subscriptionType({});
