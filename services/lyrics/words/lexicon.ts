import { createEndings } from "./endings.ts";
import type { Frequencies } from "./frequencies.ts";
import { figureWords } from "./number_words.ts";
import { syllablesInScript } from "./other_scripts.ts";
import { isVowel, stressOf } from "./phones.ts";
import { dictionarySpelling } from "./spelling.ts";

/** One way to say a word. */
export interface Pronunciation {
  /** ARPABET, vowels with their stress; empty when only the syllables could be counted. */
  readonly phones: readonly string[];
  /** One digit per syllable: 1 primary stress, 2 secondary, 0 none. `guitar` is `01`. */
  readonly stresses: string;
  /** `guessed` where the word is not in the dictionary. */
  readonly source: "dictionary" | "guessed";
}

export interface Lexicon {
  /** Every way to say the word, the usual one first; at least one. */
  pronounce(word: string): readonly Pronunciation[];
  /** Is the word, as it is spelt, in the dictionary? */
  knows(word: string): boolean;
}

/** The CMU Pronouncing Dictionary: `word` or `word(2)` → phones with blanks between. */
export type Dictionary = Readonly<Record<string, string>>;

export interface LexiconParts {
  readonly dictionary: Dictionary;
  readonly frequencies: Frequencies;
  /** Syllables of a word by its spelling alone. */
  readonly countSyllables: (word: string) => number;
}

const REMEMBERED = 4000;

export function createLexicon({ dictionary, frequencies, countSyllables }: LexiconParts): Lexicon {
  const remembered = new Map<string, readonly Pronunciation[]>();

  const entries = (word: string): Pronunciation[] => {
    const found: Pronunciation[] = [];
    for (let n = 1; n < 6; n++) {
      const key = n === 1 ? word : `${word}(${n})`;
      if (!Object.hasOwn(dictionary, key)) break;
      found.push(spoken(dictionary[key]!.split(" "), "dictionary"));
    }
    return found;
  };

  const endingOf = createEndings(frequencies.common, (known) => entries(known)[0]);

  const said = (word: string): readonly Pronunciation[] => {
    const own = entries(word);
    if (own.length > 0) return own;
    if (word === "&") return entries("and");
    const figure = figureWords(word);
    if (figure) return [inTurn(figure.map((part) => entries(part)[0] ?? guess(part)))];
    const bare = word.replace(/^'+|'+$/g, "");
    const known = entriesOf(bare, word);
    if (known) return known;
    const short = bare.replace(DRAWN_OUT, "$1");
    return short === bare ? [guess(bare)] : entriesOf(short, short) ?? [guess(short)];
  };

  /** `loooove` and `yeahhh` are sung as what they draw out. */
  const DRAWN_OUT = /(\p{L})\1{2,}/gu;

  /** Forms that the dictionary leaves to its reader: `singin'`, `mountain's`, `the lovers'`. */
  const entriesOf = (bare: string, word: string): readonly Pronunciation[] | null => {
    if (word.endsWith("in'")) {
      const whole = entries(`${bare}g`);
      if (whole.length > 0) {
        return whole.map(({ phones }) =>
          spoken(
            [...phones.slice(0, -1), phones.at(-1) === "NG" ? "N" : phones.at(-1)!],
            "dictionary",
          )
        );
      }
    }
    const own = entries(bare);
    if (own.length > 0) return own;
    if (bare.endsWith("'s")) {
      const owner = entries(bare.slice(0, -2));
      if (owner.length > 0) {
        return owner.map(({ phones }) =>
          spoken([...phones, ...possessive(phones.at(-1)!)], "dictionary")
        );
      }
    }
    return null;
  };

  /** The sound of a word nobody listed: its ending as the commonest words with that ending have it. */
  const guess = (word: string): Pronunciation => {
    const written = syllablesInScript(word);
    if (written !== null) {
      return { phones: [], stresses: guessedStress(written), source: "guessed" };
    }
    const count = Math.max(1, countSyllables(word));
    const ending = endingOf(word);
    const vowels = ending.filter(isVowel).length;
    if (vowels === 0 || vowels > count) {
      return { phones: [], stresses: guessedStress(count), source: "guessed" };
    }
    const stresses = ending.filter(isVowel).map(stressOf).join("");
    const before = stresses.includes("1")
      ? "0".repeat(count - vowels)
      : guessedStress(count - vowels);
    return { phones: ending, stresses: before + stresses, source: "guessed" };
  };

  return {
    pronounce(word) {
      const known = remembered.get(word);
      if (known) return known;
      const found = said(dictionarySpelling(word));
      if (remembered.size >= REMEMBERED) remembered.clear();
      remembered.set(word, found);
      return found;
    },
    knows: (word) => Object.hasOwn(dictionary, dictionarySpelling(word)),
  };
}

/** What is hummed or hushed (`mm`, `shh`) is a syllable, too. */
function spoken(phones: readonly string[], source: Pronunciation["source"]): Pronunciation {
  return { phones, stresses: phones.filter(isVowel).map(stressOf).join("") || "1", source };
}

function inTurn(parts: readonly Pronunciation[]): Pronunciation {
  return spoken(parts.flatMap(({ phones }) => phones), "dictionary");
}

const HISSING = new Set(["S", "Z", "SH", "ZH", "CH", "JH"]);
const VOICELESS = new Set(["P", "T", "K", "F", "TH"]);

function possessive(last: string): string[] {
  if (HISSING.has(last)) return ["IH0", "Z"];
  return [VOICELESS.has(last) ? "S" : "Z"];
}

/** English leans on the first syllable of short words, on the last but one of longer ones. */
function guessedStress(count: number): string {
  if (count === 0) return "";
  const stressed = count < 3 ? 0 : count - 2;
  return Array.from({ length: count }, (_, i) => i === stressed ? "1" : "0").join("");
}
