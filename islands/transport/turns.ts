import { gainIn, type Part, type Span } from "../../services/mixer/seams.ts";

/** A recording's turn in what plays: one source of the audio graph. Pure. */
export interface Turn {
  /** Seconds after the common start. */
  readonly delaySeconds: number;
  /** Seconds into the sound itself. */
  readonly intoSeconds: number;
  readonly lastsSeconds: number;
  /** Its gain where it comes up or goes down; before the first, the first value of that. */
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
 * are left out. Turns begin and end on samples, so that nothing has to be read between two of them; the
 * curves take their exact time.
 *
 * @param buffer of the sound, at the rate of what plays.
 */
export function turnsOf(
  { sound, spans }: Part,
  buffer: { readonly length: number; readonly sampleRate: number },
  atSeconds: number,
): readonly Turn[] {
  const { length, sampleRate } = buffer;
  const frameOf = (songSeconds: number) => Math.round((songSeconds - atSeconds) * sampleRate);
  const first = frameOf(sound.start_seconds);
  return spans.flatMap((span): Turn[] => {
    const { from, to, rise, fall } = span;
    const begins = Math.max(0, first, Math.ceil((from - rise - atSeconds) * sampleRate));
    const ends = Math.min(first + length, frameOf(to + fall));
    if (ends <= begins) return [];
    const heard = {
      from: atSeconds + begins / sampleRate,
      to: atSeconds + ends / sampleRate,
    };
    const curves = [
      ...curveOf(
        span,
        Math.max(heard.from, from - rise),
        Math.min(heard.to, from + rise),
        atSeconds,
      ),
      ...curveOf(span, Math.max(heard.from, to - fall), Math.min(heard.to, to + fall), atSeconds),
    ];
    return [{
      delaySeconds: begins / sampleRate,
      intoSeconds: (begins - first) / sampleRate,
      lastsSeconds: (ends - begins) / sampleRate,
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
