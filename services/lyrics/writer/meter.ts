import { type Stress, stressesOf, sungWith } from "../words/sung_syllables.ts";
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

/**
 * Scans a line: weak and strong places alternate, the last stress is strong.
 * @returns null where no choice of pronunciations gives `syllables` (any count when undefined).
 */
export function scan(words: Words, line: string, syllables?: number): Scansion | null {
  const measured = words.syllables(line);
  const wanted = syllables ?? measured.count;
  if (wanted < measured.min || wanted > measured.max) return null;
  const sung = sungWith(measured, wanted);
  const stresses = sung.flatMap(stressesOf);
  if (stresses.length !== wanted) return null;
  const [weakFirst, strongFirst] = [against(stresses, 1), against(stresses, 0)];
  return strongFirst.fit > weakFirst.fit ? strongFirst : weakFirst;
}

function against(stresses: readonly Stress[], firstStrong: 0 | 1): Scansion {
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
