import { gainIn, type Part, type Span } from "../../services/mixer/seams.ts";

/** A recording's turn in what plays: one source of the audio graph. Pure. */
export interface Turn {
  /** Seconds after the common start. */
  readonly delaySeconds: number;
  /** Seconds into the sound itself. */
  readonly intoSeconds: number;
  readonly lastsSeconds: number;
  /** Its gain where it comes up or goes down; elsewhere it is 1. */
  readonly curves: readonly Curve[];
}

export interface Curve {
  /** Seconds after the common start. */
  readonly delaySeconds: number;
  readonly lastsSeconds: number;
  /** Gains at even distances over it. */
  readonly values: Float32Array<ArrayBuffer>;
}

/** So fine that straight lines between them are the curve within 0.1 %. */
const STEPS = 32;

/**
 * When the turns of a recording begin when the song starts at `atSeconds`; those that are over by then
 * are left out.
 *
 * @param durationSeconds of the sound.
 */
export function turnsOf(
  { sound, spans }: Part,
  durationSeconds: number,
  atSeconds: number,
): readonly Turn[] {
  return spans.flatMap((span): Turn[] => {
    const { from, to, rise, fall } = span;
    const begins = Math.max(atSeconds, sound.start_seconds, from - rise);
    const ends = Math.min(sound.start_seconds + durationSeconds, to + fall);
    if (ends <= begins) return [];
    const curves = [
      ...curveOf(span, Math.max(begins, from - rise), Math.min(ends, from + rise), atSeconds),
      ...curveOf(span, Math.max(begins, to - fall), Math.min(ends, to + fall), atSeconds),
    ];
    return [{
      delaySeconds: begins - atSeconds,
      intoSeconds: begins - sound.start_seconds,
      lastsSeconds: ends - begins,
      curves,
    }];
  });
}

function curveOf(span: Span, from: number, to: number, atSeconds: number): readonly Curve[] {
  if (!(to > from) || !Number.isFinite(to - from)) return [];
  // The very end of a span is nobody's: its limit is what is meant.
  const values = Float32Array.from(
    { length: STEPS + 1 },
    (_, i) => gainIn(span, Math.min(from + (to - from) * i / STEPS, span.to + span.fall - 1e-9)),
  );
  return [{ delaySeconds: from - atSeconds, lastsSeconds: to - from, values }];
}
