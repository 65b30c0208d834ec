import type { Field } from "../field.ts";
import { HOPE, LOSS, LOVE, TIME } from "./heart.ts";
import { FIRE, GARDEN, MOUNTAIN, WINTER } from "./land.ts";
import { NIGHT, STORM, SUNRISE } from "./sky.ts";
import { CITY, HOME, MACHINE, ROAD } from "./town.ts";
import { RIVER, SEA } from "./water.ts";

/** Every field of images, the more concrete ones first. */
export const FIELDS: readonly Field[] = [
  SEA,
  RIVER,
  NIGHT,
  SUNRISE,
  STORM,
  GARDEN,
  WINTER,
  MOUNTAIN,
  FIRE,
  CITY,
  ROAD,
  HOME,
  MACHINE,
  LOVE,
  LOSS,
  HOPE,
  TIME,
];
