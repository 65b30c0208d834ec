import type { Score } from "../../composer/score.ts";
import { TICKS_PER_QUARTER } from "../../composer/score.ts";
import { secondsAt } from "../../composer/timeline.ts";
import type { SungNote } from "../../voice/sung_note.ts";

/** A note that a syllable can be sung on. */
export interface MelodyNote {
  /** Seconds of the song. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly midi: number;
  /** How heavy its place in the bar is: 1 the first beat … 0 off every grid; longer notes weigh more. */
  readonly weight: number;
  /** On a beat, held over one, or longer than the notes beside it: where a stress belongs. */
  readonly strong: boolean;
}

/** The song's grid: where bar lines fall. */
export interface Grid {
  readonly tempoBpm: number;
  readonly beatsPerBar: number;
  /** Seconds of the song at which a first beat falls. */
  readonly offsetSeconds: number;
}

interface Placed {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly midi: number;
  /** Begin and end in quarters from a bar line. */
  readonly quarter: number;
  readonly endQuarter: number;
}

/** Notes whose segmentation is less sure than this are left out: breaths, slides, noises. */
const SURE = 0.3;

/** The melody that somebody sang. `startSeconds` is where the take lies in the song. */
export function melodyOfTake(
  notes: readonly Pick<SungNote, "startSeconds" | "endSeconds" | "midi" | "confidence">[],
  startSeconds: number,
  grid: Grid,
): MelodyNote[] {
  return weighed(
    notes.filter(({ confidence }) => confidence >= SURE).map((note) => {
      const start = note.startSeconds + startSeconds;
      return {
        startSeconds: start,
        endSeconds: note.endSeconds + startSeconds,
        midi: note.midi,
        quarter: (start - grid.offsetSeconds) * grid.tempoBpm / 60,
        endQuarter: (note.endSeconds + startSeconds - grid.offsetSeconds) * grid.tempoBpm / 60,
      };
    }),
    grid.beatsPerBar,
  );
}

/**
 * The composed lead, as written (without the player's freedom).
 *
 * @param startSeconds when the score's tick 0 sounds in the song
 */
export function melodyOfScore(score: Score, startSeconds: number): MelodyNote[] {
  const lead = score.parts.find(({ role }) => role === "lead");
  const seconds = (tick: number) => startSeconds + secondsAt(tick, score.tempoMap);
  return weighed(
    (lead?.notes ?? []).toSorted((a, b) => a.tick - b.tick).map(({ tick, dur, pitch }) => ({
      startSeconds: seconds(tick),
      endSeconds: seconds(tick + dur),
      midi: pitch,
      quarter: tick / TICKS_PER_QUARTER,
      endQuarter: (tick + dur) / TICKS_PER_QUARTER,
    })),
    score.plan.beatsPerBar,
  );
}

/** How far a sung note may lie from the grid and still be on it, in quarters. */
const NEAR = 0.17;
const ON_A_BEAT = 0.5;

function weighed(notes: readonly Placed[], beatsPerBar: number): MelodyNote[] {
  return notes.map((note, i) => {
    const metric = accent(note, beatsPerBar);
    const length = note.endSeconds - note.startSeconds;
    const beside = [notes[i - 1], notes[i + 1]].filter((other) => other !== undefined);
    const longer = beside.length > 0 &&
      beside.every((other) => length > 1.4 * (other.endSeconds - other.startSeconds));
    const weight = Math.min(1, metric + (longer ? 0.25 : 0));
    return {
      startSeconds: note.startSeconds,
      endSeconds: note.endSeconds,
      midi: note.midi,
      weight,
      strong: metric >= ON_A_BEAT || longer,
    };
  });
}

/** A note's own place; held over the next beat it anticipates that beat and takes its accent. */
function accent({ quarter, endQuarter }: Placed, beatsPerBar: number): number {
  const own = metricWeight(quarter, beatsPerBar);
  const next = Math.ceil(quarter + NEAR);
  return endQuarter > next + NEAR && own < ON_A_BEAT
    ? Math.max(own, metricWeight(next, beatsPerBar))
    : own;
}

/** 1 on the first beat, .8 on the middle of an even bar, .6 on other beats, .3 on eighths, .1 elsewhere. */
function metricWeight(quarter: number, beatsPerBar: number): number {
  const inBar = ((quarter % beatsPerBar) + beatsPerBar) % beatsPerBar;
  const on = (position: number) =>
    Math.min(Math.abs(inBar - position), beatsPerBar - Math.abs(inBar - position)) <= NEAR;
  if (on(0)) return 1;
  if (beatsPerBar % 2 === 0 && on(beatsPerBar / 2)) return 0.8;
  for (let beat = 1; beat < beatsPerBar; beat++) if (on(beat)) return 0.6;
  for (let beat = 0; beat < beatsPerBar; beat++) if (on(beat + 0.5)) return 0.3;
  return 0.1;
}
