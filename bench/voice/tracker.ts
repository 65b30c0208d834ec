/**
 * The pitch tracker and the note segmentation over a wide cast of synthetic singers, beside Praat on
 * the same takes: five voices, four levels of noise, three tunes each; then the time it takes.
 */
import process from "node:process";
import { analyseVoice } from "../../services/voice/analyse_voice.ts";
import type { Contour } from "../../services/voice/contour.ts";
import { segmentNotes } from "../../services/voice/segment_notes.ts";
import { VOICE_TYPES, type VoiceName } from "../../services/voice/singer/part.ts";
import { scoreNotes, scorePitch } from "../../services/voice/singer/scores.ts";
import type { Performance } from "../../services/voice/singer/sing.ts";
import { singTune } from "../../services/voice/singer/sing_tune.ts";
import { to16k, trackPitch } from "../../services/voice/track_pitch.ts";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { praatAt, type PraatContour, praatPitch } from "../../tests/fixtures/praat.ts";
import { judge, say } from "../say.ts";

const SEEDS = [1, 2, 3];
const SECONDS = 20;
const NOISES = [undefined, 20, 10, 5];
const NOISES_OF_NOTES = [undefined, 10];
const ARTICULATIONS = ["detached", "mixed", "legato"] as const;
const VOICE_NAMES = Object.keys(VOICE_TYPES) as VoiceName[];
const LEAST_SPEED = 60;

export async function tracker(): Promise<void> {
  await sweepPitch();
  sweepNotes();
  timeAnalysis();
}

async function sweepPitch(): Promise<void> {
  let sungSeconds = 0;
  let ourMs = 0;
  let praatMs = 0;
  for (const snrDb of NOISES) {
    const cast = VOICE_NAMES.flatMap((voice) =>
      SEEDS.map((seed) => ({ voice, sung: perform(voice, seed, "mixed", snrDb) }))
    );
    const takes = cast.map(({ sung }) => sung.take);
    const startedPraat = performance.now();
    const references = await praatPitch(takes);
    praatMs += performance.now() - startedPraat;
    const startedOurs = process.cpuUsage();
    const ours = takes.map((take) => trackPitch(to16k(take)));
    ourMs += milliseconds(process.cpuUsage(startedOurs));
    sungSeconds += takes.reduce((sum, take) => sum + take.channels[0]!.length / 44_100, 0);
    const rows = [...VOICE_NAMES, "all" as const].map((voice) => {
      const chosen = [...cast.keys()].filter((i) => voice === "all" || cast[i]!.voice === voice);
      const score = scorePitch(
        chosen.map((i) => ({ sung: cast[i]!.sung, contour: ours[i]! })),
      );
      const praat = scorePitch(
        chosen.map((i) => ({ sung: cast[i]!.sung, contour: onOurGrid(references[i]!, ours[i]!) })),
      );
      return {
        voice,
        rpa: score.rawPitchAccuracy,
        vfa: score.voicingFalseAlarm,
        oa: score.overallAccuracy,
        cents: score.medianCents,
        praat_rpa: praat.rawPitchAccuracy,
        praat_oa: praat.overallAccuracy,
      };
    });
    printFigures(`  noise ${snrDb === undefined ? "none" : `${snrDb} dB under the voice`}`, rows);
    const { rpa, oa, cents } = rows.at(-1)!;
    if (snrDb === undefined) judge("clean", percent(rpa), "≥ 98 %", rpa >= 98);
    if (snrDb === undefined) judge("overall", percent(oa), "≥ 97 %", oa >= 97);
    if (snrDb === undefined) judge("median", `${cents.toFixed(1)} c`, "≤ 5 c", cents <= 5);
    if (snrDb === 10) judge("at 10 dB", percent(rpa), "≥ 95 %", rpa >= 95);
  }
  const speed = 1000 * sungSeconds / ourMs;
  judge(
    "speed by processor time",
    `${speed.toFixed(0)} × real time`,
    `≥ ${LEAST_SPEED}`,
    speed >= LEAST_SPEED,
  );
  say(`Praat, by the clock, with its start: ${(1000 * sungSeconds / praatMs).toFixed(0)} ×`);
}

function sweepNotes(): void {
  const rows = ARTICULATIONS.flatMap((articulation) =>
    NOISES_OF_NOTES.map((snrDb) => {
      const heard = VOICE_NAMES.flatMap((voice) =>
        SEEDS.map((seed) => {
          const sung = perform(voice, seed, articulation, snrDb);
          const samples = to16k(sung.take);
          return { sung, notes: segmentNotes(trackPitch(samples), samples) };
        })
      );
      const { onsetAndPitch, onsetPitchAndOffset } = scoreNotes(heard);
      return {
        articulation,
        snr_db: snrDb ?? "clean",
        sung: heard.reduce((sum, { sung }) => sum + sung.notes.length, 0),
        heard: heard.reduce((sum, { notes }) => sum + notes.length, 0),
        onset_pitch_f: onsetAndPitch,
        onset_pitch_offset_f: onsetPitchAndOffset,
      };
    })
  );
  printFigures("  notes: F of onset (50 ms) and pitch (50 c), and with the end", rows);
}

function timeAnalysis(): void {
  const { take } = singTune({ voice: "tenor", seconds: 60, seed: 9 });
  const started = process.cpuUsage();
  analyseVoice(take);
  const seconds = milliseconds(process.cpuUsage(started)) / 1000;
  const length = take.channels[0]!.length / take.sampleRate;
  say(`everything about a take of ${length.toFixed(0)} s: ${seconds.toFixed(2)} s of processor`);
}

function perform(
  voice: VoiceName,
  seed: number,
  articulation: typeof ARTICULATIONS[number],
  snrDb: number | undefined,
): Performance {
  return singTune({ voice, seed, seconds: SECONDS, offKeyCents: 40, articulation, snrDb });
}

function onOurGrid(praat: PraatContour, ours: Contour): Contour {
  return { ...ours, f0Hz: ours.f0Hz.map((_, i) => praatAt(praat, i * ours.hopSeconds)) };
}

function milliseconds({ user, system }: { readonly user: number; readonly system: number }) {
  return (user + system) / 1000;
}

function percent(value: number): string {
  return `${value.toFixed(1)} %`;
}
