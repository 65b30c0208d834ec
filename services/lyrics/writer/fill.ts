import type { Stream } from "../../composer/random.ts";
import type { Field } from "./field.ts";
import { BODIES, BODY, GOES, MOOD_WORDS, type MoodWords, WAYS, WHENS } from "./mood_words.ts";
import type { Template } from "./templates.ts";
import type { Theme } from "./theme.ts";

/** What lines are filled from. */
export interface Palette {
  readonly theme: Theme;
  readonly valence: number;
  readonly arousal: number;
  /** Does the word begin with the sound of a vowel: `an`, not `a`. */
  readonly beginsWithVowel: (word: string) => boolean;
}

/** A line, and the images it was made with (for not saying the same thing twice). */
export interface Filled {
  readonly text: string;
  readonly images: readonly string[];
  /** How many of its images are of the theme's first field or are the theme's own words. */
  readonly onTheme: number;
  /** Those that are the theme's own words. */
  readonly own: readonly string[];
}

/** How often an image comes from the first field, the second …; the rest from any. */
const SHARES = [0.68, 0.22, 0.1];

/** A template with its slots filled; null where what was drawn does not go together. */
export function fill(template: Template, palette: Palette, draw: Stream): Filled | null {
  const images: string[] = [];
  let onTheme = 0;
  const ownWords: string[] = [];
  let sensible = true;
  const image = (of: (field: Field) => readonly string[], own: readonly string[] = []) => {
    const [field, first] = fieldOf(palette.theme, draw);
    const useOwn = own.length > 0 && draw.chance(0.5);
    const drawn = draw.pick(useOwn ? own : of(field));
    if (images.includes(drawn)) sensible = false;
    images.push(drawn);
    if (first || useOwn) onTheme++;
    if (useOwn) ownWords.push(drawn);
    return drawn;
  };
  const mood = moodOf(palette, draw);
  const goes = GOES[palette.arousal + draw.next() * 0.6 - 0.3 >= 0 ? "high" : "low"];
  const slots: Readonly<Record<string, () => string>> = {
    thing: () => image((field) => field.things, palette.theme.ownThings),
    many: () => image((field) => field.many, palette.theme.ownMany),
    stuff: () => image((field) => field.stuff),
    place: () => image((field) => field.places),
    scene: () => image((field) => field.scenes),
    act: () => {
      const act = image((field) => field.acts);
      if (!actFits(act, template.by)) sensible = false;
      return act;
    },
    adj: () => {
      const good = draw.chance(0.5 + palette.valence * 0.5);
      return image((field) => good ? field.bright : field.dark);
    },
    feeling: () => another(mood.feelings, images, draw),
    state: () => another(mood.states, images, draw),
    hold: () => draw.pick(mood.holds)[0],
    held: () => draw.pick(mood.holds)[1],
    go: () => draw.pick(goes)[0],
    went: () => draw.pick(goes)[1],
    going: () => draw.pick(goes)[2],
    when: () => draw.pick(WHENS),
    way: () => draw.pick(WAYS),
    body: () => draw.pick(BODY),
    bodies: () => draw.pick(BODIES),
  };
  const chosen = template.pattern.replace(
    /\(([^()]*)\)/g,
    (_, choice: string) => draw.pick(choice.split("|")),
  );
  const filled = chosen.replace(/\{(\w+)\}/g, (_, slot: string) => slots[slot]!());
  const text = filled.replace(
    /\ba (?=(\w+))/g,
    (article, next: string) => palette.beginsWithVowel(next) ? "an " : article,
  );
  return sensible && !repeats(text) ? { text, images, onTheme, own: ownWords } : null;
}

function fieldOf({ fields }: Theme, draw: Stream): readonly [Field, boolean] {
  const index = Math.min(
    fields.length - 1,
    SHARES.findIndex((_, i) => i === SHARES.length - 1 || draw.chance(SHARES[i]! / remaining(i))),
  );
  return [fields[index]!, index === 0];
}

function remaining(from: number): number {
  return SHARES.slice(from).reduce((sum, share) => sum + share, 0);
}

function moodOf({ valence, arousal }: Palette, draw: Stream): MoodWords {
  const sign = draw.chance(0.5 + Math.max(-0.5, Math.min(0.5, valence * 2.5))) ? "good" : "bad";
  return MOOD_WORDS[sign][arousal >= 0 ? "high" : "low"];
}

/** "I" does nothing to "me", "we" have no "my", and nobody is told to "hold you". */
function actFits(act: string, by: Template["by"]): boolean {
  if (by === "I") return !/\b(me)\b/.test(act);
  if (by === "we") return !/\b(me|my|you|your)\b/.test(act);
  return !/\b(my|you|your)\b/.test(act);
}

function another(list: readonly string[], used: string[], draw: Stream): string {
  const fresh = list.filter((word) => !used.includes(word));
  const word = draw.pick(fresh.length ? fresh : list);
  used.push(word);
  return word;
}

/** The same word of substance twice in a line. */
function repeats(text: string): boolean {
  const stems = (text.toLowerCase().match(/[a-z']{4,}/g) ?? []).map((word) =>
    word.replace(/s$/, "")
  );
  return new Set(stems).size < stems.length;
}
