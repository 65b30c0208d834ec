import type { Frequencies } from "./frequencies.ts";
import type { Lexicon } from "./lexicon.ts";
import {
  consonantKey,
  type NearRhymeKind,
  RHYME_KINDS,
  rhymeKind,
  type RhymeTail,
  rhymeTail,
  tailKey,
  vowelKey,
} from "./rhyme_tail.ts";

export interface RhymeGroup {
  readonly syllables: number;
  /** The commonest first. */
  readonly words: readonly string[];
}

export interface NearRhymeGroup {
  readonly syllables: number;
  /** The closest kind first, within a kind the commonest. */
  readonly words: readonly { readonly word: string; readonly kind: NearRhymeKind }[];
}

export interface Rhymes {
  readonly word: string;
  /** Of the word itself; null where nothing is known of its sound. */
  readonly syllables: number;
  readonly perfect: readonly RhymeGroup[];
  readonly near: readonly NearRhymeGroup[];
}

export interface RhymeIndex {
  /** @param limit at most so many perfect and so many near ones. */
  rhymes(word: string, options?: { readonly near?: boolean; readonly limit?: number }): Rhymes;
}

interface Entry {
  readonly word: string;
  readonly rank: number;
  readonly tail: RhymeTail;
  readonly syllables: number;
}

/** Words by the sound of their endings. Only words that people say: a surname rhymes, but leads nowhere. */
export function createRhymeIndex(
  lexicon: Lexicon,
  frequencies: Frequencies,
  mayOffer: (word: string) => boolean,
): RhymeIndex {
  const byTail = new Map<string, Entry[]>();
  const byVowels = new Map<string, Entry[]>();
  const byConsonants = new Map<string, Entry[]>();
  frequencies.common.forEach((word, rank) => {
    if (word.length < 2 || !lexicon.knows(word) || !mayOffer(word)) return;
    const { phones, stresses } = lexicon.pronounce(word)[0]!;
    const tail = rhymeTail(phones);
    if (!tail || isAbbreviation(word, stresses.length)) return;
    const entry: Entry = { word, rank, tail, syllables: stresses.length };
    add(byTail, tailKey(tail), entry);
    add(byVowels, vowelKey(tail), entry);
    const consonants = consonantKey(tail);
    if (consonants !== null) add(byConsonants, consonants, entry);
  });

  return {
    rhymes(word, { near = false, limit = 60 } = {}) {
      const spoken = lexicon.pronounce(word);
      const tails = spoken.flatMap(({ phones }) => rhymeTail(phones) ?? []);
      const self = word.toLowerCase();
      const perfect = new Map<string, Entry>();
      const others = new Map<string, { entry: Entry; kind: NearRhymeKind }>();
      for (const tail of tails) {
        for (const entry of byTail.get(tailKey(tail)) ?? []) {
          if (entry.word !== self && rhymeKind(tail, entry.tail) === "perfect") {
            perfect.set(entry.word, entry);
          }
        }
      }
      if (near) {
        for (const tail of tails) {
          const consonants = consonantKey(tail);
          const candidates = [
            ...byVowels.get(vowelKey(tail)) ?? [],
            ...(consonants === null ? [] : byConsonants.get(consonants) ?? []),
          ];
          for (const entry of candidates) {
            const kind = rhymeKind(tail, entry.tail);
            if (kind === null || kind === "perfect" || entry.word === self) continue;
            if (perfect.has(entry.word) || others.has(entry.word)) continue;
            others.set(entry.word, { entry, kind });
          }
        }
      }
      const nearest = closest([...others.values()], limit);
      return {
        word,
        syllables: spoken[0]!.stresses.length,
        perfect: grouped(
          [...perfect.values()].sort((a, b) => a.rank - b.rank).slice(0, limit),
          (entry) => entry.syllables,
        ).map(([syllables, entries]) => ({ syllables, words: entries.map((entry) => entry.word) })),
        near: grouped(nearest, ({ entry }) => entry.syllables).map(([syllables, found]) => ({
          syllables,
          words: found.map(({ entry, kind }) => ({ word: entry.word, kind })),
        })),
      };
    },
  };
}

/** A few of every kind, the closer kinds more: assonance alone would fill any list. */
function closest<T extends { readonly entry: Entry; readonly kind: NearRhymeKind }>(
  found: readonly T[],
  limit: number,
): T[] {
  const chosen: T[] = [];
  let left = limit;
  const kinds = RHYME_KINDS.slice(1).map((kind) =>
    found.filter((each) => each.kind === kind).sort((a, b) => a.entry.rank - b.entry.rank)
  ).filter((each) => each.length > 0);
  kinds.forEach((each, i) => {
    const share = Math.ceil(left / Math.max(1, kinds.length - i));
    chosen.push(...each.slice(0, share));
    left -= Math.min(share, each.length);
  });
  return chosen;
}

/** More syllables than vowels: `mg` is said milligram, `mit` by its letters. */
function isAbbreviation(word: string, syllables: number): boolean {
  return syllables - (word.match(/[aeiouy]/g)?.length ?? 0) >= 2;
}

function grouped<T>(items: readonly T[], by: (item: T) => number): [number, T[]][] {
  const groups = new Map<number, T[]>();
  for (const item of items) add(groups, by(item), item);
  return [...groups].sort(([a], [b]) => a - b);
}

function add<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
