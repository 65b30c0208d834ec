/** What a note's pitch curve is made of: a straight line, a vibrato around it, and the rest. */
export interface SteadyPitch {
  /** The middle of the line, as a fractional MIDI note. */
  readonly midi: number;
  readonly vibrato: { readonly extentCents: number; readonly rateHz: number } | null;
  /** How far the line rises or falls from end to end. */
  readonly driftSemitones: number;
  /** RMS of what neither the line nor the vibrato explains, in semitones. */
  readonly restSemitones: number;
}

const SLOWEST_HZ = 3.5;
const FASTEST_HZ = 8.5;
const RATE_STEP_HZ = 0.25;
const FEWEST_CYCLES = 2;
const SETS_IN = [0, 0.3, 0.5];
const LEAST_EXTENT_CENTS = 12;
/** Of the curve's variance around the line. */
const LEAST_EXPLAINED = 0.6;

/**
 * Least squares of a line and a sinusoid of each rate a vibrato may have; the best rate wins. A
 * frame far off the others' median counts for nothing.
 *
 * @param midi one pitch per frame; NaN is left out.
 */
export function steadyPitch(
  midi: Float32Array,
  fromFrame: number,
  toFrame: number,
  hopSeconds: number,
): SteadyPitch {
  const pitches = new Float64Array(toFrame - fromFrame);
  const seconds = new Float64Array(toFrame - fromFrame);
  const middle = median(midi.subarray(fromFrame, toFrame));
  let count = 0;
  for (let frame = fromFrame; frame < toFrame; frame++) {
    // NaN is not near.
    if (!(Math.abs(midi[frame]! - middle) < 2)) continue;
    pitches[count] = midi[frame]! - middle;
    seconds[count++] = (frame - (fromFrame + toFrame - 1) / 2) * hopSeconds;
  }
  const vibrato = vibratoOf(pitches, seconds, count, hopSeconds);
  const whole = fit(pitches, seconds, 0, count, vibrato?.rateHz ?? 0);
  return {
    midi: middle + whole.middle,
    vibrato,
    driftSemitones: whole.slope * count * hopSeconds,
    restSemitones: Math.sqrt(whole.rest / Math.max(1, count)),
  };
}

/** Vibrato often sets in late, so the note's end is looked at alone, too. */
function vibratoOf(
  pitches: Float64Array,
  seconds: Float64Array,
  count: number,
  hopSeconds: number,
): SteadyPitch["vibrato"] {
  let vibrato: SteadyPitch["vibrato"] = null;
  for (const part of SETS_IN) {
    const from = Math.round(part * count);
    const slowest = Math.max(SLOWEST_HZ, FEWEST_CYCLES / ((count - from) * hopSeconds));
    const plain = fit(pitches, seconds, from, count, 0);
    let best = plain;
    let rateHz = 0;
    for (let rate = slowest; rate <= FASTEST_HZ; rate += RATE_STEP_HZ) {
      const candidate = fit(pitches, seconds, from, count, rate);
      if (candidate.rest < best.rest) [best, rateHz] = [candidate, rate];
    }
    const explained = 1 - best.rest / (plain.rest + 1e-12);
    const extentCents = 100 * best.extent;
    if (explained < LEAST_EXPLAINED || extentCents < LEAST_EXTENT_CENTS) continue;
    if (extentCents > (vibrato?.extentCents ?? 0)) vibrato = { extentCents, rateHz };
  }
  return vibrato;
}

interface Fit {
  readonly middle: number;
  /** Per second. */
  readonly slope: number;
  readonly extent: number;
  /** Sum of squares. */
  readonly rest: number;
}

/** y ≈ c0 + c1·t + c2·cos(2π·rate·t) + c3·sin(2π·rate·t); the last two only when rate > 0. */
function fit(y: Float64Array, t: Float64Array, from: number, to: number, rate: number): Fit {
  const terms = rate > 0 ? 4 : 2;
  const normal = new Float64Array(20);
  const row = new Float64Array(5);
  let total = 0;
  for (let i = from; i < to; i++) {
    row[0] = 1;
    row[1] = t[i]!;
    row[2] = Math.cos(2 * Math.PI * rate * t[i]!);
    row[3] = Math.sin(2 * Math.PI * rate * t[i]!);
    row[4] = y[i]!;
    total += y[i]! * y[i]!;
    for (let a = 0; a < terms; a++) {
      for (let b = a; b < terms; b++) normal[5 * a + b]! += row[a]! * row[b]!;
      normal[5 * a + 4]! += row[a]! * row[4]!;
    }
  }
  const projections = Array.from({ length: terms }, (_, a) => normal[5 * a + 4]!);
  const c = solve(normal, terms);
  const rest = total - projections.reduce((sum, p, a) => sum + p * c[a]!, 0);
  return {
    middle: c[0]!,
    slope: c[1]!,
    extent: Math.hypot(c[2]!, c[3]!),
    rest: Math.max(0, rest),
  };
}

/** Cholesky's elimination of a symmetric system whose upper half and right side are in rows of five. */
function solve(m: Float64Array, terms: number): Float64Array {
  const c = new Float64Array(4);
  for (let a = 0; a < terms; a++) m[5 * a + a]! += 1e-9;
  for (let a = 0; a < terms; a++) {
    for (let r = a + 1; r < terms; r++) {
      const factor = m[5 * a + r]! / m[5 * a + a]!;
      for (let b = r; b < terms; b++) m[5 * r + b]! -= factor * m[5 * a + b]!;
      m[5 * r + 4]! -= factor * m[5 * a + 4]!;
    }
  }
  for (let a = terms - 1; a >= 0; a--) {
    let sum = m[5 * a + 4]!;
    for (let b = a + 1; b < terms; b++) sum -= m[5 * a + b]! * c[b]!;
    c[a] = sum / m[5 * a + a]!;
  }
  return c;
}

/** NaN is left out. */
function median(values: Float32Array): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort();
  return sorted[sorted.length >> 1] ?? NaN;
}
