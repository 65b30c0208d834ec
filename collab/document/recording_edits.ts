import * as Y from "yjs";
import { assign, entryOf, lastOrder } from "./entries.ts";
import { orderBetween } from "./order.ts";
import { readPieces } from "./pieces.ts";
import { dropPhrasesOf, usePhrasesInstead } from "./piece_edits.ts";
import { readRecording } from "./recordings.ts";
import { roots, type TakeView, type TrackView, type VersionView } from "./schema.ts";

/*
 * The writers of takes and their versions. As those of `edits.ts`: inside the caller's transaction;
 * false, and nothing changed, when what they name is not there.
 */

export type NewTake = Omit<TakeView, "kind" | "stack">;

/** A track for takes to lie on. */
export interface NewTakeTrack {
  readonly id: string;
  readonly name: string;
  readonly pigment?: string;
  readonly gain_db?: number;
  readonly offset_seconds?: number;
}

/**
 * Adds a take, which sounds from now on; where phrases of several takes were chosen it waits, so that
 * the choice is not lost. One whose id is there already stays as it is.
 *
 * @param place the id of the track to whose lanes it is added, or a new track.
 */
export function addTake(doc: Y.Doc, take: NewTake, place: NewTakeTrack | string): boolean {
  const { recordings, tracks } = roots(doc);
  if (recordings.has(take.id)) return false;
  const stack = typeof place === "string" ? place : place.id;
  const track = entryOf(tracks, stack);
  if (track ? track.get("kind") !== "take" : typeof place === "string") return false;
  const { id, ...fields } = take;
  recordings.set(id, new Y.Map<unknown>(Object.entries({ kind: "take", ...fields, stack })));
  if (track && !hasGuests(track, recordings)) assign(track, { source: id });
  if (!track && typeof place !== "string") tracks.set(stack, takeTrack(tracks, place, take));
  return true;
}

export function renameTake(doc: Y.Doc, id: string, name: string): boolean {
  const take = takeOf(doc, id);
  if (take) assign(take, { name });
  return take !== undefined;
}

/** Moves a take in time, within its lane, and the harmonies that were made from it by as much. */
export function nudgeTake(doc: Y.Doc, id: string, offsetSeconds: number): boolean {
  const take = takeOf(doc, id);
  const before = take && readRecording(id, take);
  if (before?.kind !== "take") return false;
  const moved = offsetSeconds - before.offset_seconds;
  assign(take!, { offset_seconds: offsetSeconds });
  for (const track of roots(doc).tracks.values()) {
    if (!(track instanceof Y.Map) || track.get("kind") !== "harmony") continue;
    if (track.get("recording") !== id) continue;
    const offset = track.get("offset_seconds");
    assign(track, { offset_seconds: (typeof offset === "number" ? offset : 0) + moved });
  }
  return true;
}

/**
 * Removes a take with its versions, and the phrases of it in other takes. Its lane plays the newest
 * take that is left; a lane without any goes. Harmonies stay: they have sound of their own.
 */
export function removeTake(doc: Y.Doc, id: string): boolean {
  const { recordings } = roots(doc);
  if (!takeOf(doc, id)) return false;
  const gone = new Set([id]);
  for (const [versionId, value] of recordings.entries()) {
    if (value instanceof Y.Map && value.get("kind") === "version" && value.get("of") === id) {
      gone.add(versionId);
    }
  }
  for (const each of gone) recordings.delete(each);
  dropPhrasesOf(doc, gone);
  for (const [trackId, track] of roots(doc).tracks.entries()) {
    if (!(track instanceof Y.Map) || track.get("kind") !== "take") continue;
    if (!gone.has(String(track.get("source")))) continue;
    const next = newestTakeOn(doc, trackId);
    if (next) assign(track, { source: next });
    else roots(doc).tracks.delete(trackId);
  }
  return true;
}

export type NewVersion = Omit<VersionView, "kind">;

/** Adds a version beside its take; which one sounds says `useSource`. */
export function addVersion(doc: Y.Doc, version: NewVersion): boolean {
  const { recordings } = roots(doc);
  const { id, ...fields } = version;
  if (!takeOf(doc, version.of) || recordings.has(id)) return false;
  recordings.set(id, new Y.Map<unknown>(Object.entries({ kind: "version", ...fields })));
  return true;
}

/** Removes a version; where it sounded, what it was made from sounds. */
export function removeVersion(doc: Y.Doc, id: string): boolean {
  const { recordings, tracks } = roots(doc);
  const version = readRecording(id, recordings.get(id));
  if (version?.kind !== "version") return false;
  recordings.delete(id);
  const from = recordings.has(version.from) ? version.from : version.of;
  for (const track of tracks.values()) {
    if (track instanceof Y.Map && track.get("source") === id) assign(track, { source: from });
  }
  usePhrasesInstead(doc, id, from);
  return true;
}

/** Says which take or version sounds on a take's track; phrases of others stay where they are. */
export function useSource(doc: Y.Doc, trackId: string, recordingId: string): boolean {
  const track = entryOf(roots(doc).tracks, trackId);
  if (track?.get("kind") !== "take" || !entryOf(roots(doc).recordings, recordingId)) return false;
  assign(track, { source: recordingId });
  return true;
}

function takeTrack(
  tracks: Y.Map<Y.Map<unknown>>,
  { id: _, ...wish }: NewTakeTrack,
  { id, by }: NewTake,
): Y.Map<unknown> {
  const fields: Omit<TrackView, "id" | "asset" | "listen" | "peaks" | "duration_seconds" | Found> =
    {
      kind: "take",
      gain_db: 0,
      pan: 0,
      muted: false,
      soloed: false,
      offset_seconds: 0,
      pigment: "vermilion",
      ...wish,
      order: orderBetween(lastOrder(tracks), null),
      by,
      job: null,
      source: id,
    };
  return new Y.Map<unknown>(Object.entries(fields));
}

/** Whether phrases of other recordings, which are there, lie in a track. */
function hasGuests(track: Y.Map<unknown>, recordings: Y.Map<Y.Map<unknown>>): boolean {
  return readPieces(track).some(({ recording }) => {
    return recording !== track.get("source") && recordings.has(recording);
  });
}

/** What `view` finds out about a track. */
type Found = "start_seconds" | "recording" | "canvas" | "pieces";

function takeOf(doc: Y.Doc, id: string): Y.Map<unknown> | undefined {
  const found = entryOf(roots(doc).recordings, id);
  return found?.get("kind") === "take" ? found : undefined;
}

function newestTakeOn(doc: Y.Doc, trackId: string): string | undefined {
  let newest: string | undefined;
  for (const [id, value] of roots(doc).recordings.entries()) {
    const recording = readRecording(id, value);
    if (recording?.kind !== "take" || recording.stack !== trackId) continue;
    if (newest === undefined || id > newest) newest = id;
  }
  return newest;
}
