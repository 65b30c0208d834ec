import { loudest } from "../tracks/peaks_path.ts";
import type { Peaks } from "../../services/mixer/peaks.ts";
import type { PitchNote } from "./pitch.ts";

/** What is sung in one breath: from silence to silence, in seconds of the recording. Pure. */
export interface Phrase {
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

/** A singer who breathes pauses longer than that; between syllables it is less. */
const GAP_SECONDS = .25;
/** Consonants and breath before the first note and after the last; never more than half a pause. */
const AROUND_SECONDS = .2;
const LEAST_SECONDS = .08;
/** How far under its loudest moment a recording counts as silent, and what is silence in any. */
const SILENT_SHARE = .063; // −24 dB
const SILENT_PEAK = .008;

/** The phrases of a recording, from its notes. */
export function phrasesOfNotes(
  notes: readonly Pick<PitchNote, "startSeconds" | "endSeconds">[],
  durationSeconds: number,
): readonly Phrase[] {
  const sung = notes.map(({ startSeconds, endSeconds }) => ({
    fromSeconds: startSeconds,
    toSeconds: endSeconds,
  }));
  return phrasesOf(sung.toSorted((a, b) => a.fromSeconds - b.fromSeconds), durationSeconds);
}

/** The phrases of a recording without notes, speech or a drum: where it is loud. */
export function phrasesOfPeaks(peaks: Peaks): readonly Phrase[] {
  const { least, greatest, samplesPerPixel, sampleRate } = peaks;
  const secondsPerPixel = samplesPerPixel / sampleRate;
  const silent = 127 * Math.max(SILENT_PEAK, SILENT_SHARE * loudest(peaks));
  const loud: Phrase[] = [];
  for (let i = 0; i < least.length; i++) {
    if (Math.max(greatest[i]!, -least[i]!) <= silent) continue;
    loud.push({ fromSeconds: i * secondsPerPixel, toSeconds: (i + 1) * secondsPerPixel });
  }
  return phrasesOf(loud, least.length * secondsPerPixel);
}

function phrasesOf(sounds: readonly Phrase[], durationSeconds: number): readonly Phrase[] {
  const joined: Phrase[] = [];
  for (const sound of sounds) {
    const last = joined.at(-1);
    if (last && sound.fromSeconds - last.toSeconds < GAP_SECONDS) {
      const toSeconds = Math.max(last.toSeconds, sound.toSeconds);
      joined[joined.length - 1] = { ...last, toSeconds };
    } else joined.push(sound);
  }
  const phrases = joined.filter(({ fromSeconds, toSeconds }) => {
    return toSeconds - fromSeconds >= LEAST_SECONDS;
  });
  return phrases.map(({ fromSeconds, toSeconds }, i) => ({
    fromSeconds: fromSeconds - around(fromSeconds - (phrases[i - 1]?.toSeconds ?? -fromSeconds)),
    toSeconds: toSeconds +
      around((phrases[i + 1]?.fromSeconds ?? 2 * durationSeconds - toSeconds) - toSeconds),
  }));
}

function around(pauseSeconds: number): number {
  return Math.max(0, Math.min(AROUND_SECONDS, pauseSeconds / 2));
}
