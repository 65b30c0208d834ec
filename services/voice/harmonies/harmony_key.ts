import {
  FAMILY_STEPS,
  keyName,
  mod12,
  parseKey,
  parseScale,
  scaleName,
} from "../../composer/keys.ts";
import type { PitchClass } from "../../composer/score.ts";

/** A key as the parts use it: its tonic and its seven pitch classes, ascending from the tonic. */
export interface HarmonyKey {
  /** "F# dorian". */
  readonly name: string;
  readonly tonic: PitchClass;
  readonly scale: readonly PitchClass[];
}

/** What sounds under a stretch of the lead. */
export interface HarmonyChord {
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** 0 = C … 11 = B; the root among them. */
  readonly pitchClasses: readonly PitchClass[];
  readonly root: PitchClass;
}

/**
 * Reads a key as `services/composer/keys.ts` writes it ("F#", "harmonic minor").
 *
 * @throws RangeError that says which of the two is not known.
 */
export function harmonyKey(key: string, scale: string): HarmonyKey {
  const tonic = parseKey(key);
  if (tonic === undefined) throw new RangeError(`"${key}" is no key: write C, F#, Bb …`);
  const family = parseScale(scale);
  if (family === undefined) throw new RangeError(`"${scale}" is no scale: write major, minor …`);
  const name = `${keyName(tonic, family)} ${scaleName(family)}`;
  return { name, tonic, scale: FAMILY_STEPS[family].map((step) => mod12(tonic + step)) };
}

/**
 * The scale to draw from while a chord sounds: the key's, but a chord tone from outside it (the
 * raised seventh of a dominant in minor) takes the place of the scale tone it rubs against.
 */
export function scaleUnder(key: HarmonyKey, chord: HarmonyChord): readonly PitchClass[] {
  const foreign = chord.pitchClasses.map(mod12).filter((pc) => !key.scale.includes(pc));
  const kept = key.scale.filter((pc) =>
    chord.pitchClasses.map(mod12).includes(pc) ||
    !foreign.some((tone) => [1, 11].includes(mod12(tone - pc)))
  );
  return [...kept, ...foreign];
}
