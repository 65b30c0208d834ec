import type { TrackView } from "../../collab/document/schema.ts";

/** What a meter shows. What is heard of the mix says `mixer/desk.ts`. Pure. */
export { isPlayed, linear, type Setting, settings, SILENT_DB } from "../../services/mixer/desk.ts";

export type Channel = Pick<TrackView, "id" | "kind" | "gain_db" | "pan" | "muted" | "soloed">;

/** A level meter's reading, 0 … 1 over 48 dB, from the peak of the last moment (linear). */
export function meterFraction(peak: number): number {
  if (peak <= 0) return 0;
  return Math.min(1, Math.max(0, 1 + 20 * Math.log10(peak) / 48));
}
