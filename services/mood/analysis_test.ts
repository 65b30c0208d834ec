import assert from "node:assert/strict";
import { suggest } from "../composer/suggest.ts";
import { type Analysis, MOOD_ENGINE, toAnalysis } from "./analysis.ts";
import { contentHash } from "./content_hash.ts";
import { chip, line, paint, SIZE } from "./picture_samples.ts";
import { analyseDrawing, analyseImage, type MoodReading } from "./reading.ts";

const sea = paint((x, y) => y < 0.45 ? [150, 180, 215] : [20 + 30 * x, 60 + 20 * y, 120]);
const meadow = paint((x) => Math.floor(x * 20) % 2 ? [90, 190, 50] : [130, 220, 90]);
const night = paint((x, y) => x > 0.9 && y > 0.85 ? [90, 60, 30] : [12, 12, 26]);
const READINGS: Readonly<Record<string, MoodReading>> = {
  sea: analyseImage(sea),
  meadow: analyseImage(meadow),
  night: analyseImage(night),
  chip: analyseImage(chip(0.8, 0.06, 20)),
  blank: analyseDrawing([], SIZE),
  waves: analyseDrawing([line({ color: "#2187e0", durationMs: 6_000 })], SIZE),
  bolts: analyseDrawing([
    line({ color: "#dd2a62", zigzag: true, waves: 9, durationMs: 500, pressure: 0.9 }),
  ], SIZE),
};

function analysed(reading: MoodReading): Analysis {
  return toAnalysis(reading, suggest(reading));
}

Deno.test("an analysis has the fields of the contract and nothing else", () => {
  const analysis = analysed(READINGS.sea!);
  assert.deepEqual(Object.keys(analysis).sort(), [
    "arousal",
    "because",
    "cached",
    "color_analysis",
    "confidence",
    "dominance",
    "engine",
    "mood_description",
    "music_suggestions",
    "primary_emotion",
    "secondary_emotions",
    "valence",
  ]);
  assert.deepEqual([analysis.engine, analysis.cached], [MOOD_ENGINE, false]);
  assert.equal(toAnalysis(READINGS.sea!, suggest(READINGS.sea!), { cached: true }).cached, true);
  assert.deepEqual(JSON.parse(JSON.stringify(analysis)), analysis);
});

Deno.test("descriptions are one to three plain sentences, without exclamation marks, always the same", () => {
  for (const [name, reading] of Object.entries(READINGS)) {
    const text = analysed(reading).mood_description;
    assert.match(text, /^[A-Z][^!]+\.$/, name);
    assert.ok(text.split(/\.\s/).length <= 3 && text.length < 240, text);
    assert.doesNotMatch(text, /undefined|NaN|null|\s{2}|\ba [aeiou]/i, text);
    assert.equal(analysed(reading).mood_description, text);
  }
  const texts = new Set(
    Object.values(READINGS).map((reading) => analysed(reading).mood_description),
  );
  assert.equal(texts.size, Object.keys(READINGS).length);
});

Deno.test("the reasons name true causes: those that moved the mood, with the music they led to", () => {
  for (const [name, reading] of Object.entries(READINGS)) {
    if (name === "blank") continue;
    const { because, music_suggestions: music } = analysed(reading);
    assert.ok(because.length >= 2 && because.length <= 5, `${name}: ${because.length}`);
    assert.equal(new Set(because.map(({ feature }) => feature)).size, because.length, name);
    for (const { effect, text, value } of because) {
      assert.match(effect, /^(valence|arousal) [+-]\d\.\d\d$/);
      assert.match(text.observation, /^[A-Z0-9][^.!]+$/);
      assert.match(text.consequence, /^so /);
      assert.ok(Number.isFinite(value));
    }
    const said = because.map(({ text }) => text.consequence).join(", ");
    assert.ok(
      said.includes(`${music.tempo_bpm} BPM`) || said.includes(`${music.key} ${music.scale}`),
      said,
    );
  }
});

Deno.test("a blue sea says so, a dark night says so, bolts are jagged", () => {
  const reasons = (name: string) => analysed(READINGS[name]!).because;
  const blue = reasons("sea").find(({ feature }) => feature === "colour");
  assert.ok(blue && /^\d+ % is blue$/.test(blue.text.observation), JSON.stringify(reasons("sea")));
  assert.ok(["lapis", "indigo"].includes(blue.pigment!));
  assert.equal(reasons("night")[0]!.text.observation, "It lies in the dark");
  assert.ok(reasons("bolts").some(({ text }) => text.observation === "Jagged, angular lines"));
  assert.deepEqual(reasons("blank"), []);
});

Deno.test("a reason that held the mood back says so", () => {
  const music = { genre: "folk", tempo_bpm: 70, key: "C", scale: "major", instruments: [] };
  const calmButVivid: MoodReading = {
    ...READINGS.sea!,
    arousal: -0.2,
    contributions: [
      { feature: "edges", value: 0.02, valence: 0, arousal: -0.5, dominance: 0 },
      { feature: "saturation", value: 0.5, valence: 0.1, arousal: 0.3, dominance: 0 },
    ],
  };
  assert.deepEqual(
    toAnalysis(calmButVivid, music).because.map(({ effect, text }) => [effect, text.consequence]),
    [
      ["arousal -0.50", "so 70 BPM"],
      ["arousal +0.30", "so no slower than 70 BPM"],
    ],
  );
});

Deno.test("the colours: shares, temperature, dominant", () => {
  const { color_analysis: colours } = analysed(READINGS.sea!);
  assert.equal(colours.temperature, "cool");
  assert.deepEqual(colours.dominant, colours.palette[0]);
  assert.ok(Math.abs(colours.palette.reduce((sum, { share }) => sum + share, 0) - 1) < 0.01);
  assert.equal(analysed(READINGS.blank!).color_analysis.dominant, null);
});

Deno.test("the content hash tells parts, order and boundaries apart", async () => {
  const [a, b, ab] = ["a", "b", "ab"].map((text) => new TextEncoder().encode(text)) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const hashes = [
    await contentHash(a, b),
    await contentHash(b, a),
    await contentHash(ab),
    await contentHash(ab, new Uint8Array()),
  ];
  assert.equal(new Set(hashes).size, 4);
  assert.match(hashes[0]!, /^[0-9a-f]{64}$/);
  assert.equal(await contentHash(a, b), hashes[0]);
});
