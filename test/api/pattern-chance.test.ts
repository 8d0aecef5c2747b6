import { type LeafSet, leafSet, type Pattern, patternChance, readPattern } from "@heatlas/engine";
import { expect, test } from "vitest";
import { chanceOf } from "../../apps/api/pattern/chance.ts";

const leaves = leafSet(["Ant", "Bee", "Cat", "Dog", "Eel", "Fox", "Gnu", "Hen"].map((name) => ({ id: name, name })));
const read = (pattern: unknown, of: LeafSet = leaves): Pattern => readPattern(pattern, of);

const joinsLast = read({ joinsLast: { leaf: "Ant" } });
const composed = read({ all: [{ joinsLast: { leaf: "Ant" } }, { clade: { leaves: ["Bee", "Cat"] } }] });
const firstOfThree = read({ firstCluster: { leaves: ["Bee", "Cat", "Dog"] } });

test("a simulated chance is the engine's, to the last bit, whoever asks and however often", async () => {
  for (const pattern of [composed, firstOfThree]) {
    const expected = patternChance(pattern, leaves);
    expect(expected.value?.basis).toBe("simulated");
    expect(await Promise.all([chanceOf(pattern, leaves), chanceOf(pattern, leaves)])).toEqual([expected, expected]);
    expect(await chanceOf(pattern, leaves)).toEqual(expected);
  }
});

test("requests are answered while a chance is simulated", async () => {
  const many = leafSet(Array.from({ length: 40 }, (_, leaf) => ({ id: `m${leaf}`, name: `m${leaf}` })));
  let turns = 0;
  let isOver = false;
  const turn = () => {
    turns++;
    if (!isOver) setImmediate(turn);
  };
  setImmediate(turn);
  const chance = await chanceOf(read({ firstCluster: { leaves: ["m1", "m2", "m3"] } }, many), many);
  isOver = true;
  expect(chance.value?.basis).toBe("simulated");
  expect(turns).toBeGreaterThan(1);
});

test("a formula needs no thread, nor does a pattern without a chance", async () => {
  let isNextTurn = false;
  setImmediate(() => {
    isNextTurn = true;
  });
  expect(await chanceOf(joinsLast, leaves)).toMatchObject({ value: { basis: "closed-form" } });
  expect(await chanceOf(read({ not: { joinsLast: { leaf: "Ant" } } }), leaves)).toMatchObject({
    value: { basis: "closed-form" },
  });
  expect(await chanceOf(read({ noneAlike: { share: 0.5 } }), leaves)).toMatchObject({ value: null });
  expect(isNextTurn).toBe(false);
});
