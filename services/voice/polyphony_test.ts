import { strict as assert } from "node:assert";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { CHOIR, realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { polyphony } from "./polyphony.ts";
import { singTogether } from "./singer/choir.ts";
import { melody } from "./singer/melody.ts";
import { VOICE_TYPES, type VoiceName } from "./singer/part.ts";
import { singTune } from "./singer/sing_tune.ts";
import type { Take } from "./take.ts";
import { to16k, trackPitch } from "./track_pitch.ts";

Deno.test("a choir is told from a single voice, real and synthetic", async () => {
  const single = await Promise.all(
    VOICES.map(async (voice) => ({ what: voice.name, score: scoreOf(await realVoice(voice)) })),
  );
  for (const voice of Object.keys(VOICE_TYPES) as VoiceName[]) {
    const { take } = singTune({ voice, seconds: 8, seed: 7, snrDb: 10, vibratoCents: 80 });
    single.push({ what: `${voice}, 10 dB`, score: scoreOf(take) });
  }
  const together = [{ what: CHOIR.name, score: scoreOf(await realVoice(CHOIR)) }];
  for (const [voice, intervals] of CHORDS) {
    const take = singTogether(melody({ voice, seconds: 8, seed: 5 }), intervals, 50);
    together.push({ what: `${voice} + ${intervals.slice(1)}`, score: scoreOf(take) });
  }
  printFigures("one voice: score of polyphony, bar 0.5", single);
  printFigures("several voices", together);
  for (const { what, score } of single) assert.ok(score < 0.5, `${what}: ${score}`);
  for (const { what, score } of together) assert.ok(score >= 0.5, `${what}: ${score}`);
});

Deno.test("silence is not polyphonic", () => {
  const score = scoreOf({ sampleRate: 16_000, channels: [new Float32Array(16_000)] });
  assert.equal(score, 0);
});

/** An octave or a unison is left out: one voice has the same partials. */
const CHORDS: readonly (readonly [VoiceName, readonly number[]])[] = [
  ["tenor", [0, 4]],
  ["tenor", [0, 7]],
  ["bass", [0, 3, 7]],
  ["alto", [0, 4, 7]],
  ["alto", [0, -12, 4, 7]],
  ["soprano", [0, -4]],
];

function scoreOf(take: Take): number {
  const samples = to16k(take);
  const { polyphonic, score } = polyphony(samples, trackPitch(samples));
  assert.equal(polyphonic, score >= 0.5);
  return score;
}
