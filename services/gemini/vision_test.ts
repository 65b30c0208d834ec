import assert from "node:assert/strict";
import { suggest } from "../composer/composer.ts";
import { quarters } from "../media/image_samples.ts";
import { toAnalysis } from "../mood/analysis.ts";
import { analyseImage } from "../mood/reading.ts";
import { asSeen, type VisionMood } from "./vision.ts";

const reading = analyseImage(quarters());
const local = toAnalysis(reading, suggest(reading, undefined, 1));
const SEEN: VisionMood = {
  primary_emotion: "Awestruck",
  secondary_emotions: ["calm", "calm", "glad"],
  confidence: 0.81234,
  valence: 0.5,
  arousal: -0.2,
  mood_description: "A wide valley.",
  music: {
    genre: "folk",
    tempo_bpm: 200,
    key: "eb",
    scale: "Mixolydian",
    instruments: ["Harp", ""],
  },
  reasons: [{ seen: "open sky", music: "so a high melody" }, {
    seen: "soft light",
    music: "so no drums",
  }],
};

Deno.test("what is seen takes the place of what was measured; colours stay", () => {
  const analysis = asSeen(local, SEEN, "gemini");
  assert.equal(analysis.primary_emotion, "awestruck");
  assert.deepEqual(analysis.secondary_emotions, ["calm", "glad"]);
  assert.deepEqual([analysis.confidence, analysis.valence, analysis.arousal], [0.812, 0.5, -0.2]);
  assert.deepEqual(analysis.music_suggestions, {
    genre: "folk",
    tempo_bpm: 150,
    key: "Eb",
    scale: "mixolydian",
    instruments: ["Harp"],
  });
  assert.deepEqual(analysis.because.map(({ text }) => text.consequence), [
    "so a high melody",
    "so no drums",
  ]);
  assert.equal(analysis.color_analysis, local.color_analysis);
  assert.equal(analysis.dominance, local.dominance);
  assert.deepEqual(Object.keys(analysis), Object.keys(local));
});

Deno.test("what makes no sense is the local engine's, or the word of that place", () => {
  const analysis = asSeen(local, {
    ...SEEN,
    primary_emotion: "<b>!!</b>",
    secondary_emotions: ["1", ""],
    mood_description: "",
    music: { ...SEEN.music, key: "H", scale: "blues", instruments: [""] },
    reasons: [{ seen: "", music: "x" }],
  }, "gemini");
  assert.equal(analysis.primary_emotion, "content", "the place's own word");
  assert.ok(analysis.secondary_emotions.length > 0);
  assert.equal(analysis.mood_description, local.mood_description);
  const { key, scale, instruments } = local.music_suggestions;
  assert.deepEqual(analysis.music_suggestions, {
    genre: "folk",
    tempo_bpm: 150,
    key,
    scale,
    instruments,
  });
  assert.equal(analysis.because, local.because);
});
