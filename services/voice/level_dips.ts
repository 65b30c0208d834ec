import type { VoiceEnvelope } from "./voice_envelope.ts";

/** A moment at which a voice gets quieter and louder again, as between two syllables. */
export interface LevelDip {
  /** When it has become half as quiet as it will, in decibels. */
  readonly startSeconds: number;
  /** When it is quietest. */
  readonly seconds: number;
  /** Below the quieter of its two sides. */
  readonly depthDb: number;
}

const SIDE_SECONDS = 0.14;
const SHALLOWEST_DB = 2.5;
const SYLLABLE_DB = 6;
/** From the ends of the stretch: attack and release are no dips. */
const MARGIN_SECONDS = 0.06;
/** The periods of slow and fast vibratos. */
const SHORTEST_PERIOD_SECONDS = 0.1;
const LONGEST_PERIOD_SECONDS = 0.3;
const AS_DEEP = 0.5;

/**
 * The dips between two times that part syllables.
 *
 * @param vibrates harmonics that swing past formants make dips too; these come again a period later,
 *   about as deep, and are left out.
 */
export function syllableDips(
  envelope: VoiceEnvelope,
  startSeconds: number,
  endSeconds: number,
  vibrates: boolean,
): LevelDip[] {
  const dips = allDips(envelope, startSeconds, endSeconds);
  const comesAgain = (dip: LevelDip) =>
    dips.some((other) => {
      const apart = Math.abs(other.seconds - dip.seconds);
      return apart >= SHORTEST_PERIOD_SECONDS && apart <= LONGEST_PERIOD_SECONDS &&
        other.depthDb >= AS_DEEP * dip.depthDb;
    });
  return dips.filter((dip) => dip.depthDb >= SYLLABLE_DB && !(vibrates && comesAgain(dip)));
}

function allDips(
  { levelDb, hopSeconds }: VoiceEnvelope,
  startSeconds: number,
  endSeconds: number,
): LevelDip[] {
  const first = Math.ceil((startSeconds + MARGIN_SECONDS) / hopSeconds);
  const last = Math.floor((endSeconds - MARGIN_SECONDS) / hopSeconds);
  const from = Math.max(0, Math.round(startSeconds / hopSeconds));
  const to = Math.min(levelDb.length - 1, Math.round(endSeconds / hopSeconds));
  const side = Math.round(SIDE_SECONDS / hopSeconds);
  const dips: LevelDip[] = [];
  for (let i = first; i <= last; i++) {
    const here = levelDb[i]!;
    if (here > levelDb[i - 1]! || here >= levelDb[i + 1]!) continue;
    const before = loudest(levelDb, Math.max(from, i - side), i, here);
    const after = loudest(levelDb, i, Math.min(to, i + side), here);
    const depthDb = Math.min(before, after) - here;
    // NaN is not deep enough.
    if (!(depthDb >= SHALLOWEST_DB)) continue;
    let start = i;
    while (start > from && levelDb[start - 1]! < here + depthDb / 2) start--;
    dips.push({ startSeconds: start * hopSeconds, seconds: i * hopSeconds, depthDb });
  }
  return dips;
}

/** NaN where something between is quieter than `floor`: then the dip is there. */
function loudest(levelDb: Float32Array, from: number, to: number, floor: number): number {
  let most = -Infinity;
  for (let i = from; i <= to; i++) {
    if (levelDb[i]! < floor) return NaN;
    most = Math.max(most, levelDb[i]!);
  }
  return most;
}
