import type { Words } from "../words/words.ts";
import { dictionarySpelling, wordsOf } from "../words/spelling.ts";
import type { Field } from "./field.ts";
import { FIELDS } from "./fields/all.ts";
import { HOPE, LOSS, LOVE, TIME } from "./fields/heart.ts";
import { GARDEN } from "./fields/land.ts";
import { NIGHT, STORM, SUNRISE } from "./fields/sky.ts";
import { CITY } from "./fields/town.ts";

/** What a song is about: fields of images, the first one most. */
export interface Theme {
  readonly fields: readonly Field[];
  /** Nouns of the theme that can be pointed at: the song's own things. */
  readonly ownThings: readonly string[];
  readonly ownMany: readonly string[];
}

/** Tells the nouns of a phrase; `compromise` in the product. */
export type FindNouns = (
  text: string,
) => { readonly one: readonly string[]; readonly many: readonly string[] };

/** @param theme free text; names of people and places in it are not sung. */
export function readTheme(
  words: Words,
  findNouns: FindNouns,
  { theme, valence, arousal }: {
    readonly theme: string;
    readonly valence: number;
    readonly arousal: number;
  },
): Theme {
  const asked = wordsOf(theme).map(({ text }) => dictionarySpelling(text));
  const called = FIELDS.map((field) => ({
    field,
    calls: asked.filter((word) => field.keys.includes(word)).length,
  })).filter(({ calls }) => calls > 0).sort((a, b) => b.calls - a.calls).map(({ field }) => field);
  const fitting = byMood(valence, arousal);
  const fields = [...new Set([...called, ...fitting])].slice(0, Math.max(2, called.length));
  const own = (noun: string) =>
    words.rank(noun) !== undefined && !words.isName(noun) && words.syllables(noun).count <= 4 &&
    !UNCOUNTED.has(noun) && !FIELDS.some((field) => field.stuff.includes(noun)) &&
    ![LOVE, LOSS, HOPE, TIME].some((field) => field.keys.includes(noun));
  const nouns = findNouns(theme);
  return {
    fields,
    ownThings: nouns.one.map(dictionarySpelling).filter(own).slice(0, 3),
    ownMany: nouns.many.map(dictionarySpelling).filter(own).slice(0, 3),
  };
}

/** What is not said with `a` or `the` in a song. */
const UNCOUNTED = new Set(
  "home night day today tomorrow summer winter spring autumn morning evening nature weather".split(
    " ",
  ),
);

/** Where a theme names no image: what such a mood looks at. */
function byMood(valence: number, arousal: number): readonly Field[] {
  if (valence >= 0) return arousal >= 0 ? [HOPE, SUNRISE, CITY] : [GARDEN, LOVE, NIGHT];
  return arousal >= 0 ? [STORM, NIGHT, CITY] : [LOSS, NIGHT, TIME];
}
