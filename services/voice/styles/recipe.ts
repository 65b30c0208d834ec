import type { DeEss } from "../shaping/de_ess.ts";
import type { Doubles } from "../shaping/doubles.ts";
import type { Compression } from "../shaping/even_out.ts";
import type { Lag } from "../shaping/lay_back.ts";
import type { PitchTouch } from "../shaping/pitch_touch.ts";
import type { Room } from "../shaping/room.ts";
import type { Saturation } from "../shaping/saturate.ts";
import type { Tape } from "../shaping/tape.ts";
import type { ToneBand } from "../shaping/tone.ts";
import type { Vocoder } from "../shaping/vocoder.ts";

/** A style: how it sings, what its voice passes through, who sings along, and where. */
export interface Recipe {
  readonly touch?: PitchTouch;
  readonly lag?: Lag;
  /** In this order. */
  readonly chain: readonly Step[];
  readonly doubles?: Doubles;
  readonly room?: Room;
}

/** One link of the chain that lead and doubles pass alike. */
export type Step =
  | { readonly use: "tone"; readonly bands: readonly ToneBand[] }
  | { readonly use: "de-ess"; readonly settings: DeEss }
  | { readonly use: "even out"; readonly settings: Compression }
  | { readonly use: "saturate"; readonly settings: Saturation }
  | { readonly use: "tape"; readonly settings: Tape }
  | { readonly use: "vocoder"; readonly settings: Vocoder };
