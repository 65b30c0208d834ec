import { FAMILY_STEPS, mod12, spell } from "./keys.ts";
import type { Chord, Family, HarmonicFunction, PitchClass } from "./score.ts";

/** How a chord is enriched; what the roman numeral itself says always wins. */
export type Colour = "triad" | "seventh" | "ninth" | "add9" | "sus4";

export type ChordShape = Pick<
  Chord,
  "root" | "bass" | "pcs" | "scale" | "roman" | "name" | "fn"
>;

/**
 * Reads a roman numeral counted from the major scale: `bVI`, `ii°7`, `V7/ii` (secondary), `I/3`
 * (third in the bass), and the suffixes 7 9 13 6 69 add9 sus4 5 7b9 and d7 (dominant seventh
 * whatever the scale says).
 *
 * @throws RangeError when the text is no roman numeral of this grammar.
 */
export function chordOf(
  roman: string,
  key: PitchClass,
  family: Family,
  colour: Colour = "triad",
): ChordShape {
  const numeral = parseRoman(roman);
  const steps = FAMILY_STEPS[family];
  const tones = tonesOf(numeral, steps, colour);
  const pcs = tones.map((tone) => mod12(key + tone.step));
  const root = pcs[0]!;
  const bass = numeral.bassTone === undefined ? root : pcs[numeral.bassTone] ?? root;
  const rootName = spell(root, numeral.degree, key, family);
  const bassName = bass === root
    ? ""
    : "/" + spell(bass, (numeral.degree + 2 * (numeral.bassTone ?? 0)) % 7, key, family);
  return {
    root,
    bass,
    pcs,
    scale: scaleUnder(tones, steps).map((step) => mod12(key + step)),
    roman,
    name: rootName + suffixOf(numeral, tones) + bassName,
    fn: functionOf(numeral),
  };
}

interface Numeral {
  /** Letter distance of the root from the tonic, 0–6. */
  readonly degree: number;
  /** Semitones of the root above the tonic. */
  readonly step: number;
  readonly quality: "major" | "minor" | "diminished";
  readonly suffix: string;
  /** A dominant by position or by `d7`: its seventh is minor. */
  readonly dominant: boolean;
  readonly secondary: boolean;
  readonly plain: boolean;
  /** Index of the chord tone in the bass. */
  readonly bassTone: number | undefined;
}

interface Tone {
  /** Semitones above the tonic of the key. */
  readonly step: number;
  /** Letter distance from the tonic, 0–6. */
  readonly degree: number;
}

const NUMERALS = ["I", "II", "III", "IV", "V", "VI", "VII"];
const MAJOR = FAMILY_STEPS.maj;
const GRAMMAR =
  /^(b?)(VII|VI|IV|V|III|II|I|vii|vi|iv|v|iii|ii|i)(°?)(d7|7b9|69|add9|sus4|maj7|7|9|13|6|5)?(?:\/(\w+))?$/;

function parseRoman(text: string): Numeral {
  const match = GRAMMAR.exec(text);
  if (!match) throw new RangeError(`"${text}" is not a roman numeral`);
  const [, flat = "", name = "", ring = "", suffix = "", slash] = match;
  const degree = NUMERALS.indexOf(name.toUpperCase());
  const step = mod12(MAJOR[degree]! - flat.length);
  const upper = name === name.toUpperCase();
  const quality = ring ? "diminished" : upper ? "major" : "minor";
  if (slash !== undefined && !/^\d$/.test(slash)) {
    const target = parseRoman(slash);
    return {
      degree: (target.degree + 4) % 7,
      step: mod12(target.step + 7),
      quality,
      suffix,
      dominant: true,
      secondary: true,
      plain: false,
      bassTone: undefined,
    };
  }
  return {
    degree,
    step,
    quality,
    suffix,
    dominant: suffix === "d7" || (upper && flat === "" && degree === 4),
    secondary: false,
    plain: flat === "",
    bassTone: slash === "3" ? 1 : slash === "5" ? 2 : undefined,
  };
}

function tonesOf(numeral: Numeral, steps: readonly number[], colour: Colour): Tone[] {
  const { degree, step, quality, suffix } = numeral;
  const tone = (interval: number, letters: number): Tone => ({
    step: mod12(step + interval),
    degree: (degree + letters) % 7,
  });
  const inScale = (interval: number) => steps.includes(mod12(step + interval));
  const root = tone(0, 0);
  const third = tone(quality === "major" ? 4 : 3, 2);
  const fifth = tone(quality === "diminished" ? 6 : 7, 4);
  const seventh = tone(seventhOf(numeral, steps), 6);
  const ninth = tone(2, 1);
  switch (suffix) {
    case "5":
      return [root, fifth];
    case "sus4":
      return [root, tone(5, 3), fifth];
    case "6":
      return [root, third, fifth, tone(9, 5)];
    case "69":
      return [root, third, fifth, tone(9, 5), ninth];
    case "add9":
      return [root, third, fifth, ninth];
    case "7b9":
      return [root, third, fifth, seventh, tone(1, 1)];
    case "13":
      return [root, third, fifth, seventh, tone(9, 5)];
    case "9":
      return inScale(2) || numeral.dominant
        ? [root, third, fifth, seventh, ninth]
        : [root, third, fifth, seventh];
    case "7":
    case "d7":
    case "maj7":
      return colour === "ninth" && inScale(2) && quality !== "diminished"
        ? [root, third, fifth, seventh, ninth]
        : [root, third, fifth, seventh];
  }
  if (colour === "sus4" && canSuspend(numeral) && inScale(5)) return [root, tone(5, 3), fifth];
  if (colour === "add9" && inScale(2)) return [root, third, fifth, ninth];
  if (colour === "ninth" && inScale(2) && quality !== "diminished") {
    return [root, third, fifth, seventh, ninth];
  }
  if (colour === "seventh" || colour === "ninth") return [root, third, fifth, seventh];
  return [root, third, fifth];
}

/** Only chords that lead on may wait: V, v, bVII, IV. */
function canSuspend(numeral: Numeral): boolean {
  return !numeral.secondary && numeral.bassTone === undefined &&
    (numeral.step === 7 || numeral.step === 10 || (numeral.step === 5 && numeral.plain));
}

/** A seventh is diatonic, except on dominants: a blanket minor seventh makes every tonic a I7. */
function seventhOf(numeral: Numeral, steps: readonly number[]): number {
  if (numeral.dominant || numeral.quality !== "major") return 10;
  const diatonic = mod12(steps[(numeral.degree + 6) % 7]! - numeral.step);
  return diatonic === 10 ? 10 : 11;
}

/**
 * The mode with altered chord tones in place of the degree of the same letter: the third of V in
 * minor replaces the flat seventh, never the tonic beside it.
 */
function scaleUnder(tones: readonly Tone[], steps: readonly number[]): number[] {
  const scale = [...steps];
  for (const tone of tones) {
    if (!steps.includes(tone.step)) scale[tone.degree] = tone.step;
  }
  return scale.sort((a, b) => a - b);
}

function functionOf(numeral: Numeral): HarmonicFunction {
  if (numeral.secondary) return "D";
  if (numeral.suffix === "d7") return "D";
  switch (numeral.step) {
    case 7:
    case 10:
    case 11:
    case 1:
      return "D";
    case 2:
    case 5:
    case 8:
      return "S";
    default:
      return "T";
  }
}

function suffixOf(numeral: Numeral, tones: readonly Tone[]): string {
  const intervals = tones.map((tone) => mod12(tone.step - numeral.step));
  const has = (interval: number) => intervals.includes(interval);
  const base = numeral.quality === "minor" ? "m" : "";
  if (!has(3) && !has(4)) return has(5) ? "sus4" : "5";
  if (numeral.quality === "diminished") return has(10) ? "m7b5" : "dim";
  if (has(10) && has(1)) return "7b9";
  if (has(10) && has(9)) return "13";
  if (has(10)) return base + (has(2) ? "9" : "7");
  if (has(11)) return (base === "m" ? "mMaj" : "maj") + (has(2) ? "9" : "7");
  if (has(9)) return base + (has(2) ? "6/9" : "6");
  return base + (has(2) ? "add9" : "");
}
