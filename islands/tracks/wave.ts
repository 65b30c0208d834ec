import type { TrackView } from "../../collab/document/schema.ts";
import { decodePeaks, type Peaks } from "../../services/mixer/peaks.ts";
import type { Api } from "../session/api.ts";
import { loudest, peaksPath } from "./peaks_path.ts";

/** A waveform to be drawn into a view box of seconds and levels. */
export interface Wave {
  /** x in seconds from the track's first sample. */
  readonly path: string;
  /** The farthest it goes from the middle, 0 … 1. */
  readonly loudest: number;
}

/** What a track's waveform depends on. */
export type WaveTrack = Pick<TrackView, "peaks" | "pieces" | "offset_seconds" | "start_seconds">;

/** Fetches and draws what sounds on a track: where phrases of other takes do, theirs. */
export async function waveOf(api: Api, track: WaveTrack, signal: AbortSignal): Promise<Wave> {
  const fetched = new Map<string, Promise<Peaks>>();
  const peaksOf = (asset: string | null): Promise<Peaks> | null => {
    if (asset === null) return null;
    const known = fetched.get(asset) ?? api.asset(asset, signal)
      .then((response) => response.bytes()).then(decodePeaks);
    fetched.set(asset, known);
    return known;
  };
  const parts = await Promise.all(
    partsOf(track).map(async (part) => ({ ...part, peaks: await peaksOf(part.asset) })),
  );
  const drawn = parts.flatMap(({ peaks, shiftSeconds, fromSeconds, toSeconds }) => {
    if (peaks === null) return [];
    const part = partOf(peaks, fromSeconds - shiftSeconds, toSeconds - shiftSeconds);
    return [{
      path: peaksPath(part.peaks, 1200, shiftSeconds + part.fromSeconds),
      peaks: part.peaks,
    }];
  });
  return {
    path: drawn.map(({ path }) => path).join(""),
    loudest: Math.max(0, ...drawn.map(({ peaks }) => loudest(peaks))),
  };
}

interface Part {
  readonly asset: string | null;
  /** From the track's first sample to the recording's. */
  readonly shiftSeconds: number;
  /** From the track's first sample on. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

function partsOf(track: WaveTrack): readonly Part[] {
  const parts: Part[] = [];
  let at = -Infinity;
  const own = (toSeconds: number) => {
    if (toSeconds > at) {
      parts.push({ asset: track.peaks, shiftSeconds: 0, fromSeconds: at, toSeconds });
    }
  };
  for (const { peaks, start_seconds, from_seconds, to_seconds } of track.pieces) {
    const [fromSeconds, toSeconds] = [from_seconds, to_seconds].map((seconds) => {
      return seconds + track.offset_seconds - track.start_seconds;
    }) as [number, number];
    own(fromSeconds);
    const shiftSeconds = start_seconds - track.start_seconds;
    parts.push({ asset: peaks, shiftSeconds, fromSeconds, toSeconds });
    at = toSeconds;
  }
  own(Infinity);
  return parts;
}

function partOf(
  peaks: Peaks,
  fromSeconds: number,
  toSeconds: number,
): { readonly peaks: Peaks; readonly fromSeconds: number } {
  const secondsPerPixel = peaks.samplesPerPixel / peaks.sampleRate;
  const pixel = (seconds: number) => {
    return Math.min(peaks.least.length, Math.max(0, Math.round(seconds / secondsPerPixel)));
  };
  const [from, to] = [pixel(fromSeconds), pixel(toSeconds)];
  const [least, greatest] = [peaks.least.subarray(from, to), peaks.greatest.subarray(from, to)];
  return { peaks: { ...peaks, least, greatest }, fromSeconds: from * secondsPerPixel };
}
