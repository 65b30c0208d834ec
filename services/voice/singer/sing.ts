/**
 * A synthetic singer whose every sample's pitch, every note and every breath is known: glottal
 * pulses through formants, with vibrato, glides, jitter, shimmer, consonants and breaths. What the
 * tracker and everything built on it is measured against.
 */
import { type Stream, stream } from "../../composer/random.ts";
import type { Take } from "../take.ts";
import { breathe, breathsOf, consonants, type Span } from "./air.ts";
import { type Glottis, phonate } from "./glottis.ts";
import { type Intonation, intone, VIBRATO_DELAY_SECONDS } from "./intonation.ts";
import { isLegato, type PartNote } from "./part.ts";
import { articulate, NASAL_SECONDS } from "./vocal_tract.ts";

export interface SingerOptions extends Partial<Intonation>, Partial<Glottis> {
  /** Default 44 100. */
  readonly sampleRate?: number;
  readonly seed?: number;
  /** See `VOICE_TYPES`; default 1. */
  readonly formantScale?: number;
  /** White noise this far below the mean power of the voiced samples; none by default. */
  readonly snrDb?: number;
  /** Silence after the last note; default 0.3. */
  readonly tailSeconds?: number;
  /** Default true. */
  readonly breaths?: boolean;
}

/** A note as it was truly sung. */
export interface TrueNote extends PartNote {
  readonly vibrato: { readonly extentCents: number; readonly rateHz: number } | null;
  readonly begunBy: "onset" | "step";
}

export interface Performance {
  /** Mono, peak 0.7 before the noise. */
  readonly take: Take;
  /** Of each sample, 0 where there is no voice. Jitter is not in it: its mean is zero. */
  readonly f0Hz: Float32Array<ArrayBuffer>;
  readonly notes: readonly TrueNote[];
  readonly breaths: readonly Span[];
}

const ATTACK_SECONDS = 0.03;
const RELEASE_SECONDS = 0.04;
const NASAL_LEVEL = 0.35;
const GLOTTAL_SECONDS = 0.05;
const GLOTTAL_LEVEL = 0.08;
const PEAK = 0.7;
const LOUDNESS_SECONDS = 0.03;
const LOUDNESS_KEPT = 0.7;

/** @param notes in order of time, not overlapping. */
export function sing(notes: readonly PartNote[], options: SingerOptions = {}): Performance {
  const { sampleRate = 44_100, seed = 1, formantScale = 1, tailSeconds = 0.3 } = options;
  const intonation: Intonation = {
    vibratoCents: 50,
    vibratoHz: 5.5,
    portamentoSeconds: 0.08,
    scoopCents: 40,
    driftCents: 5,
    ...options,
  };
  const glottis: Glottis = { jitter: 0.004, shimmer: 0.03, breathiness: 0.02, ...options };
  const length = Math.ceil(((notes.at(-1)?.endSeconds ?? 0) + tailSeconds) * sampleRate);
  const f0Hz = intone(notes, intonation, length, sampleRate);
  const strength = effort(notes, intonation.vibratoHz, length, sampleRate);
  const samples = phonate(f0Hz, strength, glottis, sampleRate, stream(seed, "glottis"));
  articulate(samples, f0Hz, notes, formantScale, sampleRate);
  keepLoudness(samples, notes, sampleRate);
  normalise(samples);
  consonants(samples, notes, sampleRate, stream(seed, "consonants"));
  const breaths = options.breaths === false ? [] : breathsOf(notes);
  breathe(samples, breaths, sampleRate, stream(seed, "breaths"));
  if (options.snrDb !== undefined) hiss(samples, f0Hz, options.snrDb, stream(seed, "noise"));
  return {
    take: { sampleRate, channels: [samples] },
    f0Hz,
    notes: notes.map((note, i) => truth(note, notes[i - 1], intonation)),
    breaths,
  };
}

function truth(note: PartNote, before: PartNote | undefined, sung: Intonation): TrueNote {
  const steady = note.endSeconds - note.startSeconds - 2 * VIBRATO_DELAY_SECONDS;
  const vibrates = sung.vibratoCents > 0 && steady >= 1 / sung.vibratoHz;
  return {
    ...note,
    vibrato: vibrates ? { extentCents: sung.vibratoCents, rateHz: sung.vibratoHz } : null,
    begunBy: isLegato(before, note) ? "step" : "onset",
  };
}

/** How hard the singer blows: attack and release of phrases, closed lips, glottal dips, vibrato. */
function effort(
  notes: readonly PartNote[],
  vibratoHz: number,
  length: number,
  sampleRate: number,
): Float32Array {
  const strength = new Float32Array(length);
  notes.forEach((note, index) => {
    const after = notes[index + 1];
    const bound = isLegato(notes[index - 1], note);
    const binds = after !== undefined && isLegato(note, after);
    const start = Math.round(note.startSeconds * sampleRate);
    const end = Math.min(length, Math.round(note.endSeconds * sampleRate));
    for (let i = start; i < end; i++) {
      const since = i / sampleRate - note.startSeconds;
      const left = note.endSeconds - i / sampleRate;
      let level = 0.9 + 0.1 * Math.sin(2 * Math.PI * vibratoHz * since);
      if (!bound) level *= Math.min(1, since / ATTACK_SECONDS);
      if (!binds) level *= Math.min(1, left / RELEASE_SECONDS);
      if (note.consonant === "nasal") level *= dip(since - NASAL_SECONDS, NASAL_LEVEL);
      if (bound && note.consonant === "glottal") level *= dip(since, GLOTTAL_LEVEL);
      if (binds && after.consonant === "glottal") level *= dip(left, GLOTTAL_LEVEL);
      strength[i] = level;
    }
  });
  return strength;
}

/** From `floor` up to 1 within half a glottal dip's length after zero. */
function dip(seconds: number, floor: number): number {
  const risen = Math.min(1, Math.max(0, seconds / (GLOTTAL_SECONDS / 2)));
  return floor + (1 - floor) * risen;
}

/** Singers press where a vowel is weak: most of the difference in level between notes is undone. */
function keepLoudness(
  samples: Float32Array,
  notes: readonly PartNote[],
  sampleRate: number,
): void {
  const spans = notes.map((note) =>
    [
      Math.round(note.startSeconds * sampleRate),
      Math.min(samples.length, Math.round(note.endSeconds * sampleRate)),
    ] as const
  );
  const levels = spans.map(([start, end]) => rms(samples.subarray(start, end)));
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const smoothing = 1 - Math.exp(-1 / (LOUDNESS_SECONDS * sampleRate));
  let gain = 1;
  for (let i = 0, at = 0; i < samples.length; i++) {
    while (at + 1 < spans.length && i >= spans[at + 1]![0]) at++;
    const wanted = (mean / (levels[at] ?? mean)) ** LOUDNESS_KEPT;
    gain = i === 0 ? wanted : gain + smoothing * (wanted - gain);
    samples[i]! *= gain;
  }
}

function rms(samples: Float32Array): number {
  let power = 1e-12;
  for (let i = 0; i < samples.length; i++) power += samples[i]! * samples[i]!;
  return Math.sqrt(power / samples.length);
}

function normalise(samples: Float32Array): void {
  let peak = 1e-9;
  for (let i = 0; i < samples.length; i++) peak = Math.max(peak, Math.abs(samples[i]!));
  for (let i = 0; i < samples.length; i++) samples[i]! *= PEAK / peak;
}

function hiss(samples: Float32Array, f0Hz: Float32Array, snrDb: number, random: Stream): void {
  let power = 0;
  let count = 0;
  for (let i = 0; i < samples.length; i++) {
    if (f0Hz[i]! === 0) continue;
    power += samples[i]! * samples[i]!;
    count++;
  }
  // A uniform draw of ±a has the power a² / 3.
  const reach = Math.sqrt(3 * power / Math.max(1, count) / 10 ** (snrDb / 10));
  for (let i = 0; i < samples.length; i++) samples[i]! += reach * (2 * random.next() - 1);
}
