import * as Y from "yjs";
import { assign, entryOf } from "./entries.ts";
import { PIECE, type PieceFields, readPieces, type StoredPiece } from "./pieces.ts";
import { readRecording } from "./recordings.ts";
import { roots } from "./schema.ts";

/*
 * The writers of phrases. As those of `edits.ts`: inside the caller's transaction; false, and nothing
 * changed, when what they name is not there.
 */

/** A part of a lane: seconds of the song less the track's offset. */
export interface LaneSpan {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/**
 * Lets a part of a track come from another recording of its lanes, or from its own again. Earlier
 * choices that lie wholly beneath are taken away.
 *
 * @param id of the choice, new.
 */
export function usePhrase(
  doc: Y.Doc,
  trackId: string,
  recordingId: string,
  { fromSeconds, toSeconds }: LaneSpan,
  id: string,
): boolean {
  const track = takeTrackOf(doc, trackId);
  if (!track || stackOf(doc, recordingId) !== trackId || !(toSeconds > fromSeconds)) return false;
  const [from_seconds, to_seconds] = [fromSeconds, toSeconds].map(toMilliseconds) as [
    number,
    number,
  ];
  const there = readPieces(track);
  const left = there.filter((piece) => {
    return piece.from_seconds < from_seconds || piece.to_seconds > to_seconds;
  });
  for (const { key } of there) if (!left.some((piece) => piece.key === key)) track.delete(key);
  const isOver = left.some((piece) => {
    return piece.from_seconds < to_seconds && piece.to_seconds > from_seconds;
  });
  if (recordingId === track.get("source") && !isOver) return true;
  const turn = Math.max(0, ...there.map((piece) => piece.turn)) + 1;
  put(track, { key: PIECE + id, recording: recordingId, from_seconds, to_seconds, turn });
  return true;
}

/** One recording sounds on a track from its beginning to its end: phrases of others go. */
export function useWhole(doc: Y.Doc, trackId: string, recordingId: string): boolean {
  const track = takeTrackOf(doc, trackId);
  if (!track || takeIdOf(doc, recordingId) === undefined) return false;
  assign(track, { source: recordingId });
  for (const key of [...track.keys()]) if (key.startsWith(PIECE)) track.delete(key);
  return true;
}

/**
 * A take sounds as another of its recordings, wherever it sounds on a track; a take that sounds
 * nowhere there takes the whole of it.
 */
export function useTakeAs(doc: Y.Doc, trackId: string, recordingId: string): boolean {
  const track = takeTrackOf(doc, trackId);
  const take = takeIdOf(doc, recordingId);
  if (!track || take === undefined) return false;
  const isOfTake = (id: unknown) => typeof id === "string" && takeIdOf(doc, id) === take;
  const pieces = readPieces(track).filter(({ recording }) => isOfTake(recording));
  const isBase = isOfTake(track.get("source"));
  if (!isBase && pieces.length === 0) return useWhole(doc, trackId, recordingId);
  if (isBase) assign(track, { source: recordingId });
  for (const piece of pieces) putInstead(track, piece, recordingId);
  return true;
}

/** Phrases of one recording come from another, on all tracks: a version takes the place of what it was made from. */
export function usePhrasesInstead(doc: Y.Doc, from: string, to: string): void {
  for (const track of takeTracks(doc)) {
    for (const piece of readPieces(track)) {
      if (piece.recording === from) putInstead(track, piece, to);
    }
  }
}

/** Phrases of what is gone go, on all tracks. */
export function dropPhrasesOf(doc: Y.Doc, gone: ReadonlySet<string>): void {
  for (const track of takeTracks(doc)) {
    for (const { key, recording } of readPieces(track)) if (gone.has(recording)) track.delete(key);
  }
}

function putInstead(track: Y.Map<unknown>, piece: StoredPiece, recording: string): void {
  if (piece.recording !== recording) put(track, { ...piece, recording });
}

function put(track: Y.Map<unknown>, { key, ...fields }: StoredPiece): void {
  track.set(key, fields satisfies PieceFields);
}

function takeTracks(doc: Y.Doc): readonly Y.Map<unknown>[] {
  return [...roots(doc).tracks.keys()].flatMap((id) => takeTrackOf(doc, id) ?? []);
}

function takeTrackOf(doc: Y.Doc, id: string): Y.Map<unknown> | undefined {
  const track = entryOf(roots(doc).tracks, id);
  return track?.get("kind") === "take" ? track : undefined;
}

/** The take of a take or a version, as far as the document says. */
function takeIdOf(doc: Y.Doc, recordingId: string): string | undefined {
  const { recordings } = roots(doc);
  const found = readRecording(recordingId, recordings.get(recordingId));
  return found?.kind === "version" ? found.of : found?.id;
}

function stackOf(doc: Y.Doc, recordingId: string): string | null {
  const id = takeIdOf(doc, recordingId) ?? "";
  const take = readRecording(id, roots(doc).recordings.get(id));
  return take?.kind === "take" ? take.stack : null;
}

function toMilliseconds(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
