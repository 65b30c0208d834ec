import type { Contour } from "../contour.ts";
import { applyEnvelope } from "../../mixer/stereo.ts";
import { mono, type Take } from "../take.ts";

/**
 * How the levels of what is sung are spread: the level at each tenth of the voiced frames, from the softest
 * to the loudest, in dB about their median.
 */
export type LevelSpread = readonly number[];

/** Frames further under the loudest are pauses. */
const PAUSE_DB = 35;
const TENTHS = 10;
const MOST_DB = 12;
const LEVEL_SECONDS = 0.04;
const SMOOTH_SECONDS = 0.06;

/** A contour with the levels of a take that sings it, measured anew: RMS over 40 ms. */
export function withLevels(take: Take, contour: Contour): Contour {
  const samples = mono(take);
  const hop = contour.hopSeconds * take.sampleRate;
  const half = Math.round(LEVEL_SECONDS / 2 * take.sampleRate);
  const levelDb = contour.levelDb.map((_, frame) => {
    const from = Math.max(0, Math.round(frame * hop) - half);
    const to = Math.min(samples.length, Math.round(frame * hop) + half);
    let energy = 0;
    for (let i = from; i < to; i++) energy += samples[i]! * samples[i]!;
    return 10 * Math.log10(energy / Math.max(1, to - from) + 1e-12);
  });
  return { ...contour, levelDb };
}

/** Of the frames that are voiced, or of all that sound where none is. */
export function levelSpread(contour: Contour): LevelSpread {
  const sorted = sungLevels(contour);
  const median = sorted[sorted.length >> 1] ?? 0;
  return Array.from(
    { length: TENTHS + 1 },
    (_, tenth) => (sorted[Math.round(tenth / TENTHS * (sorted.length - 1))] ?? 0) - median,
  );
}

/** The mean difference of two spreads, dB, the outermost tenths left out. */
export function spreadDistanceDb(one: LevelSpread, other: LevelSpread): number {
  let sum = 0;
  for (let tenth = 1; tenth < TENTHS; tenth++) sum += Math.abs(one[tenth]! - other[tenth]!);
  return sum / (TENTHS - 1);
}

/**
 * Gives a take the spread of levels of another, in place: a level that a tenth of its frames stay
 * under becomes the level that a tenth of the other's stay under (histogram matching), by at most
 * 12 dB and smoothly in time.
 *
 * @param contour of this take.
 * @param strength 0 … 1 scales the gains.
 */
export function spreadLike(
  take: Take,
  contour: Contour,
  wanted: LevelSpread,
  strength: number,
): void {
  const own = levelSpread(contour);
  const sorted = sungLevels(contour);
  if (sorted.length === 0 || strength === 0) return;
  const median = sorted[sorted.length >> 1]!;
  const voiced = contour.f0Hz.some((hz) => hz > 0);
  const gainDb = contour.levelDb.map((db) => strength * gainFor(db - median, own, wanted));
  // Consonants and pauses go with the voice before them.
  for (let i = 0; voiced && i < gainDb.length; i++) {
    if (!(contour.f0Hz[i]! > 0)) gainDb[i] = gainDb[i - 1] ?? 0;
  }
  applyGains(take, smoothed(gainDb, SMOOTH_SECONDS / contour.hopSeconds), contour.hopSeconds);
}

/** What brings a level of one spread to its place in the other; pauses share the softest frames' gain. */
function gainFor(levelDb: number, own: LevelSpread, wanted: LevelSpread): number {
  let tenth = 1;
  while (tenth < TENTHS - 1 && levelDb > own[tenth + 1]!) tenth++;
  const width = Math.max(0.5, own[tenth + 1]! - own[tenth]!);
  const place = Math.max(0, Math.min(1, (levelDb - own[tenth]!) / width));
  const at = (spread: LevelSpread) =>
    spread[tenth]! + place * (spread[tenth + 1]! - spread[tenth]!);
  return Math.max(-MOST_DB, Math.min(MOST_DB, at(wanted) - at(own)));
}

function sungLevels({ levelDb, f0Hz }: Contour): Float32Array {
  const voiced = levelDb.filter((_, i) => f0Hz[i]! > 0);
  const heard = voiced.length > 0 ? voiced : levelDb;
  const loudest = heard.reduce((most, db) => Math.max(most, db), -Infinity);
  return heard.filter((db) => db > loudest - PAUSE_DB).sort();
}

/** Two passes of a one-pole filter, onward and back: no delay. */
function smoothed(values: Float32Array, frames: number): Float32Array {
  const out = values.slice();
  const k = 1 - Math.exp(-1 / frames);
  for (let i = 1; i < out.length; i++) out[i] = out[i - 1]! + (out[i]! - out[i - 1]!) * k;
  for (let i = out.length - 2; i >= 0; i--) out[i] = out[i + 1]! + (out[i]! - out[i + 1]!) * k;
  return out;
}

function applyGains(take: Take, gainDb: Float32Array, hopSeconds: number): void {
  const envelope = new Float32Array(take.channels[0]?.length ?? 0);
  const hop = hopSeconds * take.sampleRate;
  const gains = gainDb.map((db) => 10 ** (db / 20));
  for (let i = 0; i < envelope.length; i++) {
    const place = i / hop;
    const frame = Math.min(gains.length - 1, Math.floor(place));
    const next = gains[Math.min(gains.length - 1, frame + 1)]!;
    envelope[i] = gains[frame]! + (next - gains[frame]!) * (place - frame);
  }
  for (const channel of take.channels) applyEnvelope(channel, envelope);
}
