/** How far what was heard is from what was sung: the measures of MIREX and mir_eval. */
import type { Contour } from "../contour.ts";
import type { SungNote } from "../sung_note.ts";
import type { Performance } from "./sing.ts";

export interface PitchScore {
  /** Raw pitch accuracy: of the sung frames, those heard within 50 cents, in percent. */
  readonly rawPitchAccuracy: number;
  /** Of the frames without voice, those heard as voiced, in percent. */
  readonly voicingFalseAlarm: number;
  /** Of all frames, those that are right in voicing and pitch, in percent. */
  readonly overallAccuracy: number;
  /** Of the frames within 50 cents. */
  readonly medianCents: number;
}

/** One or several performances, counted together. */
export function scorePitch(
  heard: readonly { readonly sung: Performance; readonly contour: Contour }[],
): PitchScore {
  let voiced = 0;
  let frames = 0;
  let falseAlarms = 0;
  const cents: number[] = [];
  for (const { sung, contour } of heard) {
    const { f0Hz, hopSeconds } = contour;
    frames += f0Hz.length;
    for (let i = 0; i < f0Hz.length; i++) {
      const truth = sung.f0Hz[Math.round(i * hopSeconds * sung.take.sampleRate)] ?? 0;
      if (truth > 0) voiced++;
      else if (f0Hz[i]! > 0) falseAlarms++;
      if (truth === 0 || f0Hz[i]! === 0) continue;
      const apart = Math.abs(1200 * Math.log2(f0Hz[i]! / truth));
      if (apart <= 50) cents.push(apart);
    }
  }
  cents.sort((a, b) => a - b);
  const unvoiced = frames - voiced;
  return {
    rawPitchAccuracy: 100 * cents.length / voiced,
    voicingFalseAlarm: 100 * falseAlarms / unvoiced,
    overallAccuracy: 100 * (cents.length + unvoiced - falseAlarms) / frames,
    medianCents: cents[cents.length >> 1] ?? NaN,
  };
}

export interface NoteScore {
  /** F-measure of notes whose onset is within 50 ms and whose pitch is within 50 cents. */
  readonly onsetAndPitch: number;
  /** The same, and the end within 50 ms or a fifth of the note. */
  readonly onsetPitchAndOffset: number;
}

/** E. Molina et al., "Evaluation framework for automatic singing transcription", ISMIR 2014. */
export function scoreNotes(
  heard: readonly { readonly sung: Performance; readonly notes: readonly SungNote[] }[],
): NoteScore {
  let all = 0;
  let right = 0;
  let wholly = 0;
  for (const { sung, notes } of heard) {
    all += sung.notes.length + notes.length;
    right += matchNotes(sung, notes).length;
    wholly += matchNotes(sung, notes, true).length;
  }
  return { onsetAndPitch: 2 * right / all, onsetPitchAndOffset: 2 * wholly / all };
}

export interface NoteMatch {
  readonly sung: Performance["notes"][number];
  readonly heard: SungNote;
}

/** Pairs of sung and heard notes, each in one pair at most, the nearest onsets first. */
export function matchNotes(
  { notes: sungNotes }: Performance,
  heardNotes: readonly SungNote[],
  withEnds = false,
): NoteMatch[] {
  const free = new Set(heardNotes);
  return sungNotes.flatMap((sung) => {
    const tolerance = Math.max(0.05, 0.2 * (sung.endSeconds - sung.startSeconds));
    const fits = [...free].filter((heard) =>
      late(sung, heard) <= 0.05 && Math.abs(heard.midi - sung.midi) <= 0.5 &&
      (!withEnds || Math.abs(heard.endSeconds - sung.endSeconds) <= tolerance)
    ).sort((a, b) => late(sung, a) - late(sung, b));
    const [heard] = fits;
    if (!heard) return [];
    free.delete(heard);
    return [{ sung, heard }];
  });
}

interface Begun {
  readonly startSeconds: number;
}

function late(sung: Begun, heard: Begun): number {
  return Math.abs(heard.startSeconds - sung.startSeconds);
}
