import { melody, type MelodyOptions } from "./melody.ts";
import { VOICE_TYPES } from "./part.ts";
import { type Performance, sing, type SingerOptions } from "./sing.ts";

/** A voice of a kind sings a tune in its range; one seed for the tune and the singer. */
export function singTune(options: MelodyOptions & SingerOptions): Performance {
  const { formantScale } = VOICE_TYPES[options.voice];
  return sing(melody(options), { formantScale, ...options });
}
