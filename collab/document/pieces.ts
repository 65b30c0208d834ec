import * as Y from "yjs";
import { isRecord } from "./plain.ts";
import type { PieceView, RecordingView, TakeView } from "./schema.ts";

/*
 * Phrases of other takes in a track. Each is a key of its own on the track's map, so that two people
 * who choose at once keep both their choices.
 */

/** A phrase that somebody chose, as it is stored. */
export interface StoredPiece {
  /** Its field of the track: `piece:` and an id. */
  readonly key: string;
  readonly recording: string;
  /** In lane time: seconds of the song less the track's offset. */
  readonly from_seconds: number;
  readonly to_seconds: number;
  /** Counts up, so that what was chosen later lies over what was there, whatever anybody's clock says. */
  readonly turn: number;
}

export type PieceFields = Omit<StoredPiece, "key">;

export const PIECE = "piece:";
/** The last ones count; nobody chooses so many. */
const MOST_PIECES = 200;
/** No person gets there. */
const LAST_TURN = 2 ** 48;
const LEAST_SECONDS = .02;
const FARTHEST_SECONDS = 4800;

/** The pieces of a track, the undermost first; what is none is left out. */
export function readPieces(track: unknown): readonly StoredPiece[] {
  if (!(track instanceof Y.Map)) return [];
  const pieces: StoredPiece[] = [];
  for (const [key, value] of track.entries()) {
    if (!key.startsWith(PIECE) || key.length > 64 || !isRecord(value)) continue;
    const { recording, from_seconds: from, to_seconds: to, turn } = value;
    if (typeof recording !== "string" || typeof from !== "number" || typeof to !== "number") {
      continue;
    }
    if (!(to - from >= LEAST_SECONDS && from >= -FARTHEST_SECONDS && to <= FARTHEST_SECONDS)) {
      continue;
    }
    const counted = typeof turn === "number" && turn >= 0
      ? Math.min(Math.floor(turn), LAST_TURN)
      : 0;
    pieces.push({ key, recording, from_seconds: from, to_seconds: to, turn: counted });
  }
  return pieces.sort((a, b) => a.turn - b.turn || (a.key < b.key ? -1 : 1)).slice(-MOST_PIECES);
}

/**
 * What sounds in the place of a track's own recording, in order and without overlaps: later choices
 * lie over earlier ones, and where the track's own was chosen again, or what was chosen is gone or
 * on another track, nothing takes its place.
 *
 * @param base the id of the recording that sounds elsewhere on the track.
 */
export function resolvePieces(
  track: { readonly id: string; readonly offset_seconds: number },
  stored: readonly StoredPiece[],
  base: string,
  known: ReadonlyMap<string, RecordingView>,
): readonly PieceView[] {
  const pieces: PieceView[] = [];
  for (const { recording, from_seconds, to_seconds } of painted(stored, track.id, known)) {
    const last = pieces.at(-1);
    if (recording === base) continue;
    if (last?.recording === recording && last.to_seconds === from_seconds) {
      pieces[pieces.length - 1] = { ...last, to_seconds };
      continue;
    }
    const { asset, listen, peaks } = known.get(recording)!;
    const start_seconds = track.offset_seconds + takeOf(recording, known)!.offset_seconds;
    pieces.push({ recording, asset, listen, peaks, from_seconds, to_seconds, start_seconds });
  }
  return pieces;
}

/** The end of what sounds of the pieces, in seconds of the song; −∞ without any. */
export function endOfPieces(
  pieces: readonly PieceView[],
  offsetSeconds: number,
  known: ReadonlyMap<string, RecordingView>,
): number {
  return Math.max(...pieces.map(({ recording, to_seconds, start_seconds }) => {
    const { duration_seconds } = known.get(recording)!;
    return Math.min(offsetSeconds + to_seconds, start_seconds + duration_seconds);
  }));
}

function painted(
  stored: readonly StoredPiece[],
  track: string,
  known: ReadonlyMap<string, RecordingView>,
): readonly StoredPiece[] {
  let seen: readonly StoredPiece[] = [];
  for (const piece of stored) {
    if (takeOf(piece.recording, known)?.stack !== track) continue;
    const { from_seconds: from, to_seconds: to } = piece;
    const around = seen.flatMap((one) =>
      one.to_seconds <= from || one.from_seconds >= to ? [one] : [
        { ...one, to_seconds: from },
        { ...one, from_seconds: to },
      ]
    );
    seen = [...around.filter((one) => one.to_seconds > one.from_seconds), piece];
  }
  return seen.toSorted((a, b) => a.from_seconds - b.from_seconds);
}

function takeOf(id: string, known: ReadonlyMap<string, RecordingView>): TakeView | undefined {
  const found = known.get(id);
  const take = found?.kind === "version" ? known.get(found.of) : found;
  return take?.kind === "take" ? take : undefined;
}
