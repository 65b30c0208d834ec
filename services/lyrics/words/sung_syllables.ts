import type { LineSyllables, WordSyllables } from "./syllables.ts";

/** How a syllable wants to be sung. `free`: it takes a beat or leaves it. */
export type Stress = "heavy" | "free" | "light";

/** A word of a line with one of its counts of syllables. */
export interface SungWord {
  readonly word: WordSyllables;
  readonly count: number;
}

/** Words of one syllable that take a beat or leave it, as the line wants. */
const LIGHT = new Set(
  `a an and are as at be been but by can did do does for from had has have he her him his i i'd i'll i'm
  i've if in is it it's its just let me my no of oh on or our she so some than that the their them then
  there there's they this till to us was we we'll we're were what when where while who will with would you
  you're your one all not now up out down off too how like let's don't can't won't`.split(/\s+/),
);

/** Each word with the count that brings the line nearest to `wanted` syllables; its usual one otherwise. */
export function sungWith({ words, count }: LineSyllables, wanted: number): SungWord[] {
  let spare = wanted - count;
  return words.map((word) => {
    const usual = word.counts[0]!;
    const other = word.counts.find((each) =>
      Math.sign(each - usual) === Math.sign(spare) && Math.abs(each - usual) <= Math.abs(spare)
    );
    if (spare === 0 || other === undefined) return { word, count: usual };
    spare -= other - usual;
    return { word, count: other };
  });
}

/**
 * Words of several syllables carry their stress with them; of one syllable, content words are
 * stressed and small ones are free.
 */
export function stressesOf({ word: { text, stresses }, count }: SungWord): Stress[] {
  if (count === 1) return [LIGHT.has(text.toLowerCase().replaceAll("’", "'")) ? "free" : "heavy"];
  return Array.from({ length: count }, (_, i) => {
    const stress = stresses[i] ?? "0";
    return stress === "1" ? "heavy" : stress === "2" ? "free" : "light";
  });
}
