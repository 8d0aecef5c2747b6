import { readFile } from "node:fs/promises";
import { buildSchema, isObjectType, lexicographicSortSchema, printSchema } from "graphql";
import { expect, test } from "vitest";
import { costOf } from "../../apps/api/cost.ts";
import { schema } from "../../apps/api/schema.ts";

test("schema.graphql is what the API serves", async () => {
  const committed = await readFile(new URL("../../schema.graphql", import.meta.url), "utf8");
  expect(committed).toBe(`${printSchema(lexicographicSortSchema(schema))}\n`);
  expect(() => buildSchema(committed)).not.toThrow();
});

test("every mutation answers a union of its result and errors of one sentence", () => {
  const error = schema.getType("Error");
  for (const field of Object.values(schema.getMutationType()!.getFields())) {
    const union = schema.getType(String(field.type).replace("!", ""))!;
    const members = "getTypes" in union ? [...union.getTypes()] : [];
    const errors = members.filter((type) => isObjectType(type) && type.getInterfaces().some((each) => each === error));
    expect(members.length - errors.length, field.name).toBe(1);
    expect(errors.map(String), field.name).toEqual(expect.arrayContaining(["InputError", "NotFoundError"]));
  }
});

test("an operation's cost counts the rows that it asks for, up to a page", () => {
  const { images } = schema.getQueryType()!.getFields();
  const { labelSets, atlas } = schema.getQueryType()!.getFields();
  expect(costOf({ first: 7 }, null, images as never)).toEqual({ field: 1, multiplier: 7 });
  expect(costOf({ last: 7 }, null, images as never)).toEqual({ field: 1, multiplier: 7 });
  expect(costOf({ first: 1_000_000 }, null, images as never)).toEqual({ field: 1, multiplier: 200 });
  expect(costOf({ first: -1_000_000 }, null, images as never)).toEqual({ field: 1, multiplier: 0 });
  expect(costOf({}, null, images as never)).toEqual({ field: 1, multiplier: 50 });
  expect(costOf({}, null, labelSets as never)).toEqual({ field: 1, multiplier: 10 });
  expect(costOf({}, null, atlas as never)).toEqual({ field: 1, multiplier: 1 });
});
