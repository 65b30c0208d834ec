import { analyseVoice } from "../analyse_voice.ts";
import { type Contour, midiOf } from "../contour.ts";
import { correctPitch } from "../correct_pitch.ts";
import { melody, type MelodyNote } from "../singer/melody.ts";
import { VOICE_TYPES, type VoiceName } from "../singer/part.ts";
import { sing, type SingerOptions } from "../singer/sing.ts";
import { lengthOf } from "../take.ts";
import { harmonicityDb } from "./harmonicity.ts";
import { mean, quantile } from "./quantile.ts";

export interface Sung {
  readonly voice: VoiceName;
  readonly seconds: number;
  readonly seed: number;
  /** White noise; none by default. */
  readonly snrDb?: number;
}

export interface CorrectionFigures {
  /** Distance of notes from the pitch that was meant, measured on the result. */
  readonly meanNoteCents: number;
  readonly p95NoteCents: number;
  /** Part of the frames within 50 cents of what a singer in tune sings there, with vibrato and glides. */
  readonly framesIn50Cents: number;
  /** Median part of the vibrato's extent that is left. */
  readonly vibratoKept: number;
  readonly hnrLossDb: number;
  readonly lengthChange: number;
}

export const NATURAL = { strength: 1, retuneMs: 40, keepVibrato: 1 } as const;
export const HARD = { strength: 1, retuneMs: 0, keepVibrato: 0 } as const;

const KEY = { key: "C", scale: "major" };

/** Tunes a singer who is off by up to 45 cents on every note, and compares with what was meant. */
export function correctionFigures(
  sung: Sung,
  settings: typeof NATURAL | typeof HARD,
): CorrectionFigures {
  const part = melody({ ...sung, offKeyCents: 45 });
  const singer = singerOf(sung);
  const { take } = sing(part, singer);
  const truth = sing(part.map((note) => ({ ...note, midi: note.meantMidi })), {
    ...singer,
    driftCents: 0,
    vibratoCents: settings.keepVibrato === 1 ? VIBRATO_CENTS : 0,
  }).f0Hz;
  const before = analyseVoice(take);
  const corrected = correctPitch(take, before, { ...KEY, ...settings }).take;
  const { contour } = analyseVoice(corrected);
  const strays = part.flatMap((note) =>
    pitchOf(contour, note).map((midi) => midi - note.meantMidi)
  );
  const cents = strays.map((semitones) => 100 * Math.abs(semitones));
  const near = frameCents(contour, truth, take.sampleRate);
  const [noisy, clear] = harmonicityDb([contour, before.contour]);
  const kept = part.flatMap((note) => vibratoKept(note, before.contour, contour));
  return {
    meanNoteCents: mean(cents),
    p95NoteCents: quantile(cents, 0.95),
    framesIn50Cents: near.filter((stray) => stray <= 50).length / near.length,
    vibratoKept: quantile(kept, 0.5),
    hnrLossDb: clear! - noisy!,
    lengthChange: lengthOf(corrected) - lengthOf(take),
  };
}

/** 95 % of the notes of a singer who is in tune are moved by less than this, in cents. */
export function inTuneMovedCents(sung: Sung): number {
  const part = melody(sung);
  const { take } = sing(part, { ...singerOf(sung), driftCents: 0 });
  const before = analyseVoice(take);
  const after = analyseVoice(correctPitch(take, before, { ...KEY, ...NATURAL }).take);
  return quantile(
    part.flatMap((note) => {
      const [was, is] = [pitchOf(before.contour, note), pitchOf(after.contour, note)];
      return was.length && is.length ? [100 * Math.abs(is[0]! - was[0]!)] : [];
    }),
    0.95,
  );
}

const VIBRATO_CENTS = 50;
const VIBRATO_HZ = 5.5;

export function singerOf({ voice, seed, snrDb }: Sung): SingerOptions {
  const { formantScale } = VOICE_TYPES[voice];
  return { seed, snrDb, formantScale, vibratoCents: VIBRATO_CENTS, vibratoHz: VIBRATO_HZ };
}

/** The mean pitch of a note's middle as a MIDI note, none where nothing is heard. */
function pitchOf(contour: Contour, note: MelodyNote): number[] {
  const pitches: number[] = [];
  const last = (note.endSeconds - 0.06) / contour.hopSeconds;
  for (let i = Math.ceil((note.startSeconds + 0.06) / contour.hopSeconds); i < last; i++) {
    if (contour.f0Hz[i]! > 0) pitches.push(midiOf(contour.f0Hz[i]!));
  }
  return pitches.length >= 6 ? [mean(pitches)] : [];
}

function frameCents(contour: Contour, truthHz: Float32Array, sampleRate: number): number[] {
  return Array.from(contour.f0Hz).flatMap((hz, i) => {
    const truth = truthHz[Math.round(i * contour.hopSeconds * sampleRate)] ?? 0;
    return hz > 0 && truth > 0 ? [Math.abs(1200 * Math.log2(hz / truth))] : [];
  });
}

/** Of notes long enough to have a vibrato. */
function vibratoKept(note: MelodyNote, before: Contour, after: Contour): number[] {
  const [from, to] = [note.startSeconds + 0.4, note.endSeconds - 0.08];
  if (to - from < 2 / VIBRATO_HZ) return [];
  const was = swing(before, from, to);
  return was > 0.1 ? [swing(after, from, to) / was] : [];
}

/** Extent in semitones of what swings at the vibrato's rate. */
function swing({ f0Hz, hopSeconds }: Contour, from: number, to: number): number {
  const whole = Math.floor((to - from) * VIBRATO_HZ) / VIBRATO_HZ;
  const frames: [number, number][] = [];
  for (let i = Math.ceil(from / hopSeconds); i * hopSeconds < from + whole; i++) {
    if (f0Hz[i]! > 0) frames.push([i * hopSeconds, midiOf(f0Hz[i]!)]);
  }
  const centre = mean(frames.map(([, midi]) => midi));
  let [cos, sin] = [0, 0];
  for (const [seconds, midi] of frames) {
    cos += (midi - centre) * Math.cos(2 * Math.PI * VIBRATO_HZ * seconds);
    sin += (midi - centre) * Math.sin(2 * Math.PI * VIBRATO_HZ * seconds);
  }
  return 2 * Math.hypot(cos, sin) / Math.max(1, frames.length);
}
