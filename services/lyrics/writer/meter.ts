import type { Words } from "../words/words.ts";

/** How a line scans against an alternating metre. */
export interface Scansion {
  readonly syllables: number;
  /** Stressed syllables, and how many of them fall on strong places. */
  readonly stressed: number;
  readonly onStrong: number;
  /** Does the first syllable fall on a strong place? */
  readonly startsStrong: boolean;
  /** 0 … 1; 1 where every stress is where it should be. */
  readonly fit: number;
}

/** Words of one syllable that take a beat or leave it, as the line wants. */
const LIGHT = new Set(
  `a an and are as at be been but by can did do does for from had has have he her him his i i'd i'll i'm
  i've if in is it it's its just let me my no of oh on or our she so some than that the their them then
  there there's they this till to us was we we'll we're were what when where while who will with would you
  you're your one all not now up out down off too how oh so like let's don't can't won't i'd`.split(
    /\s+/,
  ),
);

/** Is it a small word, which takes a beat or leaves it? */
export function isLight(word: string): boolean {
  return LIGHT.has(word.toLowerCase().replaceAll("’", "'"));
}

/**
 * Scans a line: weak and strong places alternate, the last stress is strong. Words of several
 * syllables carry their stress with them, content words of one syllable are stressed, others are not.
 * @returns null where no choice of pronunciations gives `syllables` (any count when undefined).
 */
export function scan(words: Words, line: string, syllables?: number): Scansion | null {
  const measured = words.syllables(line);
  const wanted = syllables ?? measured.count;
  if (wanted < measured.min || wanted > measured.max) return null;
  let spare = wanted - measured.count;
  const stresses: ("heavy" | "light" | "free")[] = [];
  for (const { text, counts, stresses: usual } of measured.words) {
    let count = counts[0]!;
    if (spare !== 0) {
      const other = counts.find((each) => Math.sign(each - count) === Math.sign(spare));
      if (other !== undefined && Math.abs(other - count) <= Math.abs(spare)) {
        spare -= other - count;
        count = other;
      }
    }
    if (count === 1) {
      stresses.push(isLight(text) ? "free" : "heavy");
      continue;
    }
    for (let i = 0; i < count; i++) {
      const stress = usual[i] ?? "0";
      stresses.push(stress === "1" ? "heavy" : stress === "2" ? "free" : "light");
    }
  }
  if (spare !== 0) return null;
  const [weakFirst, strongFirst] = [against(stresses, 1), against(stresses, 0)];
  return strongFirst.fit > weakFirst.fit ? strongFirst : weakFirst;
}

function against(stresses: readonly ("heavy" | "light" | "free")[], firstStrong: 0 | 1): Scansion {
  let stressed = 0;
  let onStrong = 0;
  let faults = 0;
  stresses.forEach((stress, i) => {
    const strong = (i - firstStrong) % 2 === 0;
    if (stress === "heavy") {
      stressed++;
      if (strong) onStrong++;
      else faults += 1;
    } else if (stress === "light" && strong) faults += 0.5;
  });
  return {
    syllables: stresses.length,
    stressed,
    onStrong,
    startsStrong: firstStrong === 0,
    fit: stresses.length === 0 ? 0 : Math.max(0, 1 - faults / (stresses.length / 2)),
  };
}
