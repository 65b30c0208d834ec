import type {
  RecordingView,
  TakeView,
  TrackView,
  VersionView,
} from "../../collab/document/schema.ts";

/** A track for takes, with everything that lies on its lanes. */
export interface Stack {
  readonly track: TrackView;
  /** Newest first. */
  readonly takes: readonly TakeOnLane[];
}

export interface TakeOnLane {
  readonly take: TakeView;
  /** Oldest first. */
  readonly versions: readonly VersionView[];
  /** What of it sounds in the mix; null when another take does. */
  readonly sounding: RecordingView | null;
}

export function stacksOf(
  tracks: readonly TrackView[],
  recordings: readonly RecordingView[],
): readonly Stack[] {
  return tracks.filter(({ kind }) => kind === "take").map((track) => ({
    track,
    takes: recordings.flatMap((take): TakeOnLane[] => {
      if (take.kind !== "take" || take.stack !== track.id) return [];
      const versions = recordings.filter((each): each is VersionView =>
        each.kind === "version" && each.of === take.id
      );
      const sounding = [take, ...versions].find(({ id }) => id === track.source) ?? null;
      return [{ take, versions, sounding }];
    }).reverse(),
  }));
}

/** The first number that no take of the lanes has: "Take 4". */
export function nextTakeName(takes: readonly TakeOnLane[]): string {
  const used = takes.map(({ take }) => Number(/^Take (\d+)$/.exec(take.name)?.[1] ?? 0));
  return `Take ${Math.max(takes.length, 0, ...used) + 1}`;
}

/** What the lane says under the take's name. */
export function useWords({ sounding }: TakeOnLane): string {
  if (!sounding) return "not used";
  return sounding.kind === "version" ? `in the mix: ${sounding.label}` : "in the mix, as sung";
}
