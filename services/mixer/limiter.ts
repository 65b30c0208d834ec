/** What the limiter is set to; {@link MASTER_LIMITER} is ours. */
export interface LimiterSettings {
  /** Linear magnitude never exceeded. */
  readonly ceiling: number;
  readonly lookAheadSeconds: number;
  readonly releaseSeconds: number;
}

export const MASTER_LIMITER: LimiterSettings = {
  ceiling: 10 ** (-1.3 / 20),
  lookAheadSeconds: 0.005,
  releaseSeconds: 0.08,
};

/** The gain is found once per this many samples and drawn in between. */
export const LIMITER_STEP = 8;

/**
 * The gain a look-ahead limiter would apply. Each step's gain is the least that any peak in the
 * next 5 ms asks for, recovers exponentially, and is then averaged over the look-ahead: the gain
 * arrives at a peak smoothly and never late, hence `gain × magnitude ≤ ceiling` always.
 *
 * @param signals samples, or true-peak magnitudes per sample; the largest at each place counts.
 * @param drive gain that the signal is multiplied by before it is limited.
 * @returns gain per sample, 0..1, without the drive.
 */
export function limiterGain(
  signals: readonly Float32Array[],
  drive: number,
  sampleRate: number,
  settings: LimiterSettings = MASTER_LIMITER,
): Float32Array<ArrayBuffer> {
  const steps = limiterSteps(stepPeaks(signals), drive, sampleRate, settings);
  const gain = new Float32Array(signals[0]?.length ?? 0);
  drawLimiter(steps, 0, gain, gain.length);
  return gain;
}

/**
 * The same for a signal that is not in memory: one gain for each step's beginning, and one for the end.
 *
 * @param peaks the largest magnitude in each {@link LIMITER_STEP} samples.
 */
export function limiterSteps(
  peaks: Float32Array,
  drive: number,
  sampleRate: number,
  settings: LimiterSettings = MASTER_LIMITER,
): Float32Array<ArrayBuffer> {
  const halfWindow = Math.max(
    1,
    Math.round(settings.lookAheadSeconds * sampleRate / 2 / LIMITER_STEP),
  );
  const steps = allowedGains(peaks, settings.ceiling / drive);
  holdMinimumAhead(steps, 2 * halfWindow);
  release(steps, Math.exp(-LIMITER_STEP / (settings.releaseSeconds * sampleRate)));
  // Two short averages instead of a long one: no corners, hence less distortion of low notes.
  averageBehind(steps, halfWindow);
  averageBehind(steps, halfWindow);
  return steps;
}

/** Fills with the gains from a sample on, which begins a step. */
export function drawLimiter(
  steps: Float32Array,
  start: number,
  gain: Float32Array,
  length: number,
): void {
  for (let i = 0, step = start / LIMITER_STEP; i < length; step++) {
    const from = steps[step]!;
    const rise = steps[step + 1]! - from;
    const end = Math.min(i + LIMITER_STEP, length);
    for (let k = 0; i < end; k++, i++) gain[i] = from + rise * k / LIMITER_STEP;
  }
}

function stepPeaks(signals: readonly Float32Array[]): Float32Array {
  const frames = signals[0]?.length ?? 0;
  const peaks = new Float32Array(Math.ceil(frames / LIMITER_STEP));
  for (const samples of signals) {
    for (let step = 0, i = 0; i < frames; step++) {
      let peak = peaks[step]!;
      for (const end = Math.min(i + LIMITER_STEP, frames); i < end; i++) {
        const magnitude = Math.abs(samples[i]!);
        if (magnitude > peak) peak = magnitude;
      }
      peaks[step] = peak;
    }
  }
  return peaks;
}

/**
 * What each step's peak allows, and the peak of the step before it: a line drawn from one step to
 * the next stays under what its samples allow only if both its ends do.
 */
function allowedGains(peaks: Float32Array, threshold: number): Float32Array<ArrayBuffer> {
  const allowed = new Float32Array(peaks.length + 1);
  let before = 1;
  for (let step = 0; step < allowed.length; step++) {
    const here = threshold / Math.max(threshold, peaks[step] ?? 0);
    allowed[step] = Math.min(before, here);
    before = here;
  }
  return allowed;
}

/** Each value becomes the least of itself and the next `reach` values. Monotone queue, O(n). */
function holdMinimumAhead(values: Float32Array, reach: number): void {
  const queue = new Int32Array(values.length);
  const source = values.slice();
  let head = 0;
  let tail = 0;
  for (let i = 0, next = 0; i < values.length; i++) {
    for (const end = Math.min(i + reach + 1, values.length); next < end; next++) {
      while (tail > head && source[queue[tail - 1]!]! >= source[next]!) tail--;
      queue[tail++] = next;
    }
    if (queue[head]! < i) head++;
    values[i] = source[queue[head]!]!;
  }
}

function release(gain: Float32Array, keep: number): void {
  let reduction = 0;
  for (let i = 0; i < gain.length; i++) {
    reduction = Math.max(1 - gain[i]!, reduction * keep);
    gain[i] = 1 - reduction;
  }
}

/** Each value becomes the mean of itself and the `reach` before it (the first value goes on before). */
function averageBehind(values: Float32Array, reach: number): void {
  const source = values.slice();
  const first = source[0] ?? 0;
  let sum = first * (reach + 1);
  for (let i = 0; i < values.length; i++) {
    sum += source[i]! - (i > reach ? source[i - reach - 1]! : first);
    values[i] = sum / (reach + 1);
  }
}
