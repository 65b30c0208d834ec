import type { RecordingView, TrackView } from "../../collab/document/schema.ts";

/** Which of the two is heard. */
export type Side = "sung" | "made";

export interface Pair {
  /** The track whose take it is. */
  readonly trackId: string;
  readonly sung: RecordingView;
  readonly made: RecordingView;
}

/** How much each is turned down so that both are as loud as the quieter: louder always seems better. */
export function matchedGains({ sung, made }: Pair): Readonly<Record<Side, number>> {
  if (sung.lufs === null || made.lufs === null) return { sung: 0, made: 0 };
  const quieter = Math.min(sung.lufs, made.lufs);
  return { sung: quieter - sung.lufs, made: quieter - made.lufs };
}

/**
 * The tracks as one person hears them while they compare: both recordings lie on the track's place and play
 * together, one of them silent, so that the switch is a fader and not a start.
 */
export function withPair(
  tracks: readonly TrackView[],
  pair: Pair,
  heard: Side,
): readonly TrackView[] {
  const gains = matchedGains(pair);
  return tracks.flatMap((track) => {
    if (track.id !== pair.trackId) return [track];
    return (["sung", "made"] as const).map((side): TrackView => ({
      ...track,
      pieces: [], // both are heard whole
      id: side === "sung" ? track.id : `${track.id}/${side}`,
      asset: pair[side].asset,
      listen: pair[side].listen,
      peaks: pair[side].peaks,
      start_seconds: pair.sung.kind === "take" // which need not be the one in the mix
        ? track.offset_seconds + pair.sung.offset_seconds
        : track.start_seconds,
      duration_seconds: pair[side].duration_seconds,
      gain_db: track.gain_db + gains[side],
      muted: side !== heard,
    }));
  });
}
