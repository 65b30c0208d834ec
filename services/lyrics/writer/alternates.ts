import { stream } from "../../composer/random.ts";
import type { SectionKind } from "../lines.ts";
import { dictionarySpelling, wordsOf } from "../words/spelling.ts";
import type { Words } from "../words/words.ts";
import { type Candidate, type Candidates, createCandidates, rolesNear } from "./candidates.ts";
import { FORMS, nothingSaid, type Said, say, writeSection } from "./section.ts";
import type { Role } from "./templates.ts";
import { type FindNouns, readTheme } from "./theme.ts";
import { beginsWithVowel, capitalised } from "./write_lyrics.ts";

/** What a rewriting keeps to. */
export interface AlternatesAsk {
  readonly theme: string;
  readonly valence: number;
  readonly arousal: number;
  readonly kind: SectionKind;
  /** The lines to write anew, as they stand: their syllables and their rhymes are kept. */
  readonly lines: readonly string[];
  /** The other lines of the song: what they say is not said again, their last words are rhymed with. */
  readonly others: readonly string[];
  /** For every line, a line among `others` it must rhyme with; where absent, the scheme of `lines` holds. */
  readonly rhymesWith?: readonly (string | undefined)[];
  readonly seed: number;
  /** How many; default 3. */
  readonly count?: number;
}

/** A line is sung with as many syllables as this, if it has any. */
const SINGABLE = { least: 3, most: 14, usual: 8 };

const ROLE_OF: Readonly<Record<SectionKind, Role>> = {
  intro: "scene",
  verse: "self",
  chorus: "hook",
  bridge: "turn",
  outro: "self",
};

/**
 * Other ways to say some lines: as many syllables, the same rhymes, other words. One line is
 * answered with lines that rhyme with what it must rhyme with; several are written as a section.
 */
export function writeAlternates(
  words: Words,
  findNouns: FindNouns,
  ask: AlternatesAsk,
): string[][] {
  const palette = {
    theme: readTheme(words, findNouns, ask),
    valence: ask.valence,
    arousal: ask.arousal,
    beginsWithVowel: (word: string) => beginsWithVowel(words, word),
  };
  const taken = new Set([...ask.others, ...ask.lines].map((line) => line.trim().toLowerCase()));
  const count = ask.count ?? 3;
  const found: string[][] = [];
  const used = new Set<string>();
  const offered: Candidate[] = [];
  let failures = 0;
  for (let attempt = 0; attempt < count * 4 && found.length < count; attempt++) {
    const seed = stream(ask.seed, "alternate", attempt).below(2 ** 31);
    const candidates = createCandidates(words, palette, seed);
    const said = nothingSaid();
    for (const line of taken) said.lines.add(line);
    const lines = ask.lines.length === 1
      ? [one(words, candidates.ofLength, ask, seed, offered)]
      : several(words, candidates, ask, seed, said);
    if (lines === null) {
      if (++failures === MOST_FAILURES) break;
      continue;
    }
    if (lines.length === 1 && lines[0]) offered.push(lines[0]);
    const texts = lines.flatMap((line) => line ? [capitalised(line.text)] : []);
    const key = texts.join("\n");
    if (
      texts.length < ask.lines.length || used.has(key) ||
      texts.some((text) => taken.has(text.toLowerCase()))
    ) {
      continue;
    }
    used.add(key);
    found.push(texts);
  }
  return found;
}

/** So many sets of lines that could not be found are enough. */
const MOST_FAILURES = 3;
/** Lines that are written, and rhyme, together; a longer section is written part by part. */
const TOGETHER = 8;

/** At most so many lines on one rhyme; fewer where no more are found. */
const MOST_ON_ONE = [4, 2];

/** Lines as a section has them; null where none are found that rhyme so. */
function several(
  words: Words,
  candidates: Candidates,
  { kind, lines }: AlternatesAsk,
  seed: number,
  said: Said,
): Candidate[] | null {
  const written: Candidate[] = [];
  for (let from = 0; from < lines.length; from += TOGETHER) {
    const part = lines.slice(from, from + TOGETHER);
    const syllables = part.map(syllablesOf(words));
    const path = from === 0 ? "alternate" : `alternate ${from}`;
    const found = MOST_ON_ONE.values().map((most) => {
      const form = { scheme: schemeOf(words, part, most), syllables };
      const heard = { ...said, lines: new Set(said.lines), endings: new Set(said.endings) };
      return ifFound(() =>
        writeSection(words, candidates, { kind, form, seed, path, said: heard })
      );
    }).find((each) => each !== null);
    if (!found) return null;
    for (const line of found) say(said, line);
    written.push(...found);
  }
  return written;
}

function ifFound(write: () => Candidate[]): Candidate[] | null {
  try {
    return write();
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/**
 * One line that rhymes with its partner as closely as any can, and not with the partner's own word; on
 * another word than what is offered already, and of other images, where it can.
 */
function one(
  words: Words,
  ofLength: (role: Role, syllables: number) => readonly Candidate[],
  ask: AlternatesAsk,
  seed: number,
  offered: readonly Candidate[],
): Candidate | undefined {
  const draw = stream(seed, "one");
  const syllables = syllablesOf(words)(ask.lines[0]!);
  const partner = ask.rhymesWith?.[0];
  const target = partner === undefined ? undefined : wordsOf(partner).at(-1)?.text;
  const replaced = lastWordOf(ask.lines[0]!);
  const pool = rolesNear(ROLE_OF[ask.kind]).flatMap((role) => ofLength(role, syllables));
  const worth = (line: Candidate) =>
    line.score + draw.next() - (line.lastWord === replaced ? 0.5 : 0) -
    offered.reduce((sum, other) => sum + likeness(line, other), 0) +
    (target === undefined ? 0 : RHYME_WORTH[words.howTheyRhyme(target, line.lastWord) ?? "none"]);
  const worths = new Map(pool.map((line) => [line, worth(line)]));
  return pool.toSorted((a, b) => worths.get(b)! - worths.get(a)!)[0];
}

/** What a choice between two lines loses by their sameness: less than a rhyme, but for the same line. */
function likeness(line: Candidate, other: Candidate): number {
  if (line.text === other.text) return 100;
  const isSameEnd = line.lastWord === other.lastWord;
  const images = line.images.filter((image) => other.images.includes(image)).length;
  return (isSameEnd ? 3.5 : 0) + images / 2;
}

/** A rhyme outweighs everything; the same word is worse than none. */
const RHYME_WORTH = {
  perfect: 20,
  family: 16,
  additive: 12,
  subtractive: 11,
  assonance: 8,
  consonance: 5,
  none: 0,
  same: -20,
};

function syllablesOf(words: Words): (line: string) => number {
  return (line) => {
    const { count } = words.syllables(line);
    if (count === 0) return SINGABLE.usual;
    return Math.min(SINGABLE.most, Math.max(SINGABLE.least, count));
  };
}

/** The scheme that stands; a form's own where nothing rhymes yet. */
function schemeOf(words: Words, lines: readonly string[], most: number): string {
  const letters = words.rhymeScheme(lines).map((letter, i) => letter || `?${i}`);
  const rhymes = new Set(letters).size < letters.length;
  const form = FORMS.verse.find(({ syllables }) => syllables.length === lines.length);
  return rhymes || !form ? apart(letters, most) : form.scheme;
}

/** No more than `most` lines on one rhyme: of the next on, another is begun. */
function apart(letters: readonly string[], most: number): string {
  const counts = new Map<string, number>();
  const names = new Map<string, string>();
  return letters.map((letter) => {
    const count = counts.get(letter) ?? 0;
    counts.set(letter, count + 1);
    const name = `${letter} ${Math.floor(count / most)}`;
    if (!names.has(name)) names.set(name, String.fromCharCode(65 + names.size));
    return names.get(name);
  }).join("");
}

function lastWordOf(line: string): string | undefined {
  const last = wordsOf(line).at(-1);
  return last && dictionarySpelling(last.text);
}
