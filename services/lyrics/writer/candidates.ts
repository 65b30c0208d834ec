import { type Stream, stream } from "../../composer/random.ts";
import { type RhymeTail, rhymeTail, tailKey } from "../words/rhyme_tail.ts";
import { dictionarySpelling, wordsOf } from "../words/spelling.ts";
import type { Words } from "../words/words.ts";
import { fill, type Filled, type Palette } from "./fill.ts";
import { scan, type Scansion } from "./meter.ts";
import { BRIEF, type Role, ROLES, type Template, TEMPLATES } from "./templates.ts";

/** A line that could be sung. */
export interface Candidate {
  readonly text: string;
  readonly role: Role;
  readonly template: Template;
  readonly images: readonly string[];
  /** The theme's own words among them. */
  readonly own: readonly string[];
  readonly lastWord: string;
  /** Equal for words that rhyme perfectly (or sound the same). */
  readonly rhyme: string;
  readonly tail: RhymeTail;
  readonly scansion: Scansion;
  readonly sentiment: number;
  readonly score: number;
}

/** Each line is drawn from so many that scan. */
const ENOUGH = 90;
const TRIES = 700;
const LEAST_FIT = 0.6;
/** Lines of fewer syllables than this are said in brief, of more are two in one breath. */
const SHORT = 5;
const LONG = 9;

/** Lines of one length, by role, made once and drawn from by every section of a song. */
export interface Candidates {
  /** Lines with exactly so many syllables; another batch is other lines. */
  ofLength(role: Role, syllables: number, batch?: number): readonly Candidate[];
}

export function createCandidates(words: Words, palette: Palette, seed: number): Candidates {
  const made = new Map<string, readonly Candidate[]>();
  return {
    ofLength(role, syllables, batch = 0) {
      const key = `${role}/${syllables}/${batch}`;
      const known = made.get(key);
      if (known) return known;
      const lines = make(words, palette, seed, role, syllables, batch);
      made.set(key, lines);
      return lines;
    },
  };
}

function make(
  words: Words,
  palette: Palette,
  seed: number,
  role: Role,
  syllables: number,
  batch: number,
): readonly Candidate[] {
  const draw = stream(seed, "lines", role, syllables, batch);
  const found = new Map<string, Candidate>();
  for (let i = 0; i < TRIES && found.size < ENOUGH; i++) {
    const template = draw.pick(syllables < SHORT ? BRIEF : TEMPLATES[role]);
    const filled = syllables > LONG && draw.chance(0.7)
      ? joined(template, palette, draw)
      : fill(template, palette, draw);
    if (!filled || found.has(filled.text)) continue;
    const scansion = scan(words, filled.text, syllables);
    if (!scansion || scansion.fit < LEAST_FIT) continue;
    const last = wordsOf(filled.text).at(-1)!.text;
    const tail = rhymeTail(words.pronounce(last)[0]!.phones);
    if (!tail) continue;
    const sentiment = words.sentiment(filled.text);
    const agrees = Math.sign(sentiment) * Math.sign(palette.valence);
    found.set(filled.text, {
      text: filled.text,
      role,
      template,
      images: filled.images,
      own: filled.own,
      lastWord: dictionarySpelling(last),
      rhyme: tailKey(tail),
      tail,
      scansion,
      sentiment,
      score: 2 * scansion.fit + 0.5 * Math.min(2, filled.onTheme) +
        0.6 * agrees * Math.min(1, Math.abs(palette.valence) * 2) + 0.4 * draw.next(),
    });
  }
  return [...found.values()];
}

/** Two small lines in one breath. */
function joined(template: Template, palette: Palette, draw: Stream): Filled | null {
  const one = fill(template, palette, draw);
  const other = fill(draw.pick(draw.chance(0.5) ? BRIEF : TEMPLATES.scene), palette, draw);
  if (!one || !other || one.images.some((image) => other.images.includes(image))) return null;
  return {
    text: `${one.text}, ${other.text}`,
    images: [...one.images, ...other.images],
    own: [...one.own, ...other.own],
    onTheme: one.onTheme + other.onTheme,
  };
}

/** Roles that may stand in for one another, the best first. */
export function rolesNear(role: Role): readonly Role[] {
  return [role, ...ROLES.filter((other) => other !== role && other !== "hook")];
}
