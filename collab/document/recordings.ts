import { Fields, MAX_TIME_MS } from "./fields.ts";
import { endOfPieces, resolvePieces, type StoredPiece } from "./pieces.ts";
import { isRecord, plainRecord } from "./plain.ts";
import type { RecordingView, TakeView, TrackView } from "./schema.ts";

/** A track as it is stored: a take's has no sound of its own. */
export type TrackEntry =
  & Omit<TrackView, "asset" | "listen" | "start_seconds" | "pieces">
  & {
    readonly asset: string | null;
    readonly listen: string | null;
    readonly pieces: readonly StoredPiece[];
  };

/** One entry of `recordings` by itself; what it points to may be gone. */
export function readRecording(id: string, value: unknown): RecordingView | null {
  const fields = Fields.of(id, value);
  const kind = fields?.oneOf("kind", ["take", "version"]);
  const asset = fields?.id("asset");
  if (!fields || !kind || !asset) return null;
  const shared = {
    id,
    asset,
    listen: fields.id("listen") ?? asset,
    peaks: fields.id("peaks") ?? null,
    duration_seconds: fields.clamped("duration_seconds", 0, 3600) ?? 0,
    lufs: fields.clamped("lufs", -100, 20) ?? null,
    by: fields.id("by") ?? "",
    at: fields.number("at", 0, MAX_TIME_MS) ?? 0,
  };
  if (kind === "take") {
    return {
      kind,
      ...shared,
      name: fields.text("name", 255)?.trim() || "Take",
      stack: fields.id("stack") ?? null,
      sample_rate: fields.number("sample_rate", 1, 1_000_000) ?? 48_000,
      channels: fields.number("channels", 1, 64) ?? 1,
      offset_seconds: fields.clamped("offset_seconds", -600, 600) ?? 0,
    };
  }
  const of = fields.id("of");
  if (!of) return null;
  return {
    kind,
    ...shared,
    of,
    from: fields.id("from") ?? of,
    label: fields.text("label", 255)?.trim() || "Version",
    settings: readJson(fields.raw("settings")),
    report: readJson(fields.raw("report")),
    contour: fields.id("contour") ?? null,
    job: fields.id("job") ?? null,
  };
}

/**
 * Recordings as everyone sees them: a version without its take is left out until that comes back; one
 * made from a version that is gone, or that is younger, was made from the take; a take without its
 * track has `stack: null`.
 *
 * @param entries every track.
 */
export function resolveRecordings(
  recordings: readonly RecordingView[],
  entries: readonly TrackEntry[],
): readonly RecordingView[] {
  const stacks = new Set(entries.flatMap(({ id, kind }) => kind === "take" ? [id] : []));
  const known = new Map(recordings.map((recording) => [recording.id, recording]));
  return recordings.flatMap((recording): RecordingView[] => {
    if (recording.kind === "take") {
      const isKnown = recording.stack === null || stacks.has(recording.stack);
      return [isKnown ? recording : { ...recording, stack: null }];
    }
    const { id, of, from } = recording;
    if (known.get(of)?.kind !== "take") return [];
    const base = known.get(from);
    const isBase = from === of || (base?.kind === "version" && base.of === of && from < id);
    return [isBase ? recording : { ...recording, from: of }];
  });
}

/**
 * Tracks with what sounds on them. A take's track plays its `source`; when that is gone, the newest
 * take of its lanes; without one it is left out until something comes back. Where phrases of other
 * recordings lie over it, those sound (`pieces.ts`).
 *
 * @param recordings as `resolveRecordings` gives them.
 */
export function resolveTracks(
  entries: readonly TrackEntry[],
  recordings: readonly RecordingView[],
): readonly TrackView[] {
  const known = new Map(recordings.map((recording) => [recording.id, recording]));
  const newest = new Map<string, TakeView>();
  for (const recording of recordings) {
    if (recording.kind !== "take" || recording.stack === null) continue;
    const before = newest.get(recording.stack);
    if (!before || isNewer(recording, before)) newest.set(recording.stack, recording);
  }
  return entries.flatMap((entry): TrackView[] => {
    const sounding = entry.kind === "take"
      ? known.get(entry.source ?? "") ?? newest.get(entry.id)
      : undefined;
    const take = sounding?.kind === "version" ? known.get(sounding.of) : sounding;
    if (sounding && take?.kind === "take") {
      const { asset, listen, peaks } = sounding;
      const start_seconds = entry.offset_seconds + take.offset_seconds;
      const pieces = resolvePieces(entry, entry.pieces, sounding.id, known);
      const end = endOfPieces(pieces, entry.offset_seconds, known);
      return [{
        ...entry,
        ...{ asset, listen, peaks, start_seconds, pieces },
        duration_seconds: Math.max(sounding.duration_seconds, end - start_seconds),
        source: sounding.id,
        recording: take.id,
      }];
    }
    const { asset } = entry;
    if (asset === null) return [];
    return [{
      ...entry,
      asset,
      listen: entry.listen ?? asset,
      start_seconds: entry.offset_seconds,
      source: null,
      pieces: [],
      recording: known.get(entry.recording ?? "")?.kind === "take" ? entry.recording : null,
    }];
  });
}

/** Ids are version 7: by creation. */
function isNewer(a: TakeView, b: TakeView): boolean {
  return a.id > b.id;
}

function readJson(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? plainRecord(value) : {};
}
