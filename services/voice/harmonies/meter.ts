/** Where the beats fall in a take. */
export interface Meter {
  readonly beatSeconds: number;
  readonly beatsPerBar: number;
  /** Where the project's first beat lies, in seconds of the take; negative for a take that begins later. */
  readonly firstBeatSeconds: number;
}

/** A note counts for a beat it begins this early or late at. */
const NEAR_BEAT_SECONDS = 0.07;

/** @param offsetSeconds where in the project the take's first sample sounds. */
export function meterOf(tempoBpm: number, offsetSeconds: number, beatsPerBar = 4): Meter {
  return { beatSeconds: 60 / tempoBpm, beatsPerBar, firstBeatSeconds: -offsetSeconds };
}

/** The bars that a take of this length touches. */
export function barsOf(
  meter: Meter,
  durationSeconds: number,
): { startSeconds: number; endSeconds: number }[] {
  const barSeconds = meter.beatSeconds * meter.beatsPerBar;
  const bars = [];
  const first = Math.floor(-meter.firstBeatSeconds / barSeconds);
  for (let bar = first;; bar++) {
    const startSeconds = meter.firstBeatSeconds + bar * barSeconds;
    if (startSeconds >= durationSeconds) return bars;
    bars.push({ startSeconds, endSeconds: startSeconds + barSeconds });
  }
}

/** Whether a strong beat (the first of a bar; the third of four) sounds within a note. */
export function isStrongAt(meter: Meter, startSeconds: number, endSeconds: number): boolean {
  const strongEvery = meter.beatsPerBar === 4 ? 2 : meter.beatsPerBar;
  const step = strongEvery * meter.beatSeconds;
  const next = Math.ceil((startSeconds - NEAR_BEAT_SECONDS - meter.firstBeatSeconds) / step);
  return meter.firstBeatSeconds + next * step < endSeconds - NEAR_BEAT_SECONDS;
}
