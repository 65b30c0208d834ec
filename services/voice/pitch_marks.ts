import type { Contour } from "./contour.ts";
import { findPulses } from "./pulses.ts";
import { type VoicedRun, voicedRuns } from "./voiced_runs.ts";

/** A stretch of marks of one kind; neighbouring stretches share the mark between them. */
export interface MarkedSpan {
  readonly voiced: boolean;
  /** Indices into `PitchMarks.positions`, both included. */
  readonly first: number;
  readonly last: number;
}

export interface PitchMarks {
  /** Samples, strictly increasing, from 0 to the length of the take. */
  readonly positions: Float64Array<ArrayBuffer>;
  /** Voiced and unvoiced in turn, covering all marks. */
  readonly spans: readonly MarkedSpan[];
}

const UNVOICED_STEP_SECONDS = 0.006;

/**
 * Marks of a take: one per glottal pulse where it is voiced, at fractions of a sample, and whole
 * samples about 6 ms apart elsewhere.
 *
 * @param samples one channel, −1 … 1.
 */
export function pitchMarks(
  samples: Float32Array,
  sampleRate: number,
  contour: Contour,
): PitchMarks {
  const positions: number[] = [0];
  const spans: MarkedSpan[] = [];
  const step = UNVOICED_STEP_SECONDS * sampleRate;
  const fillTo = (end: number): void => {
    const first = positions.length - 1;
    const start = positions[first]!;
    const steps = Math.max(1, Math.round((end - start) / step));
    for (let i = 1; i < steps; i++) positions.push(Math.round(start + (i * (end - start)) / steps));
    positions.push(end);
    spans.push({ voiced: false, first, last: positions.length - 1 });
  };
  for (
    const pulses of pulsesOf(samples, sampleRate, voicedRuns(contour, sampleRate, samples.length))
  ) {
    if (pulses[0]! > positions.at(-1)!) fillTo(pulses[0]!);
    const first = positions.length - 1;
    positions.push(...pulses.slice(1));
    spans.push({ voiced: true, first, last: positions.length - 1 });
  }
  if (samples.length > positions.at(-1)!) fillTo(samples.length);
  return { positions: Float64Array.from(positions), spans };
}

/** Pulses of each run that has any, well apart from those of the run before. */
function* pulsesOf(
  samples: Float32Array,
  sampleRate: number,
  runs: readonly VoicedRun[],
): Generator<readonly number[]> {
  const margin = 0.002 * sampleRate;
  let reached = 0;
  for (const pulses of findPulses(samples, sampleRate, runs)) {
    const free = pulses.filter((at) => at > reached + margin && at < samples.length - margin);
    if (free.length < 3) continue;
    reached = free.at(-1)!;
    yield free;
  }
}
