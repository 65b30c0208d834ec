import { dictionarySpelling, wordsOf } from "./spelling.ts";

/** Feelings of single words, −5 … 5 (AFINN, Nielsen 2011). */
export type Feelings = Readonly<Record<string, number>>;

const NEGATIONS = new Set([
  ..."not no never without hardly cannot nothing nobody don't won't can't isn't".split(" "),
  ..."wasn't didn't doesn't couldn't wouldn't ain't".split(" "),
]);

/**
 * The feeling of a text: the mean over its felt words, −1 … 1; 0 where none is felt. A negation
 * within the three words before turns a word round.
 */
export function sentiment(feelings: Feelings, text: string): number {
  const words = wordsOf(text).map(({ text }) => dictionarySpelling(text));
  let sum = 0;
  let felt = 0;
  words.forEach((word, i) => {
    const feeling = Object.hasOwn(feelings, word) ? feelings[word]! : 0;
    if (feeling === 0 || NEGATIONS.has(word)) return;
    const turned = words.slice(Math.max(0, i - 3), i).some((before) => NEGATIONS.has(before));
    sum += turned ? -feeling : feeling;
    felt++;
  });
  return felt === 0 ? 0 : sum / felt / 5;
}
