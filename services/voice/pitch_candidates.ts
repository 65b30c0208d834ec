/** For each frame the pitches it may have; the first is always "unvoiced". */
export interface PitchCandidates {
  readonly frames: number;
  /** Places per frame in the arrays below. */
  readonly width: number;
  /** How many places of each frame are used. */
  readonly counts: Uint8Array;
  /** Hz, 0 for unvoiced. */
  readonly hz: Float32Array;
  /** Boersma's R: what the path gains by passing through. */
  readonly strength: Float32Array;
  /** The normalised autocorrelation at the candidate's lag. */
  readonly periodicity: Float32Array;
}

export interface CandidateCosts {
  /** Autocorrelation under which a frame is rather unvoiced. */
  readonly voicingThreshold: number;
  /** Level under which a frame is rather silent, relative to the loud frames. */
  readonly silenceThreshold: number;
  /** What an octave higher is favoured by, so that a period is not taken for two. */
  readonly octaveCost: number;
}

export const CANDIDATES = 10;

export function createCandidates(frames: number): PitchCandidates {
  return {
    frames,
    width: CANDIDATES,
    counts: new Uint8Array(frames),
    hz: new Float32Array(frames * CANDIDATES),
    strength: new Float32Array(frames * CANDIDATES),
    periodicity: new Float32Array(frames * CANDIDATES),
  };
}

/**
 * Fills in one frame's "unvoiced".
 *
 * @param level of the frame relative to the loud ones.
 * @returns how strong it is.
 */
export function findUnvoiced(
  { strength, counts, width }: PitchCandidates,
  frame: number,
  level: number,
  { voicingThreshold, silenceThreshold }: CandidateCosts,
): number {
  counts[frame] = 1;
  return strength[frame * width] = voicingThreshold +
    Math.max(0, 2 - level * (1 + voicingThreshold) / silenceThreshold);
}

/** No pitch is stronger than this. */
export function strongestPitch(
  { minHz, maxHz }: { readonly minHz: number; readonly maxHz: number },
  { octaveCost }: CandidateCosts,
): number {
  return 1 + octaveCost * Math.log2(maxHz / minHz);
}

/**
 * Fills in the strongest peaks of one frame's autocorrelation, after `findUnvoiced`.
 *
 * @param correlation lags 0 … of the frame, 1 at lag 0; as many lags beyond `sampleRate / minHz` as
 *   interpolation reads.
 */
export function findCandidates(
  candidates: PitchCandidates,
  frame: number,
  correlation: Float64Array,
  band: { readonly minHz: number; readonly maxHz: number; readonly sampleRate: number },
  costs: CandidateCosts,
): void {
  const { hz, strength, periodicity, counts, width } = candidates;
  const { minHz, maxHz, sampleRate } = band;
  const { voicingThreshold, octaveCost } = costs;
  const first = frame * width;
  let count = 1;
  const lastLag = Math.min(correlation.length - 2, Math.ceil(sampleRate / minHz));
  for (let lag = Math.max(2, Math.floor(sampleRate / maxHz)); lag <= lastLag; lag++) {
    const here = correlation[lag]!;
    if (here < 0.5 * voicingThreshold) continue;
    if (here <= correlation[lag - 1]! || here < correlation[lag + 1]!) continue;
    const peak = peakNear(correlation, lag);
    const pitch = sampleRate / peak;
    if (pitch < minHz || pitch > maxHz) continue;
    const height = reflected(sincAt(correlation, peak));
    const gain = height + octaveCost * Math.log2(pitch / minHz);
    let place = first + count;
    if (count === width) {
      place = weakest(strength, first + 1, first + width);
      if (strength[place]! >= gain) continue;
    } else count++;
    hz[place] = pitch;
    strength[place] = gain;
    periodicity[place] = height;
  }
  counts[frame] = count;
}

/** Short windows can raise a peak above 1; what is too high is as doubtful as what is too low. */
function reflected(height: number): number {
  return height > 1 ? 1 / height : height;
}

function weakest(strength: Float32Array, from: number, to: number): number {
  let place = from;
  for (let i = from + 1; i < to; i++) if (strength[i]! < strength[place]!) place = i;
  return place;
}

/** The top of the parabola through three points and then of the band-limited curve. */
function peakNear(r: Float64Array, lag: number): number {
  let at = lag + parabolaTop(r[lag - 1]!, r[lag]!, r[lag + 1]!);
  const width = 0.25;
  at += width * parabolaTop(sincAt(r, at - width), sincAt(r, at), sincAt(r, at + width));
  return at;
}

function parabolaTop(left: number, middle: number, right: number): number {
  const curve = left - 2 * middle + right;
  const top = curve < 0 ? 0.5 * (left - right) / curve : 0;
  return Math.min(1, Math.max(-1, top));
}

/** Lags read on each side when interpolating. */
export const SINC_REACH = 8;

/** Whittaker's interpolation under a Hann window; the curve is even around lag 0. */
function sincAt(r: Float64Array, lag: number): number {
  const left = Math.floor(lag);
  const part = lag - left;
  if (part < 1e-6) return r[left]!;
  const angle = Math.PI * part / HALF_WINDOW;
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  let sum = 0;
  for (let i = 0; i < 2 * SINC_REACH; i++) {
    const k = i + 1 - SINC_REACH;
    const window = SIGNS[i]! + COSINES[i]! * cos + SINES[i]! * sin;
    sum += r[Math.abs(left + k)]! * window / (part - k);
  }
  return sum * Math.sin(Math.PI * part) / Math.PI;
}

const HALF_WINDOW = SINC_REACH + 0.5;
const PLACES = Float64Array.from({ length: 2 * SINC_REACH }, (_, i) => i + 1 - SINC_REACH);
/** Half the sign of the sinc's lobe, and that times the window's cosine and sine there. */
const SIGNS = PLACES.map((k) => k % 2 === 0 ? 0.5 : -0.5);
const COSINES = PLACES.map((k, i) => SIGNS[i]! * Math.cos(Math.PI * k / HALF_WINDOW));
const SINES = PLACES.map((k, i) => SIGNS[i]! * Math.sin(Math.PI * k / HALF_WINDOW));
