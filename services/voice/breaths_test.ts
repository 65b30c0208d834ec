import { strict as assert } from "node:assert";
import { analyseVoice } from "./analyse_voice.ts";
import { calmBreaths, findBreaths } from "./breaths.ts";
import { breathRows } from "./figures/rows.ts";
import { table } from "./figures/table.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";

Deno.test("breaths are found among consonants", () => {
  const rows = breathRows({ voices: ["bass", "child"], seconds: 8, seed: 3 });
  Deno.stdout.writeSync(new TextEncoder().encode(table(rows)));
  assert.ok(rows.every(({ kept }) => kept));
});

const part = melody({ voice: "tenor", seconds: 6, seed: 2, tempoBpm: 90 });
const { take } = sing(part);
const breaths = findBreaths(take, analyseVoice(take));

Deno.test("breaths are turned down by strength, nothing else changes, nothing is cut", () => {
  assert.ok(breaths.length > 0);
  for (const [strength, least, most] of [[0.5, -9.2, -6], [1, -18.2, -10]] as const) {
    const calm = calmBreaths(take, breaths, strength);
    for (const { startSeconds, endSeconds } of breaths) {
      const gainDb = powerDb(calm.channels[0]!, startSeconds, endSeconds) -
        powerDb(take.channels[0]!, startSeconds, endSeconds);
      assert.ok(gainDb >= least && gainDb <= most, `${gainDb} dB at strength ${strength}`);
    }
    calm.channels[0]!.forEach((x, i) => {
      const at = i / take.sampleRate;
      const inside = breaths.some((it) =>
        at >= it.startSeconds - 1e-3 && at <= it.endSeconds + 1e-3
      );
      if (!inside && x !== take.channels[0]![i]) assert.fail(`${at} s has changed`);
    });
  }
});

Deno.test("strength 0 is the very take", () => assert.equal(calmBreaths(take, breaths, 0), take));

Deno.test("without breaths none is found", () => {
  const { take } = sing(part, { breaths: false });
  assert.deepEqual(findBreaths(take, analyseVoice(take)), []);
});

function powerDb(samples: Float32Array, startSeconds: number, endSeconds: number): number {
  const within = samples.subarray(startSeconds * take.sampleRate, endSeconds * take.sampleRate);
  return 10 * Math.log10(within.reduce((sum, x) => sum + x * x, 0) / within.length);
}
