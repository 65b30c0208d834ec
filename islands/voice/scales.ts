/** Scales as the voice knows them: semitones above the tonic. The names are those of the composer and the API. */
export const SCALE_STEPS: Readonly<Record<string, readonly number[]>> = {
  major: [0, 2, 4, 5, 7, 9, 11],
  minor: [0, 2, 3, 5, 7, 8, 10],
  dorian: [0, 2, 3, 5, 7, 9, 10],
  mixolydian: [0, 2, 4, 5, 7, 9, 10],
  lydian: [0, 2, 4, 6, 7, 9, 11],
  phrygian: [0, 1, 3, 5, 7, 8, 10],
  "harmonic minor": [0, 2, 3, 5, 7, 8, 11],
  chromatic: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11],
};

export const SCALE_NAMES = Object.keys(SCALE_STEPS);
export const KEY_NAMES = ["C", "Db", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

export function scaleSteps(scale: string): readonly number[] | undefined {
  return SCALE_STEPS[scale.toLowerCase()];
}

const LETTERS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** "F#", "Bb" → pitch class; undefined when it names no key. */
export function parseKey(key: string): number | undefined {
  const [, letter, sign] = /^([A-Ga-g])([#b]?)$/.exec(key.trim()) ?? [];
  const base = LETTERS[letter?.toUpperCase() ?? ""];
  if (base === undefined) return undefined;
  return (base + (sign === "#" ? 1 : sign === "b" ? 11 : 0)) % 12;
}

/** "Dorian" for a list. */
export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
