import { analyseVoice } from "../analyse_voice.ts";
import { planTiming, quantiseTiming, type TimingSettings } from "../quantise_timing.ts";
import { FIRST_BEAT_SECONDS, melody } from "../singer/melody.ts";
import { VOICE_TYPES } from "../singer/part.ts";
import { sing } from "../singer/sing.ts";
import { lengthOf } from "../take.ts";
import { targetSeconds } from "../time_map.ts";
import type { Sung } from "./correction_figures.ts";
import { quantile } from "./quantile.ts";

export interface TimingFigures {
  readonly onsets: number;
  readonly placed: number;
  /** Distance of the true onsets that were placed from where they were meant. */
  readonly medianMsBefore: number;
  readonly medianMs: number;
  readonly p95Ms: number;
  /** Of voiced frames, against what was sung at that moment. */
  readonly medianPitchCents: number;
  readonly p95PitchCents: number;
  readonly lengthChange: number;
}

/** How a part's notes hang together. */
export type Articulation = "detached" | "legato" | "mixed";

const SETTINGS: TimingSettings = {
  strength: 1,
  grid: "1/8",
  tempoBpm: 100,
  offsetSeconds: -FIRST_BEAT_SECONDS,
};
const SAME_ONSET_SECONDS = 0.08;

/** Quantises a singer who is off the grid by up to 70 ms on every note. */
export function timingFigures(sung: Sung, articulation: Articulation): TimingFigures {
  const part = melody({ ...sung, articulation, tempoBpm: SETTINGS.tempoBpm, offGridMs: 70 });
  const { formantScale } = VOICE_TYPES[sung.voice];
  const { take } = sing(part, { seed: sung.seed, snrDb: sung.snrDb, formantScale });
  const analysis = analyseVoice(take);
  const { map, placed } = planTiming(analysis, lengthOf(take) / take.sampleRate, SETTINGS);
  const quantised = quantiseTiming(take, analysis, SETTINGS).take;
  const found = part.filter(({ startSeconds }) =>
    placed.some(({ atSeconds }) => Math.abs(atSeconds - startSeconds) < SAME_ONSET_SECONDS)
  );
  const offMs = found.map(({ startSeconds, meantSeconds }) =>
    1000 * Math.abs(targetSeconds(map, startSeconds) - meantSeconds)
  );
  const { contour } = analyseVoice(quantised);
  const cents = Array.from(analysis.contour.f0Hz).flatMap((hz, i) => {
    const frame = targetSeconds(map, i * contour.hopSeconds) / contour.hopSeconds;
    const before = contour.f0Hz[Math.floor(frame)] ?? 0;
    const after = contour.f0Hz[Math.floor(frame) + 1] ?? 0;
    if (!(hz > 0 && before > 0 && after > 0)) return [];
    const heard = before + (after - before) * (frame - Math.floor(frame));
    return [Math.abs(1200 * Math.log2(heard / hz))];
  });
  return {
    onsets: part.length,
    placed: found.length,
    medianMsBefore: quantile(
      found.map((note) => 1000 * Math.abs(note.startSeconds - note.meantSeconds)),
      0.5,
    ),
    medianMs: quantile(offMs, 0.5),
    p95Ms: quantile(offMs, 0.95),
    medianPitchCents: quantile(cents, 0.5),
    p95PitchCents: quantile(cents, 0.95),
    lengthChange: lengthOf(quantised) - lengthOf(take),
  };
}
