/**
 * The click calibration: a few clicks are played, the microphone hears them, and where they lie in what was
 * recorded is how late it arrives. Pure; the clicks are a short chirp, whose autocorrelation has one narrow peak.
 */
export interface ClickDelay {
  readonly seconds: number;
  /** How far the clicks lie apart from their median: half the range of the middle three. */
  readonly spreadSeconds: number;
  /** How many of the clicks were heard. */
  readonly heard: number;
}

export const CLICK_COUNT = 5;
export const CLICK_EVERY_SECONDS = .5;
/** A click is looked for this long after it was played. */
export const CLICK_SEARCH_SECONDS = .45;

/** A 6 ms chirp from 1 to 5 kHz under a raised cosine: clear through small loudspeakers, short to the ear. */
export function clickSound(sampleRate: number): Float32Array<ArrayBuffer> {
  const length = Math.round(sampleRate * .006);
  const sound = new Float32Array(length);
  for (let i = 0; i < length; i++) {
    const t = i / sampleRate;
    const phase = 2 * Math.PI * (1000 * t + (5000 - 1000) / .012 * t * t);
    sound[i] = Math.sin(phase) * (.5 - .5 * Math.cos(2 * Math.PI * i / (length - 1)));
  }
  return sound;
}

/**
 * The median delay of the clicks in a recording by normalised cross-correlation.
 *
 * @param recorded mono, from the microphone.
 * @param playedAt frames of `recorded` at which the clicks were due on the audio clock.
 * @returns null when fewer than three clicks were heard, or they do not agree within 5 ms.
 */
export function clickDelay(
  recorded: Float32Array,
  playedAt: readonly number[],
  sampleRate: number,
): ClickDelay | null {
  const click = clickSound(sampleRate);
  const delays = playedAt.flatMap((frame) => {
    const found = bestLag(
      recorded,
      click,
      Math.round(frame),
      Math.round(CLICK_SEARCH_SECONDS * sampleRate),
    );
    return found === null ? [] : [found / sampleRate];
  }).sort((a, b) => a - b);
  if (delays.length < 3) return null;
  const seconds = delays[delays.length >> 1]!;
  const near = delays.filter((delay) => Math.abs(delay - seconds) < AGREE_SECONDS);
  if (near.length < 3) return null;
  const spreadSeconds = (near.at(-1)! - near[0]!) / 2;
  return { seconds, spreadSeconds, heard: near.length };
}

const AGREE_SECONDS = .005;
/** Of a perfect likeness; noise of any loudness stays below. */
const LEAST_LIKENESS = .45;

/** The lag of the greatest likeness, or null when nothing is like the click. */
function bestLag(
  recorded: Float32Array,
  click: Float32Array,
  from: number,
  reach: number,
): number | null {
  const energy = click.reduce((sum, x) => sum + x * x, 0);
  let best = LEAST_LIKENESS;
  let lag: number | null = null;
  for (
    let at = Math.max(0, from);
    at < from + reach && at + click.length <= recorded.length;
    at++
  ) {
    let product = 0;
    let power = 0;
    for (let i = 0; i < click.length; i++) {
      const x = recorded[at + i]!;
      product += x * click[i]!;
      power += x * x;
    }
    const likeness = Math.abs(product) / Math.sqrt(energy * power + 1e-12);
    if (likeness > best) [best, lag] = [likeness, at - from];
  }
  return lag;
}
