import type { VoiceEnvelope } from "./voice_envelope.ts";

/** A moment at which a voice gets quieter and louder again, as between two syllables. */
export interface LevelDip {
  readonly seconds: number;
  /** Below the quieter of its two sides. */
  readonly depthDb: number;
}

const SIDE_SECONDS = 0.14;
const LEAST_DEPTH_DB = 6;
/** From the ends of the stretch: attack and release are no dips. */
const MARGIN_SECONDS = 0.06;

/** The dips of the voice between two times. */
export function findDips(
  envelope: VoiceEnvelope,
  startSeconds: number,
  endSeconds: number,
): LevelDip[] {
  const { levelDb, hopSeconds } = envelope;
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
    if (depthDb >= LEAST_DEPTH_DB) dips.push({ seconds: i * hopSeconds, depthDb });
  }
  return deepest(dips);
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

function deepest(dips: readonly LevelDip[]): LevelDip[] {
  return dips.filter((dip) =>
    dips.every((other) =>
      other === dip || Math.abs(other.seconds - dip.seconds) > MARGIN_SECONDS ||
      other.depthDb < dip.depthDb
    )
  );
}
