/**
 * Voices: the speed of correction against Rubber Band's CLI, the longest time the event loop stands
 * still meanwhile, how far from the truth of a synthetic singer everything is, and whether any style
 * clicks on any real voice.
 */
import { againstRubberBand } from "./voice/against_rubber_band.ts";
import { figures } from "./voice/figures.ts";
import { loopStall } from "./voice/loop_stall.ts";
import { styles } from "./voice/styles.ts";
import { tracker } from "./voice/tracker.ts";

const PARTS: Readonly<Record<string, () => Promise<void> | void>> = {
  speed: againstRubberBand,
  stall: loopStall,
  tracker,
  figures,
  styles,
};

export const parts: readonly string[] = Object.keys(PARTS);

export async function run(chosen: readonly string[]): Promise<void> {
  for (const part of chosen) await PARTS[part]!();
}
