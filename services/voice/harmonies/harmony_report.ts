import { keyName } from "../../composer/keys.ts";
import type { VoiceAnalysis } from "../analyse_voice.ts";
import { midiOf } from "../contour.ts";
import { to16k } from "../resample.ts";
import type { Take } from "../take.ts";
import { sourceSeconds } from "../time_map.ts";
import { trackPitch } from "../track_pitch.ts";
import type { HarmonyChord, HarmonyKey } from "./harmony_key.ts";
import type { LeadStep } from "./lead_line.ts";
import { type PartFigures, partFigures } from "./part_figures.ts";
import type { PartLine } from "./part_line.ts";

/** What was written and how it was sung, measured on the result. */
export interface HarmonyReport extends PartFigures {
  readonly key: string;
  /** The lead's distance from A = 440 Hz, which the parts follow. */
  readonly tuning_cents: number;
  /** One root a chord, in time; share of bars whose chord is the project's own. */
  readonly chords: readonly string[];
  readonly chords_from_project: number;
  readonly parts: readonly PartReport[];
}

export interface PartReport {
  readonly name: string;
  /** Of the frames that have a pitch in the part: how many are within 50 cents of what is meant. */
  readonly frames_in_50_cents: number;
  readonly median_abs_cents: number;
  readonly lowest_midi: number;
  readonly highest_midi: number;
}

interface Sung {
  readonly role: { readonly name: string };
  readonly line: PartLine;
  readonly take: Take;
  readonly pitches: readonly number[];
}

export function reportHarmonies(
  { contour }: VoiceAnalysis,
  sung: readonly Sung[],
  written: {
    readonly steps: readonly LeadStep[];
    readonly voices: readonly (readonly number[])[];
    readonly key: HarmonyKey;
    readonly chords: readonly HarmonyChord[];
    readonly tuning: number;
  },
  { chordsGiven }: { readonly chordsGiven: number },
): HarmonyReport {
  return {
    ...partFigures(written.steps, written.voices, written.key),
    key: written.key.name,
    tuning_cents: Math.round(100 * written.tuning),
    chords: written.chords.map((chord) => keyName(chord.root, "maj")),
    chords_from_project: Math.round(100 * chordsGiven) / 100,
    parts: sung.map(({ role, line, take, pitches }) => ({
      name: role.name,
      ...accuracy(line, take, contour.hopSeconds),
      lowest_midi: Math.min(...pitches),
      highest_midi: Math.max(...pitches),
    })),
  };
}

/** Tracks the part anew and compares each frame with what was meant where it comes from. */
function accuracy(line: PartLine, take: Take, hopSeconds: number) {
  const sung = trackPitch(to16k(take));
  const off: number[] = [];
  sung.f0Hz.forEach((hz, i) => {
    if (!(hz > 0)) return;
    const source = sourceSeconds(line.timeMap, i * sung.hopSeconds);
    const meant = line.targetMidi[Math.round(source / hopSeconds)] ?? NaN;
    if (!Number.isNaN(meant)) off.push(Math.abs(100 * (midiOf(hz) - meant)));
  });
  off.sort((a, b) => a - b);
  return {
    frames_in_50_cents: Math.round(
      1000 * off.filter((cents) => cents <= 50).length /
        Math.max(1, off.length),
    ) / 1000,
    median_abs_cents: Math.round(10 * (off[off.length >> 1] ?? 0)) / 10,
  };
}
