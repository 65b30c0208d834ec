/** The pitch of a recording as `GET /recordings/{r}/pitch` tells it, read into typed arrays. Pure. */
export interface Pitch {
  readonly hopSeconds: number;
  /** Fractional MIDI note per frame, NaN where nothing is voiced. */
  readonly midi: Float32Array;
  /** What the correction aimed at, per frame; null for a take. */
  readonly target: Float32Array | null;
  readonly notes: readonly PitchNote[];
  /** Null where no note was heard: silence has no key. */
  readonly key: KeyGuess | null;
  /** Why there is little to see: "silent", "unpitched", "polyphonic". */
  readonly problem: string | null;
}

export interface PitchNote {
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly midi: number;
  /** 0 … 1. */
  readonly confidence: number;
  readonly targetMidi: number | null;
}

export interface KeyGuess {
  readonly key: string;
  readonly scale: string;
  readonly confidence: number;
}

/** @throws {TypeError} when the answer is none. */
export function readPitch(answer: unknown): Pitch {
  const body = record(answer);
  const hopSeconds = number(body.hop_seconds);
  if (!hopSeconds || !Array.isArray(body.f0_hz)) throw new TypeError("not a pitch contour");
  const target = body.target_midi;
  const key = record(body.key ?? {});
  const heard = Array.isArray(body.notes) ? body.notes : [];
  return {
    hopSeconds,
    midi: Float32Array.from(body.f0_hz, (hz: unknown) => {
      const value = number(hz) ?? 0;
      return value > 0 ? 69 + 12 * Math.log2(value / 440) : NaN;
    }),
    target: Array.isArray(target)
      ? Float32Array.from(target, (midi: unknown) => number(midi) || NaN)
      : null,
    notes: heard.map((note: unknown): PitchNote => {
      const { start_seconds, end_seconds, midi, confidence, target_midi } = record(note);
      return {
        startSeconds: number(start_seconds) ?? 0,
        endSeconds: number(end_seconds) ?? 0,
        midi: number(midi) ?? 0,
        confidence: number(confidence) ?? 0,
        targetMidi: number(target_midi) ?? null,
      };
    }),
    key: heard.length > 0 && typeof key.key === "string" && typeof key.scale === "string"
      ? { key: key.key, scale: key.scale, confidence: number(key.confidence) ?? 0 }
      : null,
    problem: typeof body.problem === "string" ? body.problem : null,
  };
}

const NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

/** "A3" for 57. */
export function noteName(midi: number): string {
  const note = Math.round(midi);
  return `${NAMES[((note % 12) + 12) % 12]}${Math.floor(note / 12) - 1}`;
}

/** "12 cents low", "in tune" (within five cents). */
export function offWords(midi: number, target = Math.round(midi)): string {
  const cents = Math.round((midi - target) * 100);
  if (Math.abs(cents) <= 5) return "in tune";
  return `${Math.abs(cents)} cents ${cents < 0 ? "low" : "high"}`;
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null
    ? value as Readonly<Record<string, unknown>>
    : {};
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
