import type {
  PieceView,
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
  /** What of it sounds in the mix; null when another take does, or it in a phrase only. */
  readonly sounding: RecordingView | null;
  /** Phrases of it in another take. */
  readonly used: readonly PieceView[];
  /** The takes whose phrases lie over it, while it sounds: one name for each phrase. */
  readonly guests: readonly string[];
}

export function stacksOf(
  tracks: readonly TrackView[],
  recordings: readonly RecordingView[],
): readonly Stack[] {
  const known = new Map(recordings.map((recording) => [recording.id, recording]));
  const takeOf = (id: string | null) => {
    const found = known.get(id ?? "");
    return found?.kind === "version" ? known.get(found.of) : found;
  };
  const nameOf = (id: string) => {
    const take = takeOf(id);
    return take?.kind === "take" ? take.name : "";
  };
  return tracks.filter(({ kind }) => kind === "take").map((track) => ({
    track,
    takes: recordings.flatMap((take): TakeOnLane[] => {
      if (take.kind !== "take" || take.stack !== track.id) return [];
      const versions = recordings.filter((each): each is VersionView =>
        each.kind === "version" && each.of === take.id
      );
      const sounding = [take, ...versions].find(({ id }) => id === track.source) ?? null;
      const isOwn = ({ recording }: PieceView) => takeOf(recording) === take;
      const guests = sounding ? track.pieces.filter((piece) => !isOwn(piece)) : [];
      return [{
        take,
        versions,
        sounding,
        used: track.pieces.filter(isOwn),
        guests: guests.map(({ recording }) => nameOf(recording)),
      }];
    }).reverse(),
  }));
}

/** The first number that no take of the lanes has: "Take 4". */
export function nextTakeName(takes: readonly TakeOnLane[]): string {
  const used = takes.map(({ take }) => Number(/^Take (\d+)$/.exec(take.name)?.[1] ?? 0));
  return `Take ${Math.max(takes.length, 0, ...used) + 1}`;
}

/** What of a take is put into the mix: what of it is there already, else `wished`, else the take itself. */
export function usableOf(
  { take, versions, sounding, used }: TakeOnLane,
  wished: VersionView | null,
): RecordingView {
  const there = sounding ??
    [take, ...versions].find(({ id }) => used.some(({ recording }) => recording === id));
  return there ?? (wished?.of === take.id ? wished : take);
}

/** What the lane says under the take's name. */
export function useWords({ sounding, used, guests }: TakeOnLane): string {
  if (!sounding) return used.length === 0 ? "not used" : `${phrases(used.length)} used`;
  const words = sounding.kind === "version" ? `in the mix: ${sounding.label}` : "in the mix";
  if (guests.length === 0) return sounding.kind === "take" ? `${words}, as sung` : words;
  const [name] = guests;
  const from = guests.every((each) => each === name) ? name : "others";
  return `${words}, ${phrases(guests.length)} from ${from}`;
}

function phrases(count: number): string {
  return count === 1 ? "one phrase" : `${count} phrases`;
}
