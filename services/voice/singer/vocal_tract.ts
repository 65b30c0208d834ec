import type { PartNote, Vowel } from "./part.ts";

/** Centre and bandwidth in Hz. */
type Formant = readonly [number, number];

/** Five formants of a tenor's vowels, from the Csound manual's table of formant values. */
const FORMANTS: Readonly<Record<Vowel | "nasal", readonly Formant[]>> = {
  a: [[650, 80], [1080, 90], [2650, 120], [2900, 130], [3250, 140]],
  e: [[400, 70], [1700, 80], [2600, 100], [3200, 120], [3580, 120]],
  i: [[290, 50], [1870, 90], [2800, 100], [3250, 120], [3540, 120]],
  o: [[400, 60], [800, 80], [2600, 120], [2800, 130], [3000, 135]],
  u: [[350, 50], [600, 60], [2700, 120], [2900, 150], [3300, 200]],
  nasal: [[250, 60], [1050, 150], [2200, 200], [2900, 200], [3500, 250]],
};

export const NASAL_SECONDS = 0.06;

/** Samples between two looks at where the tongue is. */
const BLOCK = 64;
const TONGUE_SECONDS = 0.025;
/** Bandwidth of a formant, relative to its centre. */
const NARROWEST = 0.05;

/**
 * Formants in cascade (D. H. Klatt, "Software for a cascade/parallel formant synthesizer", JASA 67,
 * 1980) that glide from vowel to vowel. The first follows the fundamental upwards, as sopranos'
 * jaws do. Formants that the sample rate cannot hold are left out. In place.
 */
export function articulate(
  samples: Float32Array,
  f0Hz: Float32Array,
  notes: readonly PartNote[],
  formantScale: number,
  sampleRate: number,
): void {
  const first = FORMANTS[notes[0]?.vowel ?? "a"];
  const centres = first.map(([hz]) => hz);
  const widths = first.map(([, hz]) => hz);
  const memory = new Float64Array(2 * centres.length);
  const glide = 1 - Math.exp(-BLOCK / (TONGUE_SECONDS * sampleRate));
  for (let from = 0, at = 0; from < samples.length; from += BLOCK) {
    const to = Math.min(samples.length, from + BLOCK);
    while (at + 1 < notes.length && from >= notes[at + 1]!.startSeconds * sampleRate) at++;
    const target = FORMANTS[shape(notes, at, from / sampleRate)];
    for (let k = 0; k < centres.length; k++) {
      centres[k]! += glide * (target[k]![0] - centres[k]!);
      widths[k]! += glide * (target[k]![1] - widths[k]!);
      const lowest = k === 0 ? f0Hz[from]! : 0;
      const hz = Math.max(centres[k]! * formantScale, lowest);
      const width = Math.max(widths[k]! * formantScale, NARROWEST * hz);
      if (hz < 0.45 * sampleRate) {
        resonate(samples, from, to, hz, width, sampleRate, memory, 2 * k);
      }
    }
  }
}

function shape(notes: readonly PartNote[], at: number, seconds: number): Vowel | "nasal" {
  const note = notes[at];
  if (!note) return "a";
  const closed = note.consonant === "nasal" && seconds - note.startSeconds < NASAL_SECONDS;
  return closed ? "nasal" : note.vowel;
}

/** One two-pole resonance with unit gain at 0 Hz. */
function resonate(
  samples: Float32Array,
  from: number,
  to: number,
  hz: number,
  widthHz: number,
  sampleRate: number,
  memory: Float64Array,
  slot: number,
): void {
  const radius = Math.exp(-Math.PI * widthHz / sampleRate);
  const b = 2 * radius * Math.cos(2 * Math.PI * hz / sampleRate);
  const c = -radius * radius;
  const a = 1 - b - c;
  let y1 = memory[slot]!;
  let y2 = memory[slot + 1]!;
  for (let i = from; i < to; i++) {
    const y = a * samples[i]! + b * y1 + c * y2 + 1e-25;
    y2 = y1;
    y1 = y;
    samples[i] = y;
  }
  memory[slot] = y1;
  memory[slot + 1] = y2;
}
