import type { TrackView } from "../../collab/document/schema.ts";

/** When each part starts, and what a meter shows. What is heard of the mix says `mixer/desk.ts`. Pure. */
export { isPlayed, linear, type Setting, settings, SILENT_DB } from "../../services/mixer/desk.ts";

export type Channel = Pick<
  TrackView,
  "id" | "kind" | "gain_db" | "pan" | "muted" | "soloed" | "start_seconds" | "duration_seconds"
>;

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
