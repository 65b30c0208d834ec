import { type AirFeatures, airFeatures } from "./air_features.ts";
import type { VoiceAnalysis } from "./analyse_voice.ts";
import { to16k } from "./resample.ts";
import type { SungNote } from "./sung_note.ts";
import type { Take } from "./take.ts";

export interface Breath {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Of its loudest frames, dB re full scale. */
  readonly levelDb: number;
}

/** What strength 1 takes from a breath. A breath that is gone altogether sounds like an edit. */
export const MOST_CALM_DB = 18;

const MOST_HISS = 0.55;
const LEAST_CROSSINGS_HZ = 1_000;
/** Of the median voiced frame, and over the quietest moments. */
const UNDER_VOICE_DB = 10;
const OVER_FLOOR_DB = 6;
const LEAST_DB = -75;
const SHORTEST_SECONDS = 0.1;
const LONGEST_SECONDS = 1.5;
/** A breath is for the phrase that begins within this time. */
const LEAD_SECONDS = 0.6;
const BRIDGE_FRAMES = 3;

/**
 * The breaths before phrases: unvoiced noise, quieter than the voice and louder than the room, for a
 * tenth of a second or more, without the high hiss of "s" and "sh".
 */
export function findBreaths(
  take: Take,
  { contour, notes }: Pick<VoiceAnalysis, "contour" | "notes">,
): Breath[] {
  const features = airFeatures(to16k(take), contour);
  const isAir = airFrames(features, contour.f0Hz);
  return spansOf(isAir).flatMap(([from, to]) => {
    const span = {
      startSeconds: (from - 0.5) * contour.hopSeconds,
      endSeconds: (to - 0.5) * contour.hopSeconds,
    };
    const levels = features.levelDb.slice(from, to).sort();
    const levelDb = levels[Math.floor(0.9 * levels.length)]!;
    const leads = notes.some((note) => leadsInto(span.endSeconds, note));
    const long = span.endSeconds - span.startSeconds;
    const fits = long >= SHORTEST_SECONDS && long <= LONGEST_SECONDS;
    const swells = levelDb - features.levelDb[from]! > SWELL_DB;
    return fits && leads && swells ? [{ ...span, levelDb }] : [];
  });
}

/** What only dies away is the end of a note in a room, not a breath. */
const SWELL_DB = 2;

function leadsInto(seconds: number, { startSeconds, begunBy }: SungNote): boolean {
  const lead = startSeconds - seconds;
  return begunBy === "onset" && lead > -0.05 && lead < LEAD_SECONDS;
}

function airFrames(
  { levelDb, hissShare, crossingsHz }: AirFeatures,
  f0Hz: Float32Array,
): boolean[] {
  const voiced = levelDb.filter((_, i) => f0Hz[i]! > 0).sort();
  const most = (voiced[voiced.length >> 1] ?? -Infinity) - UNDER_VOICE_DB;
  const floor = levelDb.slice().sort()[Math.floor(0.03 * levelDb.length)] ?? 0;
  const least = Math.max(LEAST_DB, floor + OVER_FLOOR_DB);
  return Array.from(
    levelDb,
    (db, i) =>
      f0Hz[i] === 0 && db >= least && db <= most && hissShare[i]! <= MOST_HISS &&
      crossingsHz[i]! >= LEAST_CROSSINGS_HZ,
  );
}

/** Runs of true, joined over short breaks; the end is not included. */
function spansOf(flags: readonly boolean[]): [number, number][] {
  const spans: [number, number][] = [];
  flags.forEach((flag, i) => {
    if (!flag) return;
    const last = spans.at(-1);
    if (last && i - last[1] <= BRIDGE_FRAMES) last[1] = i + 1;
    else spans.push([i, i + 1]);
  });
  return spans;
}

const EDGE_SECONDS = 0.03;

/**
 * Turns breaths down with soft edges that lie within them; nothing else is touched.
 *
 * @param strength 0 leaves them, and gives the very take that was given; 1 takes {@link MOST_CALM_DB}.
 */
export function calmBreaths(take: Take, breaths: readonly Breath[], strength: number): Take {
  if (strength === 0 || breaths.length === 0) return take;
  const { sampleRate } = take;
  const calm = 10 ** (-MOST_CALM_DB * strength / 20);
  const channels = take.channels.map((channel) => channel.slice());
  for (const { startSeconds, endSeconds } of breaths) {
    const start = Math.max(0, Math.round(startSeconds * sampleRate));
    const end = Math.min(channels[0]!.length, Math.round(endSeconds * sampleRate));
    const edge = Math.min(EDGE_SECONDS * sampleRate, (end - start) / 3);
    for (let i = start; i < end; i++) {
      const inwards = Math.min(1, Math.min(i - start, end - i) / edge);
      const gain = 1 - (1 - calm) * (0.5 - 0.5 * Math.cos(Math.PI * inwards));
      for (const channel of channels) channel[i]! *= gain;
    }
  }
  return { sampleRate, channels };
}
