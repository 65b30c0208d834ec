import { deEss } from "../shaping/de_ess.ts";
import { evenOut } from "../shaping/even_out.ts";
import { saturate } from "../shaping/saturate.ts";
import { playFromTape } from "../shaping/tape.ts";
import { shapeTone } from "../shaping/tone.ts";
import { vocode } from "../shaping/vocoder.ts";
import type { Take } from "../take.ts";
import type { Step } from "./recipe.ts";

export interface ChainContext {
  readonly strength: number;
  readonly seed: number;
  /** The pitch of the note that sounds, 0 where there is no voice. */
  readonly hzAt: (seconds: number) => number;
}

/** Sends a take through the links of a chain, in place. */
export function runChain(take: Take, chain: readonly Step[], context: ChainContext): void {
  const { strength, seed } = context;
  for (const step of chain) {
    switch (step.use) {
      case "tone":
        shapeTone(take, step.bands, strength);
        break;
      case "de-ess":
        deEss(take, step.settings, strength);
        break;
      case "even out":
        evenOut(take, step.settings, strength);
        break;
      case "saturate":
        saturate(take, step.settings, strength);
        break;
      case "tape":
        playFromTape(take, step.settings, strength, seed);
        break;
      case "vocoder":
        vocode(take, step.settings, context.hzAt, strength, seed);
        break;
    }
  }
}
