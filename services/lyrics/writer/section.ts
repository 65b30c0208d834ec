import { stream } from "../../composer/random.ts";
import type { SectionKind } from "../lines.ts";
import { rhymesInVerse } from "../words/rhyme_scheme.ts";
import { rhymeKind } from "../words/rhyme_tail.ts";
import type { Words } from "../words/words.ts";
import { type Candidate, type Candidates, rolesNear } from "./candidates.ts";
import type { Role } from "./templates.ts";

/** The form of a section: as many letters as syllable counts; lines of one letter rhyme. */
export interface SectionForm {
  readonly scheme: string;
  readonly syllables: readonly number[];
}

export const FORMS: Readonly<Record<SectionKind, readonly SectionForm[]>> = {
  intro: [{ scheme: "AA", syllables: [8, 8] }],
  verse: [
    { scheme: "ABAB", syllables: [8, 6, 8, 6] },
    { scheme: "ABAB", syllables: [8, 8, 8, 8] },
    { scheme: "AABB", syllables: [8, 8, 8, 8] },
    { scheme: "ABAB", syllables: [9, 8, 9, 8] },
  ],
  chorus: [
    { scheme: "AABB", syllables: [6, 8, 6, 8] },
    { scheme: "ABAB", syllables: [7, 7, 7, 7] },
    { scheme: "AABB", syllables: [8, 8, 8, 8] },
  ],
  bridge: [
    { scheme: "AABB", syllables: [6, 6, 6, 6] },
    { scheme: "ABAB", syllables: [7, 6, 7, 6] },
  ],
  outro: [{ scheme: "AA", syllables: [6, 6] }],
};

/** What each line of a section does, first to last, again from the front when there are more. */
const ROLES_OF: Readonly<Record<SectionKind, readonly (readonly Role[])[]>> = {
  intro: [["scene"], ["scene", "self"]],
  verse: [["scene"], ["self", "you", "we"], ["scene", "self", "feeling"], ["self", "we", "you"]],
  chorus: [["hook"], ["we", "feeling", "self"], ["hook", "you"], ["self", "we", "feeling"]],
  bridge: [["turn"], ["feeling", "turn"], ["turn"], ["self", "turn", "we"]],
  outro: [["scene", "self"], ["self", "we"]],
};

/** What a song has said, so that it does not say it again. */
export interface Said {
  readonly lines: Set<string>;
  readonly endings: Set<string>;
  readonly images: Map<string, number>;
  readonly patterns: Map<string, number>;
}

export function nothingSaid(): Said {
  return { lines: new Set(), endings: new Set(), images: new Map(), patterns: new Map() };
}

export function say(said: Said, line: Candidate): void {
  said.lines.add(line.text);
  said.endings.add(line.lastWord);
  for (const image of line.images) said.images.set(image, (said.images.get(image) ?? 0) + 1);
  const { pattern } = line.template;
  said.patterns.set(pattern, (said.patterns.get(pattern) ?? 0) + 1);
}

export interface SectionAsk {
  readonly kind: SectionKind;
  readonly form: SectionForm;
  readonly seed: number;
  /** Names this section among those of the song. */
  readonly path: string;
  readonly said: Said;
}

/** Of so many best rhyming sets, one is drawn. */
const SHORTLIST = 4;
/** Lines to choose from; where none of them rhyme, so many times as many are made. */
const PLENTY = 150;
const MOST_BATCHES = 6;

/** The lines of a section: they scan, they rhyme as asked, no rhyme word stands twice. */
export function writeSection(
  words: Words,
  candidates: Candidates,
  { kind, form, seed, path, said }: SectionAsk,
): Candidate[] {
  const draw = stream(seed, "section", path);
  const roles = form.syllables.map((_, i) => {
    const each = ROLES_OF[kind];
    return draw.pick(each[i % each.length]!);
  });
  const lines: (Candidate | undefined)[] = form.syllables.map(() => undefined);
  for (const letter of new Set(form.scheme.slice(0, form.syllables.length))) {
    const places = form.syllables.flatMap((_, i) =>
      form.scheme[i % form.scheme.length] === letter ? [i] : []
    );
    const worth = (line: Candidate, j: number) =>
      freshScore(line, said) + (line.role === roles[places[j]!] ? 1 : 0);
    const apart = (sound: Candidate) =>
      !lines.some((line) => line && rhymesInVerse(words, line.lastWord, sound.lastWord));
    let sets: RhymingSet[] = [];
    for (let batches = 1; batches <= MOST_BATCHES && sets.length === 0; batches++) {
      const pools = places.map((i) =>
        pool(candidates, roles[i]!, form.syllables[i]!, said, batches)
      );
      sets = firstOf(
        SHORTLIST,
        rhymingSets(pools, worth).toSorted((a, b) => b.score - a.score),
        (set) => apart(set.lines[0]!),
      );
    }
    if (sets.length === 0) {
      throw new RangeError(whyNot(form));
    }
    const set = draw.weighted(sets, ({ score }) => Math.exp(score - sets[0]!.score));
    set.lines.forEach((line, j) => {
      lines[places[j]!] = line;
      say(said, line);
    });
  }
  return lines.filter((line) => line !== undefined);
}

function whyNot({ scheme, syllables }: SectionForm): string {
  const lengths = [...new Set(syllables)];
  const odd = lengths.filter((count) => count < SUNG.least || count > SUNG.most);
  return odd.length > 0
    ? `No lines of ${odd.join(", ")} syllables can be written: ${SUNG.least} to ${SUNG.most} can.`
    : `No ${syllables.length} lines of ${lengths.join(", ")} syllables were found that rhyme as ` +
      `${scheme}: longer lines, or fewer on one rhyme, may be.`;
}

const SUNG = { least: 2, most: 14 };

/** Lines for a place: of its role, filled up with neighbouring roles where that has few. */
function pool(
  candidates: Candidates,
  role: Role,
  syllables: number,
  said: Said,
  batches: number,
): readonly Candidate[] {
  const found: Candidate[] = [];
  for (const each of rolesNear(role)) {
    for (let batch = 0; batch < batches; batch++) {
      const made = candidates.ofLength(each, syllables, batch);
      found.push(...made.filter(({ text }) => !said.lines.has(text)));
    }
    if (found.length >= PLENTY * batches) break;
  }
  return found;
}

interface RhymingSet {
  readonly lines: readonly Candidate[];
  readonly score: number;
}

/** For every sound, the best line for each place, no last word twice. */
function rhymingSets(
  pools: readonly (readonly Candidate[])[],
  worth: (line: Candidate, place: number) => number,
): RhymingSet[] {
  const bySound = pools.map((pool) => {
    const map = new Map<string, Candidate[]>();
    for (const line of pool) {
      const list = map.get(line.rhyme);
      if (list) list.push(line);
      else map.set(line.rhyme, [line]);
    }
    return map;
  });
  const sets: RhymingSet[] = [];
  for (const sound of bySound[0]!.keys()) {
    const taken: Candidate[] = [];
    for (const [j, map] of bySound.entries()) {
      const free = (map.get(sound) ?? []).filter((line) =>
        taken.every((other) =>
          !soundsSame(other.lastWord, line.lastWord) &&
          rhymeKind(other.tail, line.tail) === "perfect" &&
          other.template !== line.template &&
          !line.images.some((image) => other.images.includes(image))
        )
      );
      const line = best(free, (each) => worth(each, j));
      if (!line) break;
      taken.push(line);
    }
    if (taken.length < pools.length) continue;
    sets.push({
      lines: taken,
      score: taken.reduce((sum, line, j) => sum + worth(line, j), 0) / taken.length,
    });
  }
  return sets;
}

/** The first so many that pass, without asking about the rest. */
function firstOf<T>(count: number, items: readonly T[], passes: (item: T) => boolean): T[] {
  const found: T[] = [];
  for (const item of items) {
    if (passes(item)) found.push(item);
    if (found.length === count) break;
  }
  return found;
}

/** `light` and `moonlight` are one rhyme word. */
function soundsSame(a: string, b: string): boolean {
  return a.endsWith(b) || b.endsWith(a);
}

function best(
  lines: readonly Candidate[],
  worth: (line: Candidate) => number,
): Candidate | undefined {
  let found: Candidate | undefined;
  let score = -Infinity;
  for (const line of lines) {
    const own = worth(line);
    if (own > score) {
      score = own;
      found = line;
    }
  }
  return found;
}

/** A line's worth in a song that has said what it has said. */
function freshScore(line: Candidate, said: Said): number {
  const heard = line.images.reduce((sum, image) => sum + (said.images.get(image) ?? 0), 0);
  const shaped = said.patterns.get(line.template.pattern) ?? 0;
  const named = line.own.some((word) => !said.images.has(word));
  return line.score + (named ? 4 : 0) - 0.8 * heard - 0.6 * shaped -
    (said.endings.has(line.lastWord) ? 2 : 0);
}
