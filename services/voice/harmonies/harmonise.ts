import type { VoiceAnalysis, VoiceProblem } from "../analyse_voice.ts";
import { heardLoudness, makeAsLoudAs } from "../shaping/as_loud_as.ts";
import { deEss } from "../shaping/de_ess.ts";
import { expressionOf } from "../shaping/expression.ts";
import { longTermSpectrum } from "../shaping/long_term_spectrum.ts";
import { eased } from "../shaping/eased.ts";
import { singerCopies } from "../shaping/singer_copies.ts";
import { changeThroat } from "../shaping/throat.ts";
import { shapeTone } from "../shaping/tone.ts";
import { lengthOf, type Take } from "../take.ts";
import { type HarmonyChord, harmonyKey } from "./harmony_key.ts";
import { type HarmonyReport, reportHarmonies } from "./harmony_report.ts";
import { inferChords } from "./infer_chords.ts";
import { leadSteps, tuningOf } from "./lead_line.ts";
import { barsOf, meterOf } from "./meter.ts";
import { melodyNotes } from "./melody_notes.ts";
import { partLine } from "./part_line.ts";
import { restBetween } from "./rest.ts";
import { leadVoices, type PartRole, partRoles } from "./voice_leading.ts";

export interface HarmonyOptions {
  /** Added voices. */
  readonly parts: 2 | 3 | 4;
  /** As `services/composer/keys.ts` writes them: "F#", "harmonic minor". */
  readonly key: string;
  readonly scale: string;
  /**
   * The project's chords, in seconds from its first beat; bars without any get one from key and
   * melody.
   */
  readonly chords?: readonly HarmonyChord[];
  readonly tempoBpm: number;
  /** Default 4. */
  readonly beatsPerBar?: number;
  /** Where the take's first sample sounds, from the project's first beat. */
  readonly offsetSeconds: number;
  readonly seed: number;
}

export interface HarmonyNote {
  /** Of the take. */
  readonly startSeconds: number;
  readonly endSeconds: number;
  readonly midi: number;
}

export interface HarmonyPart {
  readonly name: string;
  /** One channel, as long and as loud as the lead: {@link gainDb} places it. */
  readonly take: Take;
  /** −1 left … 1 right. */
  readonly pan: number;
  /** Against the lead at 0 dB, −4 or less. */
  readonly gainDb: number;
  readonly notes: readonly HarmonyNote[];
}

/** Harmonies were asked of a take that has no one melody. */
export class NoMelody extends Error {
  override readonly name = "NoMelody";
  constructor(readonly problem: VoiceProblem) {
    super(WHY[problem]);
  }
}

const WHY: Readonly<Record<VoiceProblem, string>> = {
  silent: "The take is silent: there is nothing to harmonise.",
  unpitched: "No pitch can be followed in this take: harmonies need a sung melody.",
  polyphonic: "Several voices sound at once in this take: harmonies need one voice alone.",
};

/**
 * Adds 2, 3 or 4 parts to a sung melody, each sung by the take itself: chords by bar, parts by
 * voice leading, PSOLA from note to note, a throat and a place of its own for each.
 *
 * The same take, options and seed give the same samples.
 *
 * @throws {NoMelody} for a take that is silent, without pitch, or polyphonic.
 * @throws {RangeError} for a key or scale that is none.
 */
export function harmonise(
  take: Take,
  analysis: VoiceAnalysis,
  options: HarmonyOptions,
  onProgress: (stage: string, progress: number) => void = () => {},
): { parts: HarmonyPart[]; report: HarmonyReport } {
  if (analysis.problem !== null) throw new NoMelody(analysis.problem);
  const { contour } = analysis;
  const notes = melodyNotes(analysis.notes, contour);
  if (notes.length === 0) throw new NoMelody("unpitched");
  onProgress("writing the parts", 0);
  const durationSeconds = lengthOf(take) / take.sampleRate;
  const key = harmonyKey(options.key, options.scale);
  const meter = meterOf(options.tempoBpm, options.offsetSeconds, options.beatsPerBar);
  const tuning = tuningOf(notes);
  const tuned = notes.map((note) => ({ ...note, midi: note.midi - tuning }));
  const inferred = inferChords(tuned, key, meter, durationSeconds);
  const chords = withInferred(placed(options.chords ?? [], options.offsetSeconds), inferred);
  const steps = leadSteps(notes, chords, meter, tuning);
  const middle = notes.map((note) => note.midi).sort((a, b) => a - b)[notes.length >> 1]!;
  const roles = partRoles(options.parts, middle);
  const voices = leadVoices(steps, roles, key);

  const expression = expressionOf(contour, notes);
  const copies = singerCopies(eased(take), contour);
  const spectrum = longTermSpectrum(take);
  const loudness = heardLoudness(take);
  const sung = roles.map((role, r) => {
    onProgress(`singing part ${r + 1} of ${roles.length}`, 0.1 + 0.7 * r / roles.length);
    const pitches = voices.map((voice) => voice[r]!);
    const line = partLine(
      expression,
      steps,
      pitches,
      tuning,
      durationSeconds,
      options.seed,
      r,
    );
    const part: Take = { sampleRate: take.sampleRate, channels: [copies.sing(line)] };
    restBetween(part, steps);
    changeThroat(part, spectrum, throatOf(role));
    // Four singers hiss as one: consonants are the lead's.
    deEss(part, { aboveHz: 4_500, mostDb: 9 }, 1);
    shapeTone(part, [{ shape: "high-pass", hz: 110 }, {
      shape: "high-shelf",
      hz: 6_000,
      gainDb: -3,
    }], 1);
    makeAsLoudAs(part, loudness);
    return { role, line, take: part, pitches };
  });
  onProgress("listening", 0.85);
  const report = reportHarmonies(analysis, sung, { steps, voices, key, chords, tuning }, {
    chordsGiven: barsWithChords(options, durationSeconds),
  });
  return {
    parts: sung.map(({ role, take, pitches }, r) => ({
      name: role.name,
      take,
      pan: panOf(r, roles.length),
      gainDb: gainOf(roles.length, role),
      notes: notesOf(steps, pitches),
    })),
    report,
  };
}

/** A chord of the project in the take's own seconds. */
function placed(chords: readonly HarmonyChord[], offsetSeconds: number): HarmonyChord[] {
  return chords.map((chord) => ({
    ...chord,
    startSeconds: chord.startSeconds - offsetSeconds,
    endSeconds: chord.endSeconds - offsetSeconds,
  }));
}

/** The project's chords, and inferred ones where it has none for most of a bar. */
function withInferred(
  given: readonly HarmonyChord[],
  inferred: readonly HarmonyChord[],
): HarmonyChord[] {
  const gaps = inferred.filter((bar) => covered(given, bar) < 0.5);
  return [...given, ...gaps].sort((a, b) => a.startSeconds - b.startSeconds);
}

function covered(chords: readonly HarmonyChord[], bar: HarmonyChord): number {
  const seconds = chords.reduce((sum, chord) =>
    sum + Math.max(
      0,
      Math.min(chord.endSeconds, bar.endSeconds) - Math.max(chord.startSeconds, bar.startSeconds),
    ), 0);
  return seconds / (bar.endSeconds - bar.startSeconds);
}

function barsWithChords(options: HarmonyOptions, durationSeconds: number): number {
  const meter = meterOf(options.tempoBpm, options.offsetSeconds, options.beatsPerBar);
  const bars = barsOf(meter, durationSeconds);
  const given = placed(options.chords ?? [], options.offsetSeconds);
  const known = bars.filter((bar) => covered(given, { ...bar, pitchClasses: [], root: 0 }) >= 0.5);
  return known.length / Math.max(1, bars.length);
}

/** A voice above the lead has a shorter throat, one below a longer: 1 % for every two semitones. */
function throatOf(role: PartRole): number {
  return 1 + role.ideal * 0.005 + Math.sign(role.ideal) * 0.01;
}

/** From left to right and back, the pairs as far apart as they can be. */
function panOf(part: number, parts: number): number {
  const places = parts === 2
    ? [-0.45, 0.45]
    : parts === 3
    ? [-0.5, 0.5, -0.15]
    : [-0.65, 0.4, -0.4, 0.65];
  return places[part]!;
}

/** The more there are, the softer each; those far from the lead a little more. */
function gainOf(parts: number, role: PartRole): number {
  return -4.5 - parts * 0.75 - (Math.abs(role.ideal) > 6 ? 1 : 0);
}

/** Steps of one pitch that touch are one note. */
function notesOf(
  steps: readonly {
    readonly startSeconds: number;
    readonly endSeconds: number;
    readonly note: number;
  }[],
  pitches: readonly number[],
): HarmonyNote[] {
  const notes: HarmonyNote[] = [];
  steps.forEach(({ startSeconds, endSeconds, note }, s) => {
    const last = notes.at(-1);
    if (last && s > 0 && steps[s - 1]!.note === note && last.midi === pitches[s]) {
      notes[notes.length - 1] = { ...last, endSeconds };
    } else notes.push({ startSeconds, endSeconds, midi: pitches[s]! });
  });
  return notes;
}
