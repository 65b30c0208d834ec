import { ApiError } from "../api_error.ts";
import { stream } from "./random.ts";
import type { DurationSeconds, Section, SectionLetter, Style } from "./score.ts";
import { type FormBrief, layOut, type Unit } from "./sections.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { PRE_ROLL_SECONDS, ritardUs } from "./timeline.ts";

export interface Form {
  readonly tempo: number;
  readonly usPerQuarter: number;
  /** Bars before the held last chord. */
  readonly bars: number;
  readonly holdSeconds: number;
  readonly sections: readonly Section[];
}

/**
 * The length is a hard constraint and the tempo a soft one; the last chord absorbs the difference,
 * because nobody hears whether a held chord lasts 2.6 or 3.9 s and everybody hears a cut bar.
 *
 * @throws ApiError `COMPOSE_NO_FORM` when no arrangement of whole bars fits the duration.
 */
export function planForm(brief: FormBrief): Form {
  const best = cheapest(brief, NORMAL, brief.wished) ?? cheapest(brief, NORMAL) ??
    cheapest(brief, STRETCHED);
  if (!best) {
    throw new ApiError(
      "COMPOSE_NO_FORM",
      422,
      `No form of whole bars fits ${brief.duration} s at ${brief.tempo} BPM; use 40 to 240 BPM.`,
      { duration_seconds: brief.duration, tempo_bpm: brief.tempo },
    );
  }
  return {
    tempo: best.tempo,
    usPerQuarter: best.usPerQuarter,
    bars: best.bars,
    holdSeconds: best.holdSeconds,
    sections: layOut(best.units, brief),
  };
}

const TEMPLATES: Readonly<Record<DurationSeconds, readonly string[]>> = {
  30: ["AABA", "ABA"],
  60: ["AABA", "AABABA", "AABACA", "ABABA", "AABAB"],
  90: ["AABABA", "AABACBA", "AABBACA", "AABACABA", "ABABCBA"],
};

/** The forms of a piece of that length, by the letters of their sections. */
export function formsOf(duration: DurationSeconds): readonly string[] {
  return TEMPLATES[duration];
}

/** Long bars make long sections: fewer of them fill the time. */
const SLOW_TEMPLATES: Readonly<Record<DurationSeconds, readonly string[]>> = {
  30: ["AA"],
  60: ["ABA"],
  90: ["AABA", "ABABA"],
};
const SLOW_BAR_SECONDS = 3;

/** How long a section wants to be: drifting styles breathe longer. */
function sectionSeconds(style: Style): number {
  return style === "ambient" ? 14 : style === "cinematic" ? 11 : 9;
}

interface Candidate {
  readonly tempo: number;
  readonly usPerQuarter: number;
  readonly units: readonly Unit[];
  readonly bars: number;
  readonly holdSeconds: number;
}

interface Bounds {
  readonly minHold: number;
  readonly maxHold: (barSeconds: number) => number;
  /** Lengths of A to try, bars. */
  readonly units: readonly number[];
  /** Lengths of intro and outro to try, bars. */
  readonly ends: readonly number[];
}

const NORMAL: Bounds = {
  minHold: 2.2,
  maxHold: (bar) => Math.max(4.2, 1.6 * bar + 1.2),
  units: [2, 4, 8],
  ends: [0, 1, 2, 4],
};
/** For a user's tempo that no normal form fits. */
const STRETCHED: Bounds = {
  minHold: 1.6,
  maxHold: (bar) => Math.max(8, 2.5 * bar),
  units: [2, 4, 8, 16],
  ends: [0, 1, 2, 4, 8],
};

/** @param wished the only form to look at, if it is one of that length. */
function cheapest(brief: FormBrief, bounds: Bounds, wished?: string): Candidate | undefined {
  const rng = stream(brief.seed, "form");
  const slow = new Set(SLOW_TEMPLATES[brief.duration]);
  const templates = [...TEMPLATES[brief.duration], ...slow].map((letters) => ({
    letters,
    jitter: 0.9 * rng.next(),
  }));
  const wish = sectionSeconds(brief.style);
  const { ends } = bounds;
  const introJitter = ends.map(() => 0.25 * rng.next());
  const outroJitter = ends.map(() => 0.25 * rng.next());
  let best: Candidate | undefined;
  let bestCost = Infinity;
  for (const tempo of tempos(brief)) {
    const usPerQuarter = Math.round(60e6 / tempo);
    const bar = (usPerQuarter * brief.beatsPerBar) / 1e6;
    const nudge = 18 * Math.abs(tempo / brief.tempo - 1);
    for (const { letters, jitter } of templates) {
      if (wished !== undefined && letters !== wished) continue;
      if (slow.has(letters) && bar < SLOW_BAR_SECONDS) continue;
      for (const uA of bounds.units) {
        for (const uB of new Set([Math.max(2, uA / 2), uA, 2 * uA])) {
          for (const lastA of uA > 2 && letters.endsWith("A") ? [uA, uA / 2] : [uA]) {
            const body = unitsOf(letters, uA, uB, lastA);
            const bodyBars = body.reduce((sum, unit) => sum + unit.bars, 0);
            for (let i = 0; i < ends.length; i++) {
              for (let o = 0; o < ends.length; o++) {
                const intro = ends[i] as number;
                const outro = ends[o] as number;
                const bars = intro + bodyBars + outro;
                const holdSeconds = brief.duration - PRE_ROLL_SECONDS -
                  barsSeconds(bars, usPerQuarter, brief);
                if (holdSeconds < bounds.minHold || holdSeconds > bounds.maxHold(bar)) continue;
                const cost = 1.2 * Math.abs(Math.log2((uA * bar) / wish)) +
                  0.1 * Math.abs(intro * bar - 4.5) + 0.12 * Math.abs(outro * bar - 3) +
                  0.18 * Math.abs(holdSeconds - Math.min(4.2, bar + 1.2)) + nudge +
                  (intro === 0 ? 0.5 : intro === 1 ? 0.15 : 0) +
                  (uB < uA ? 0.25 : uB > uA ? 0.5 : 0) + (lastA < uA ? 0.35 : 0) +
                  (outro >= uA ? 0.3 : 0) + (uA * bar < 4 ? 1 : 0) + jitter +
                  (letters.includes("B") ? 0 : 0.8) + 0.3 * Math.max(0, holdSeconds - 5) +
                  (introJitter[i] as number) + (outroJitter[o] as number);
                const rounded = Math.round(cost * 1e6);
                if (rounded >= bestCost) continue;
                bestCost = rounded;
                best = {
                  tempo,
                  usPerQuarter,
                  bars,
                  holdSeconds,
                  units: withEnds(body, intro, outro),
                };
              }
            }
          }
        }
      }
    }
  }
  return best;
}

/** The wished tempo and its neighbours within 2 %, whole BPM. */
function tempos(brief: FormBrief): number[] {
  if (brief.tempoIsFixed) return [brief.tempo];
  const reach = Math.floor(brief.tempo * 0.02);
  const all = [brief.tempo];
  for (let step = 1; step <= reach; step++) all.push(brief.tempo - step, brief.tempo + step);
  return all;
}

/** Length of the bars before the hold, with the ritard of the last one, as the tempo map has it. */
function barsSeconds(bars: number, usPerQuarter: number, brief: FormBrief): number {
  const beats = brief.beatsPerBar;
  const { ritard } = STYLE_BOOK[brief.style];
  let us = (bars - 1) * beats * usPerQuarter;
  for (let beat = 0; beat < beats; beat++) us += ritardUs(usPerQuarter, ritard, beat, beats);
  return us / 1e6;
}

function unitsOf(letters: string, uA: number, uB: number, lastA: number): Unit[] {
  return [...letters].map((letter, i) => ({
    letter: letter as SectionLetter,
    bars: letter !== "A" ? uB : i === letters.length - 1 ? lastA : uA,
  }));
}

function withEnds(body: readonly Unit[], intro: number, outro: number): Unit[] {
  const units: Unit[] = [...body];
  if (intro > 0) units.unshift({ letter: "I", bars: intro });
  if (outro > 0) units.push({ letter: "O", bars: outro });
  return units;
}
