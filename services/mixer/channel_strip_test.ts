import assert from "node:assert/strict";
import { ROLES, type Style } from "../composer/score.ts";
import { levelGainDb, processStem } from "./channel_strip.ts";
import { roleLevel, targetLufs } from "./levels.ts";
import { integratedLoudness } from "./loudness.ts";
import { channelsOf, type Stereo } from "./stereo.ts";
import { darkNoise, RATE } from "./test_signals.ts";
import { peakOf } from "./true_peak.ts";

const STYLE: Style = "rock";
const strip = (stem: Stereo, role: typeof ROLES[number], gainDb?: number) =>
  processStem(stem, { role, style: STYLE, sampleRate: RATE, gainDb });

function dry(amplitude: number): Stereo {
  const left = darkNoise(amplitude, 3);
  return { left, right: left.slice() };
}

for (const role of ROLES) {
  Deno.test(`strip: ${role} comes to its level, loud or soft as it was`, () => {
    for (const amplitude of [0.03, 0.3]) {
      const stem = dry(amplitude);
      strip(stem, role);
      const lufs = integratedLoudness(channelsOf(stem), RATE);
      // Chorus and room add to what was levelled.
      const over: number = lufs - targetLufs(role, STYLE);
      assert(over > -0.7 && over < 1.6, `${over} LU over its target`);
    }
  });

  Deno.test(`strip: ${role} stands where the table puts it`, () => {
    const stem = dry(0.3);
    strip(stem, role);
    const energy = (x: Float32Array) => x.reduce((sum, v) => sum + v * v, 0);
    const balance = (energy(stem.right) - energy(stem.left)) /
      (energy(stem.right) + energy(stem.left));
    assert(Math.abs(balance - Math.sin(roleLevel(role).pan * Math.PI / 2)) < 0.15, `${balance}`);
  });
}

Deno.test("strip: a frozen gain is kept, and gives the same bytes as the first time", () => {
  const [first, again] = [dry(0.1), dry(0.1)];
  const gainDb = strip(first, "lead");
  assert.equal(strip(again, "lead", gainDb), gainDb);
  assert.deepEqual(again, first);
});

Deno.test("strip: one hard attack does not tower over its stem", () => {
  const stem = dry(0.1);
  for (const channel of channelsOf(stem)) channel.fill(0.9, RATE, RATE + 50);
  strip(stem, "lead");
  const crest = 20 * Math.log10(peakOf(stem.left)) - integratedLoudness(channelsOf(stem), RATE);
  assert(crest < 17, `${crest} dB`);
});

Deno.test("strip: a quiet part is lifted so far and no further, a silent one not at all", () => {
  assert.equal(levelGainDb(-70, -20, 24), 24);
  assert.equal(levelGainDb(-10, -20, 24), -10);
  assert.equal(levelGainDb(-Infinity, -20, 24), 0);
});
