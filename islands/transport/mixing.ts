import type { TrackView } from "../../collab/document/schema.ts";

/** What of the mix is heard, and when each part starts. Pure. */

export type Channel = Pick<
  TrackView,
  "id" | "kind" | "gain_db" | "pan" | "muted" | "soloed" | "start_seconds" | "duration_seconds"
>;

export interface Setting {
  /** Linear, 0 for silence. */
  readonly gain: number;
  /** −1 … 1. */
  readonly pan: number;
}

/** The finished mix is for taking home: what plays here are its parts, which sum to it. */
export function isPlayed(track: Pick<TrackView, "kind">): boolean {
  return track.kind !== "mix";
}

/** Solo is heard alone; mute wins over solo; −60 dB is off. */
export function settings(channels: readonly Channel[]): ReadonlyMap<string, Setting> {
  const played = channels.filter(isPlayed);
  const soloed = played.some((channel) => channel.soloed);
  return new Map(played.map((channel) => {
    const heard = !channel.muted && (!soloed || channel.soloed);
    return [channel.id, { gain: heard ? linear(channel.gain_db) : 0, pan: channel.pan }];
  }));
}

export const SILENT_DB = -60;

export function linear(gainDb: number): number {
  return gainDb <= SILENT_DB ? 0 : 10 ** (gainDb / 20);
}

export interface Start {
  /** Seconds after the common start. */
  readonly delaySeconds: number;
  /** Seconds into the sound itself. */
  readonly intoSeconds: number;
}

/** How a part starts when the song starts at `atSeconds`; null when it is over by then. */
export function startOf(
  channel: Pick<Channel, "start_seconds" | "duration_seconds">,
  atSeconds: number,
): Start | null {
  const into = atSeconds - channel.start_seconds;
  if (into >= channel.duration_seconds) return null;
  return into < 0
    ? { delaySeconds: -into, intoSeconds: 0 }
    : { delaySeconds: 0, intoSeconds: into };
}

/** A level meter's reading, 0 … 1 over 48 dB, from the peak of the last moment (linear). */
export function meterFraction(peak: number): number {
  if (peak <= 0) return 0;
  return Math.min(1, Math.max(0, 1 + 20 * Math.log10(peak) / 48));
}
