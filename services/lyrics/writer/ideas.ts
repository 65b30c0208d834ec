import { stream } from "../../composer/random.ts";
import { dictionarySpelling } from "../words/spelling.ts";
import type { Words } from "../words/words.ts";
import { MOOD_WORDS } from "./mood_words.ts";
import { type FindNouns, readTheme } from "./theme.ts";

/** What a writer may start from, before there is a line. */
export interface Ideas {
  /** Fields of images the theme opens. */
  readonly fields: readonly string[];
  readonly images: readonly string[];
  readonly scenes: readonly string[];
  readonly feelings: readonly string[];
  /** Words of the theme that rhyme with each other, or with a feeling. */
  readonly rhymes: readonly (readonly [string, string])[];
}

const FEW = { images: 12, scenes: 6, feelings: 6, rhymes: 8 };

/** Images, small scenes, feelings and pairs of rhymes for a theme. The same ask, the same ideas. */
export function ideasFor(
  words: Words,
  findNouns: FindNouns,
  ask: {
    readonly theme: string;
    readonly valence: number;
    readonly arousal: number;
    readonly seed: number;
  },
): Ideas {
  const theme = readTheme(words, findNouns, ask);
  const draw = stream(ask.seed, "ideas");
  const mood = MOOD_WORDS[ask.valence < 0 ? "bad" : "good"][ask.arousal >= 0 ? "high" : "low"];
  const some = (items: readonly string[], count: number) =>
    items.map((item) => ({ item, at: draw.next() })).toSorted((a, b) => a.at - b.at).slice(0, count)
      .map(({ item }) => item);
  const adjectives = theme.fields.flatMap((field) => ask.valence < 0 ? field.dark : field.bright);
  const things = [...theme.ownThings, ...theme.fields.flatMap((field) => field.things)];
  return {
    fields: theme.fields.map(({ name }) => name),
    images: [
      ...theme.ownThings,
      ...some(things, FEW.images).map((thing) => `${draw.pick(adjectives)} ${thing}`),
    ].slice(0, FEW.images),
    scenes: some(theme.fields.flatMap((field) => field.scenes), FEW.scenes),
    feelings: some(mood.feelings, FEW.feelings),
    rhymes: rhymesAmong(words, [
      ...new Set([
        ...theme.ownThings,
        ...theme.fields.flatMap(({ things, many, stuff }) => [...things, ...many, ...stuff]),
        ...mood.feelings,
        ...mood.states,
      ].map(dictionarySpelling)),
    ]).slice(0, FEW.rhymes),
  };
}

function rhymesAmong(words: Words, list: readonly string[]): [string, string][] {
  const pairs: [string, string][] = [];
  const used = new Set<string>();
  list.forEach((word, i) => {
    if (used.has(word)) return;
    const rhyme = list.slice(i + 1).find((other) =>
      !used.has(other) && words.howTheyRhyme(word, other) === "perfect"
    );
    if (!rhyme) return;
    used.add(word).add(rhyme);
    pairs.push([word, rhyme]);
  });
  return pairs;
}
