import assert from "node:assert/strict";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { analyseVoice, type VoiceAnalysis } from "./analyse_voice.ts";
import { artefacts } from "./artefacts.ts";
import { matchReference } from "./match_reference.ts";
import { heardLoudness } from "./shaping/as_loud_as.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";
import { applyStyle } from "./styles/apply_style.ts";
import { lengthOf, type Take } from "./take.ts";

interface Heard {
  readonly take: Take;
  readonly analysis: VoiceAnalysis;
}

const heard = (take: Take): Heard => ({ take, analysis: analyseVoice(take) });

const alto = heard(
  sing(melody({ voice: "alto", seconds: 9, seed: 3 }), { formantScale: 1.12, vibratoCents: 60 })
    .take,
);
const tenor = heard(
  sing(melody({ voice: "tenor", seconds: 9, seed: 4 }), { vibratoCents: 5 }).take,
);
const phone = heard(
  applyStyle(tenor.take, tenor.analysis, { style: "telephone", strength: 1, seed: 1 }).take,
);
const real = heard(await realVoice(VOICES.find(({ name }) => name === "supercollider")!));

const match = (one: Heard, other: Heard, strength = 1) =>
  matchReference(one.take, one.analysis, other.take, other.analysis, { strength });

Deno.test("match: at least 60 % of the spectral distance goes, the melody stays", () => {
  const pairs = { alto, tenor, phone, real };
  const rows = ([
    ["alto", "tenor"],
    ["tenor", "alto"],
    ["phone", "alto"],
    ["alto", "real"],
    ["real", "tenor"],
  ] as const).map(([one, other]) => {
    const { take, report } = match(pairs[one], pairs[other]);
    return {
      take: one,
      reference: other,
      score: report.score,
      score_before: report.score_before,
      distance_db: report.spectral_distance_after,
      before: report.spectral_distance_before,
      cut: report.spectral_distance_cut!,
      to_hz: report.compared_to_hz,
      band_limited: report.band_limited,
      dynamics: `${report.dynamics_distance_before} > ${report.dynamics_distance_after}`,
      vibrato: `${report.vibrato_before_cents} > ${report.vibrato_after_cents} ` +
        `(${report.vibrato_reference_cents})`,
      centres_median: report.note_centres_moved_cents.median,
      lost: report.notes_lost,
      loudness_change: heardLoudness(take) - heardLoudness(pairs[one].take),
      clicks: artefacts(pairs[one].take, take).clicksSeconds.length,
      length: lengthOf(take) - lengthOf(pairs[one].take),
    };
  });
  printFigures("match a reference", rows);
  for (const row of rows) {
    const pair = `${row.take} like ${row.reference}`;
    assert(row.cut >= 0.6, `${pair}: ${row.cut}`);
    assert(row.score > row.score_before, pair);
    assert(row.centres_median <= 10, pair);
    // The hum of the real recording is taken for notes, and the equaliser takes it away.
    if (row.take !== "real") assert(row.lost <= 1, pair);
    assert(Math.abs(row.loudness_change) <= 0.3, pair);
    assert.equal(row.clicks, 0, pair);
    assert.equal(row.length, 0, pair);
    assert.equal(row.band_limited, pair.includes("phone"), pair);
  }
});

Deno.test("match: vibrato is taken from the reference, and taken away", () => {
  const wider = match(tenor, alto).report;
  assert(wider.vibrato_after_cents >= 0.6 * wider.vibrato_reference_cents);
  const straighter = match(alto, tenor).report;
  assert(straighter.vibrato_after_cents <= 0.4 * straighter.vibrato_before_cents);
});

Deno.test("match: strength 0 is the very same take, a half goes half the way", () => {
  assert.equal(match(alto, tenor, 0).take, alto.take);
  const cut = match(alto, tenor, 0.5).report.spectral_distance_cut!;
  assert(cut > 0.3 && cut < 0.7, `${cut}`);
});

Deno.test("match: what has nothing in common with a voice is refused", () => {
  const length = 2 * 44_100;
  const hum = Float32Array.from(
    { length },
    (_, i) => 0.3 * Math.sin(2 * Math.PI * 50 * i / 44_100),
  );
  const other = heard({ sampleRate: 44_100, channels: [hum] });
  for (const strength of [0, 1]) {
    assert.throws(() => match(alto, other, strength), { code: "REFERENCE_UNLIKE" });
  }
});

Deno.test("match: a take is like itself, silence changes nothing", () => {
  const { report } = match(alto, alto);
  assert(report.score > 0.93, `${report.score}`);
  assert.equal(report.spectral_distance_cut, null);
  const silence = heard({ sampleRate: 44_100, channels: [new Float32Array(44_100)] });
  assert.equal(match(alto, silence).take, alto.take);
});
