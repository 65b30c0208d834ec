import { decodePeaks, type Peaks } from "../../services/mixer/peaks.ts";
import { type Comp, partsOf } from "../../services/mixer/seams.ts";
import type { Api } from "../session/api.ts";
import { loudest, peaksPath } from "./peaks_path.ts";

/** A waveform to be drawn into a view box of seconds and levels. */
export interface Wave {
  /** x in seconds from the track's first sample. */
  readonly path: string;
  /** The farthest it goes from the middle, 0 … 1. */
  readonly loudest: number;
}

/** Fetches and draws what sounds on a track: where phrases of other takes do, theirs. */
export async function waveOf(
  api: Pick<Api, "asset">,
  track: Comp,
  signal: AbortSignal,
): Promise<Wave> {
  const drawn = await Promise.all(
    partsOf(track).map(async ({ sound, spans }) => {
      if (sound.peaks === null) return [];
      const bytes = await api.asset(sound.peaks, signal).then((response) => response.arrayBuffer());
      const whole = decodePeaks(new Uint8Array(bytes));
      return spans.map(({ from, to }) => {
        const heard = partOf(whole, from - sound.start_seconds, to - sound.start_seconds);
        const shiftSeconds = sound.start_seconds - track.start_seconds;
        return {
          path: peaksPath(heard.peaks, 1200, shiftSeconds + heard.fromSeconds),
          loudest: loudest(heard.peaks),
        };
      });
    }),
  );
  return {
    path: drawn.flat().map(({ path }) => path).join(""),
    loudest: Math.max(0, ...drawn.flat().map((part) => part.loudest)),
  };
}

/** The peaks between two moments of the sound, and where the first of them lies. */
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
