import type { VoicedRun } from "./voiced_runs.ts";

/**
 * Glottal pulses of each voiced run: the path through the peaks of the waveform whose distances agree
 * with the period and whose surroundings agree with each other, by dynamic programming (the idea of
 * D. Talkin's REAPER, with the contour given). Which side of the wave the pulses are on depends on the
 * microphone: it is the one with the better path.
 */
export function* findPulses(
  samples: Float32Array,
  sampleRate: number,
  runs: readonly VoicedRun[],
): Generator<number[]> {
  const wave = softened(samples, sampleRate);
  turnUp(wave, sampleRate, runs);
  for (const run of runs) {
    const { pulses } = bestPath(wave, run);
    if (pulses.length > 0) yield evened(extended(wave, run, pulses), run);
  }
}

/** So much of a voice tells on which side its pulses are. */
const TELLING_SECONDS = 10;

/** Turns a wave, in place, so that its pulses are peaks. */
function turnUp(wave: Float32Array, sampleRate: number, runs: readonly VoicedRun[]): void {
  const telling: VoicedRun[] = [];
  let left = TELLING_SECONDS * sampleRate;
  for (const run of runs.toSorted((one, other) => lengthOf(other) - lengthOf(one))) {
    if (left <= 0) break;
    telling.push(run);
    left -= lengthOf(run);
  }
  const score = () => telling.reduce((sum, run) => sum + bestPath(wave, run).score, 0);
  const turn = () => {
    for (let i = 0; i < wave.length; i++) wave[i] = -wave[i]!;
  };
  const above = score();
  turn();
  if (score() <= above) turn();
}

function lengthOf({ start, end }: VoicedRun): number {
  return end - start;
}

const PEAK_SHARE = 0.35;
const MIN_STEP = 0.6;
const MAX_STEP = 1.6;
const STEP_COST = 25;
const LIKENESS = 2;

interface Peak {
  readonly at: number;
  /** Share of the highest value within a period, 0 … 1. */
  readonly height: number;
}

interface Path {
  readonly pulses: number[];
  /** Higher for more and more regular pulses. */
  readonly score: number;
}

function bestPath(wave: Float32Array, run: VoicedRun): Path {
  const peaks = peaksOf(wave, run);
  const score = new Float64Array(peaks.length);
  const from = new Int32Array(peaks.length).fill(-1);
  let nearest = 0;
  for (let i = 0; i < peaks.length; i++) {
    const peak = peaks[i]!;
    const period = run.periodAt(peak.at);
    while (peaks[nearest]!.at < peak.at - MAX_STEP * period) nearest++;
    // A path that begins here pays for what it left out, so that the longest one wins.
    let best = -((peak.at - run.start) / period);
    for (let k = nearest; k < i; k++) {
      const step = (peak.at - peaks[k]!.at) / period;
      if (step < MIN_STEP) break;
      const stray = Math.log(step);
      const value = score[k]! + LIKENESS * likeness(wave, peaks[k]!.at, peak.at, period) -
        STEP_COST * stray * stray;
      if (value > best) {
        best = value;
        from[i] = k;
      }
    }
    score[i] = best + peak.height;
  }
  let end = -1;
  for (let i = 0; i < peaks.length; i++) {
    const left = (run.end - peaks[i]!.at) / run.periodAt(peaks[i]!.at);
    score[i]! -= left;
    if (end < 0 || score[i]! > score[end]!) end = i;
  }
  const path: number[] = [];
  for (let i = end; i >= 0; i = from[i]!) path.push(refined(wave, peaks[i]!.at));
  return { pulses: path.reverse(), score: score[end] ?? 0 };
}

/** Local maxima that are not small beside the highest one within a period. */
function peaksOf(wave: Float32Array, run: VoicedRun): Peak[] {
  const peaks: Peak[] = [];
  const reach = Math.ceil(run.periodAt((run.start + run.end) / 2) * 0.7);
  const highest = slidingMaximum(wave, run.start, run.end, reach);
  for (let i = Math.max(1, run.start); i < Math.min(run.end, wave.length - 1); i++) {
    const value = wave[i]!;
    if (value <= 0 || value < wave[i - 1]! || value <= wave[i + 1]!) continue;
    const height = value / highest[i - run.start]!;
    if (height >= PEAK_SHARE) peaks.push({ at: i, height });
  }
  return peaks;
}

/** The highest value within `reach` samples of each sample of [start, end). */
function slidingMaximum(
  wave: Float32Array,
  start: number,
  end: number,
  reach: number,
): Float32Array {
  const highest = new Float32Array(end - start);
  const queue = new Int32Array(end - start + 2 * reach + 1);
  let head = 0;
  let tail = 0;
  for (let i = Math.max(0, start - reach); i < end + reach; i++) {
    if (i < wave.length) {
      while (tail > head && wave[queue[tail - 1]!]! <= wave[i]!) tail--;
      queue[tail++] = i;
    }
    const centre = i - reach;
    if (centre < start) continue;
    while (queue[head]! < centre - reach) head++;
    highest[centre - start] = wave[queue[head]!]!;
  }
  return highest;
}

/** How alike the periods around two samples are: normalised cross-correlation, −1 … 1. */
function likeness(wave: Float32Array, one: number, other: number, period: number): number {
  const half = Math.round(period / 2);
  const stride = Math.max(1, Math.round(period / 40));
  let product = 0;
  let energyOne = 1e-12;
  let energyOther = 1e-12;
  for (let k = -half; k <= half; k += stride) {
    const a = wave[one + k] ?? 0;
    const b = wave[other + k] ?? 0;
    product += a * b;
    energyOne += a * a;
    energyOther += b * b;
  }
  return product / Math.sqrt(energyOne * energyOther);
}

const EXTENSION_PULSES = 12;
const EXTENSION_LIKENESS = 0.7;

/** The voice often sounds on for some periods beyond the frames that a tracker calls voiced. */
function extended(wave: Float32Array, run: VoicedRun, pulses: readonly number[]): number[] {
  const result = pulses.slice();
  for (const direction of [-1, 1]) {
    let at = direction < 0 ? result[0]! : result.at(-1)!;
    for (let count = 0; count < EXTENSION_PULSES; count++) {
      const period = run.periodAt(at);
      const next = peakNear(wave, at + direction * period, 0.15 * period);
      if (next === undefined) break;
      if (likeness(wave, Math.round(at), Math.round(next), period) < EXTENSION_LIKENESS) break;
      at = next;
      if (direction < 0) result.unshift(at);
      else result.push(at);
    }
  }
  return result;
}

function peakNear(wave: Float32Array, at: number, reach: number): number | undefined {
  let best: number | undefined;
  for (let i = Math.ceil(at - reach); i <= at + reach; i++) {
    if (i < 1 || i >= wave.length - 1) return undefined;
    if (wave[i]! > 0 && (best === undefined || wave[i]! > wave[best]!)) best = i;
  }
  return best === undefined ? undefined : refined(wave, best);
}

/** The top of the parabola through a peak and its neighbours. */
function refined(wave: Float32Array, peak: number): number {
  const [before, top, after] = [wave[peak - 1]!, wave[peak]!, wave[peak + 1]!];
  const bend = before - 2 * top + after;
  const offset = bend < 0 ? (before - after) / (2 * bend) : 0;
  return peak + Math.min(0.5, Math.max(-0.5, offset));
}

/** Gaps of more than one period are filled evenly, so that no period of a voice is left without a mark. */
function evened(pulses: readonly number[], run: VoicedRun): number[] {
  const result: number[] = [];
  for (const pulse of pulses) {
    const last = result.at(-1);
    if (last !== undefined) {
      const steps = Math.round((pulse - last) / run.periodAt(last));
      for (let i = 1; i < steps; i++) result.push(last + (i * (pulse - last)) / steps);
    }
    result.push(pulse);
  }
  return result;
}

/** The waveform without what is above about 4 kHz, whose peaks are not the pulses'. */
function softened(samples: Float32Array, sampleRate: number): Float32Array {
  const width = Math.max(1, Math.round(sampleRate / 8000)) | 1;
  return boxed(boxed(samples, width), width);
}

/** The mean over `width` samples around each sample; beyond the ends is silence. */
function boxed(samples: Float32Array, width: number): Float32Array {
  const result = new Float32Array(samples.length);
  const half = width >> 1;
  const last = samples.length - 1;
  let sum = 0;
  for (let i = 0; i < Math.min(half, samples.length); i++) sum += samples[i]!;
  for (let i = 0; i < samples.length; i++) {
    if (i + half <= last) sum += samples[i + half]!;
    if (i - half - 1 >= 0) sum -= samples[i - half - 1]!;
    result[i] = sum / width;
  }
  return result;
}
