import type { Family, PitchClass } from "./score.ts";

/**
 * Semitones above the tonic. Harmonic minor is written as natural minor: the raised seventh
 * belongs to the dominant chord and enters with it (see `chordScale`).
 */
export const FAMILY_STEPS: Readonly<Record<Family, readonly number[]>> = {
  lyd: [0, 2, 4, 6, 7, 9, 11],
  maj: [0, 2, 4, 5, 7, 9, 11],
  mixo: [0, 2, 4, 5, 7, 9, 10],
  dor: [0, 2, 3, 5, 7, 9, 10],
  min: [0, 2, 3, 5, 7, 8, 10],
  hmin: [0, 2, 3, 5, 7, 8, 10],
  phr: [0, 1, 3, 5, 7, 8, 10],
};

/** How bright a mode sounds, Lydian 3 … Phrygian −2. */
export const BRIGHTNESS: Readonly<Record<Family, number>> = {
  lyd: 3,
  maj: 2,
  mixo: 1,
  dor: 0,
  min: -1,
  hmin: -1.5,
  phr: -2,
};

const SCALE_NAMES: Readonly<Record<Family, string>> = {
  lyd: "lydian",
  maj: "major",
  mixo: "mixolydian",
  dor: "dorian",
  min: "minor",
  hmin: "harmonic minor",
  phr: "phrygian",
};

const SCALE_ALIASES: Readonly<Record<string, Family>> = {
  ionian: "maj",
  aeolian: "min",
  "natural minor": "min",
  maj: "maj",
  min: "min",
  mixo: "mixo",
  dor: "dor",
  lyd: "lyd",
  phr: "phr",
  hmin: "hmin",
};

const MAJOR_NAMES = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];
const MINOR_NAMES = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "G#", "A", "Bb", "B"];
const LETTERS = "CDEFGAB";
const LETTER_PITCH = [0, 2, 4, 5, 7, 9, 11];

/** Modes with a minor third. */
export function isMinor(family: Family): boolean {
  return FAMILY_STEPS[family][2] === 3;
}

/** "dorian", "harmonic minor"… */
export function scaleName(family: Family): string {
  return SCALE_NAMES[family];
}

/** "F#", "Bb": the usual spelling of a tonic. */
export function keyName(key: PitchClass, family: Family): string {
  return (isMinor(family) ? MINOR_NAMES : MAJOR_NAMES)[mod12(key)] as string;
}

/** "F#", "gb", "B♭", "c sharp" → pitch class; `undefined` when it names no key. */
export function parseKey(text: string): PitchClass | undefined {
  const match = /^([a-g])\s*(#|♯|b|♭|sharp|flat)?$/i.exec(text.trim());
  if (!match) return undefined;
  const letter = LETTERS.indexOf((match[1] as string).toUpperCase());
  const sign = (match[2] ?? "").toLowerCase();
  const shift = sign === "" ? 0 : sign === "#" || sign === "♯" || sign === "sharp" ? 1 : -1;
  return mod12((LETTER_PITCH[letter] as number) + shift);
}

/** "dorian", "Aeolian", "harmonic_minor" → family; `undefined` when the scale is not known. */
export function parseScale(text: string): Family | undefined {
  const name = text.trim().toLowerCase().replace(/[_-]+/g, " ");
  const byName = (Object.keys(SCALE_NAMES) as Family[]).find((f) => SCALE_NAMES[f] === name);
  return byName ?? (Object.hasOwn(SCALE_ALIASES, name) ? SCALE_ALIASES[name] : undefined);
}

/** Sharps (positive) or flats (negative) of the mode's signature: D Dorian is 0, like C major. */
export function keySignature(key: PitchClass, family: Family): number {
  const parentDegree: Readonly<Record<Family, number>> = {
    lyd: 5,
    maj: 0,
    mixo: 7,
    dor: 2,
    min: 9,
    hmin: 9,
    phr: 4,
  };
  const fifths = mod12((key - parentDegree[family]) * 7);
  const sharpTonic = keyName(key, family).includes("#");
  return fifths > 6 || (fifths === 6 && !sharpTonic) ? fifths - 12 : fifths;
}

/** A pitch class spelt from the key's tonic: degree 0–6 gives the letter, the rest is accidental. */
export function spell(
  pitch: PitchClass,
  degree: number,
  key: PitchClass,
  family: Family,
): string {
  const tonic = LETTERS.indexOf(keyName(key, family)[0] as string);
  const letter = (tonic + degree) % 7;
  const shift = mod12(pitch - (LETTER_PITCH[letter] as number) + 6) - 6;
  if (Math.abs(shift) > 1) return keyName(pitch, family);
  return LETTERS[letter] + (shift === 1 ? "#" : shift === -1 ? "b" : "");
}

export function mod12(value: number): PitchClass {
  return ((value % 12) + 12) % 12;
}
