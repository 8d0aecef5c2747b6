import { cactus } from "./cactus.ts";
import { car } from "./car.ts";
import { cat } from "./cat.ts";
import { fish } from "./fish.ts";
import { house } from "./house.ts";
import { key } from "./key.ts";
import { mug } from "./mug.ts";
import { mushroom } from "./mushroom.ts";
import type { Drawing } from "./pose.ts";
import { snake } from "./snake.ts";
import { umbrella } from "./umbrella.ts";

/** The ten classes; a class's index is its place here, in pictures, networks and the atlas. */
export const labels = ["cactus", "car", "cat", "fish", "house", "key", "mug", "mushroom", "snake", "umbrella"] as const;

export type Label = (typeof labels)[number];

export const drawings: Readonly<Record<Label, Drawing>> = {
  cactus,
  car,
  cat,
  fish,
  house,
  key,
  mug,
  mushroom,
  snake,
  umbrella,
};
