import assert from "node:assert/strict";
import { printFigures } from "../../../tests/fixtures/figure_table.ts";
import { realVoice, VOICES } from "../../../tests/fixtures/voices.ts";
import { noise } from "../../mixer/test_signals.ts";
import { analyseVoice } from "../analyse_voice.ts";
import { artefacts } from "../artefacts.ts";
import { midiOf } from "../contour.ts";
import { levelAt, longTermSpectrum, spectralDistanceDb } from "../shaping/long_term_spectrum.ts";
import { trackNear } from "../shaping/note_centres.ts";
import { onsetShiftsMs } from "../shaping/onset_shift.ts";
import { vibratoOf } from "../shaping/vibrato_of.ts";
import { melody } from "../singer/melody.ts";
import { sing } from "../singer/sing.ts";
import { lengthOf, type Take } from "../take.ts";
import { applyStyle, type StyleOptions } from "./apply_style.ts";
import { STYLE_NAMES, type StyleName } from "./style_names.ts";

const take = sing(melody({ voice: "alto", seconds: 12, seed: 3 }), { formantScale: 1.12 }).take;
const analysis = analyseVoice(take);
const full = (style: StyleName): StyleOptions => ({ style, strength: 1, seed: 7, tempoBpm: 100 });
const styled = new Map(
  STYLE_NAMES.map((style) => [style, applyStyle(take, analysis, full(style))]),
);

Deno.test("every style keeps melody, words, length and loudness", () => {
  const rows = STYLE_NAMES.map((style) => {
    const { take: result, report } = styled.get(style)!;
    const after = trackNear(result, analysis.contour);
    const shifts = onsetShiftsMs(analysis.contour, after, analysis.notes);
    const lag = shifts.reduce((sum, ms) => sum + ms, 0) / shifts.length;
    return {
      style,
      spectrum_moved_db: report.spectrum_moved_db,
      centres_median_cents: report.note_centres_moved_cents.median,
      centres_p95_cents: report.note_centres_moved_cents.p95,
      notes_lost: report.notes_lost,
      mean_lag_ms: report.mean_lag_ms,
      mean_onset_shift_ms: lag,
      onsets_in_40_ms: within(shifts, 40),
      loudness_change_lu: report.loudness_after_lufs! - report.loudness_before_lufs!,
      true_peak_db: report.true_peak_db!,
    };
  });
  printFigures("styles at full strength, on the synthetic alto", rows);
  for (const row of rows) {
    assert(row.spectrum_moved_db >= 3, `${row.style} moves the spectrum too little`);
    assert(row.centres_median_cents <= 5, `${row.style} moves the melody`);
    assert(row.centres_p95_cents <= 10, `${row.style} moves the melody`);
    assert(row.notes_lost <= 1, `${row.style} loses notes`);
    assert(row.onsets_in_40_ms >= 0.85, `${row.style} moves the words`);
    assert(Math.abs(row.mean_onset_shift_ms) <= 40, `${row.style} moves the words`);
    assert(Math.abs(row.loudness_change_lu) <= 0.3, `${row.style} changes the loudness`);
    assert(row.true_peak_db <= -1, `${row.style} peaks at ${row.true_peak_db} dBTP`);
    assert.equal(lengthOf(styled.get(row.style)!.take), lengthOf(take));
  }
});

Deno.test("no two styles sound alike: long-term spectra 3 dB apart", () => {
  const spectra = STYLE_NAMES.map((style) => longTermSpectrum(styled.get(style)!.take));
  const rows = STYLE_NAMES.map((style, s) => ({
    style,
    ...Object.fromEntries(
      STYLE_NAMES.map((
        other,
        o,
      ) => [other, Math.round(10 * spectralDistanceDb(spectra[s]!, spectra[o]!)) / 10]),
    ),
  }));
  printFigures("distance of long-term spectra, dB", rows);
  spectra.forEach((one, s) =>
    spectra.slice(s + 1).forEach((other, o) => {
      const pair = `${STYLE_NAMES[s]} and ${STYLE_NAMES[s + 1 + o]}`;
      assert(spectralDistanceDb(one, other) >= 2.8, `${pair} are alike`);
    })
  );
});

Deno.test("opera: a vibrato of 5 to 7 Hz and 50 to 100 cents, and the singer's formant", () => {
  const result = styled.get("opera")!.take;
  const vibrato = vibratoOf({ ...analysis, contour: trackNear(result, analysis.contour) });
  const [before, after] = [longTermSpectrum(take), longTermSpectrum(result)];
  const ring = (hz: number) => levelAt(after, hz) - levelAt(before, hz);
  const lift = (ring(2_850) + ring(3_150)) / 2;
  printFigures("opera", [{ ...vibrato, lift_at_3khz_db: lift }]);
  assert(vibrato.rateHz >= 5 && vibrato.rateHz <= 7);
  assert(vibrato.extentCents >= 50 && vibrato.extentCents <= 100);
  assert(vibrato.share > 0.7);
  assert(lift >= 4 && lift <= 6, `${lift} dB near 3 kHz`);
});

Deno.test("jazz: notes begin from below and 15 to 40 ms behind the beat", () => {
  const { take: result, report } = styled.get("jazz")!;
  const after = trackNear(result, analysis.contour);
  const opening = (contour: typeof after, lagSeconds: number) =>
    analysis.notes.filter((note) =>
      note.begunBy === "onset" && note.endSeconds - note.startSeconds > 0.3
    ).map((note) => {
      const frame = Math.round((note.startSeconds + lagSeconds + 0.03) / contour.hopSeconds);
      const hz = contour.f0Hz[frame]!;
      return hz > 0 ? 100 * (midiOf(hz) - note.midi) : undefined;
    }).filter((cents) => cents !== undefined && Math.abs(cents) < 300) as number[];
  const mean = (values: readonly number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const deeper = mean(opening(analysis.contour, 0)) - mean(opening(after, 0.027));
  printFigures("jazz", [{ scooped_deeper_cents: deeper, mean_lag_ms: report.mean_lag_ms }]);
  assert(report.mean_lag_ms >= 15 && report.mean_lag_ms <= 40);
  assert(deeper >= 40, `${deeper} cents`);
});

Deno.test("robot: notes stand still", () => {
  const contour = trackNear(styled.get("robot")!.take, analysis.contour);
  const extent = vibratoOf({ ...analysis, contour }).extentCents;
  assert(extent < 15, `${extent} cents`);
});

Deno.test("strength: 0 is the very same take, a half lies between", () => {
  for (const style of ["rock", "telephone", "opera"] as const) {
    assert.equal(applyStyle(take, analysis, { ...full(style), strength: 0 }).take, take);
    const half = applyStyle(take, analysis, { ...full(style), strength: 0.5 });
    const moved = half.report.spectrum_moved_db;
    const most = styled.get(style)!.report.spectrum_moved_db;
    assert(moved > 0.2 * most && moved < 0.95 * most, `${style}: ${moved} of ${most} dB`);
  }
});

Deno.test("the same seed gives the same samples, another seed other doubles", () => {
  const short: Take = { ...take, channels: [take.channels[0]!.slice(0, 3 * take.sampleRate)] };
  const heard = analyseVoice(short);
  const sung = (seed: number) => applyStyle(short, heard, { ...full("choir"), seed }).take.channels;
  assert.deepEqual(sung(1), sung(1));
  assert.notDeepEqual(sung(1), sung(2));
});

Deno.test("a real voice passes every style without artefacts", async () => {
  const voice = await realVoice(VOICES.find(({ name }) => name === "supercollider")!);
  const heard = analyseVoice(voice);
  const rows = STYLE_NAMES.map((style) => {
    const { take: result, report } = applyStyle(voice, heard, full(style));
    const found = artefacts(voice, result);
    return {
      style,
      spectrum_moved_db: report.spectrum_moved_db,
      invalid: found.invalid,
      dc: found.dc,
      clicks: found.clicksSeconds.length,
      true_peak_db: report.true_peak_db!,
      loudness_change_lu: report.loudness_after_lufs! - report.loudness_before_lufs!,
    };
  });
  printFigures("styles on a real voice", rows);
  for (const row of rows) {
    assert.equal(row.invalid, 0);
    assert(Math.abs(row.dc) < 1e-3);
    assert(row.true_peak_db <= -1);
    assert(Math.abs(row.loudness_change_lu) <= 0.3);
    assert(row.spectrum_moved_db >= 3, row.style);
    assert.equal(row.clicks, 0, row.style);
  }
});

const HARD_FOR_STYLES: readonly (readonly [voice: string, style: StyleName, why: string])[] = [
  ["alsa front", "opera", "a tail over digital silence"],
  ["alsa front", "soul", "a tail over digital silence"],
  ["alsa rear", "robot", "a buzz where the voice is smooth"],
  ["librivox 890", "rock", "a take that begins off the zero line"],
  ["allison thanks", "lofi", "pulses that hiss has hidden"],
];

for (const [name, style, why] of HARD_FOR_STYLES) {
  Deno.test(`${name} does not click in ${style}: ${why}`, async () => {
    const voice = await realVoice(VOICES.find((voice) => voice.name === name)!);
    const { take: result } = applyStyle(voice, analyseVoice(voice), full(style));
    assert.deepEqual(artefacts(voice, result).clicksSeconds, []);
  });
}

Deno.test("a take cut out of the middle of a note does not click in any style, at either end", async () => {
  const whole = await realVoice(VOICES.find(({ name }) => name === "supercollider")!);
  const cut = whole.channels[0]!.slice(1.6 * whole.sampleRate, 4 * whole.sampleRate);
  const voice: Take = { ...whole, channels: [cut] };
  const heard = analyseVoice(voice);
  for (const style of STYLE_NAMES) {
    const { take: result } = applyStyle(voice, heard, { ...full(style), strength: 0.3 });
    assert.deepEqual(artefacts(voice, result).clicksSeconds, [], style);
  }
});

Deno.test("a step in a voice that has been styled is found, whatever the style's colour", () => {
  const at = Math.round(2.2 * take.sampleRate);
  for (const style of ["pop", "choir", "telephone"] as const) {
    const { take: result } = styled.get(style)!;
    const stepped = result.channels.map((channel) => channel.map((x, i) => i < at ? x : x + 0.1));
    const { clicksSeconds } = artefacts(take, { ...result, channels: stepped });
    assert(clicksSeconds.some((seconds) => Math.abs(seconds - 2.2) < 0.002), style);
  }
});

Deno.test("an offset from the zero line and a take of a fifth of a second are as loud as they were", () => {
  const start = Math.round((analysis.notes[0]!.startSeconds + 0.1) * take.sampleRate);
  const lead = take.channels[0]!;
  const short: Take = { ...take, channels: [lead.slice(start, start + 0.2 * take.sampleRate)] };
  const off: Take = { ...take, channels: [lead.slice(0, 3 * take.sampleRate).map((x) => x + 0.3)] };
  for (const [what, odd] of Object.entries({ short, off })) {
    const heard = analyseVoice(odd);
    for (const style of ["jazz", "choir"] as const) {
      const { report } = applyStyle(odd, heard, full(style));
      const change = report.loudness_after_lufs! - report.loudness_before_lufs!;
      assert(report.loudness_before_lufs !== null && Math.abs(change) <= 0.3, `${what}: ${style}`);
      assert(report.true_peak_db! <= -1, `${what}: ${style}`);
    }
  }
});

Deno.test("the words of real voices stay where they are in every style", async () => {
  const names = ["supercollider", "puredata man", "librivox 870"];
  const heard = await Promise.all(
    VOICES.filter(({ name }) => names.includes(name)).map(async (voice) => {
      const take = await realVoice(voice);
      return { take, analysis: analyseVoice(take) };
    }),
  );
  const rows = STYLE_NAMES.map((style) => {
    const shifts = heard.flatMap(({ take, analysis }) => {
      const { take: result } = applyStyle(take, analysis, full(style));
      const { contour, notes } = analysis;
      return onsetShiftsMs(contour, trackNear(result, contour), notes);
    });
    return { style, onsets: shifts.length, onsets_in_40_ms: within(shifts, 40) };
  });
  printFigures("onsets of real voices in styles", rows);
  for (const row of rows) {
    assert(row.onsets >= 6 && row.onsets_in_40_ms >= 0.8, row.style);
  }
});

Deno.test("sound without a pitch is coloured and doubled, silence is left alone", () => {
  const hiss: Take = { sampleRate: 44_100, channels: [noise(0.2, 1.5)] };
  const { take: result, report } = applyStyle(hiss, analyseVoice(hiss), full("choir"));
  assert.equal(report.pitch_followed, false);
  assert(result.channels.every((channel) => channel.every(Number.isFinite)));
  assert.equal(result.channels.length, 2);
  const silence: Take = { sampleRate: 44_100, channels: [new Float32Array(44_100)] };
  assert.equal(applyStyle(silence, analyseVoice(silence), full("rock")).take, silence);
});

function within(shiftsMs: readonly number[], mostMs: number): number {
  return shiftsMs.filter((ms) => Math.abs(ms) <= mostMs).length / shiftsMs.length;
}
