import { strict as assert } from "node:assert";
import { analyseVoice } from "./analyse_voice.ts";
import { timingRows } from "./figures/rows.ts";
import { table } from "./figures/table.ts";
import { planTiming, quantiseTiming } from "./quantise_timing.ts";
import { melody } from "./singer/melody.ts";
import { sing } from "./singer/sing.ts";
import type { SungNote } from "./sung_note.ts";
import { targetSeconds } from "./time_map.ts";
import type { Grid } from "./timing_grid.ts";

Deno.test("timing keeps its bars", () => {
  const rows = timingRows({ voices: ["tenor"], seconds: 8, seed: 5 }, ["detached", "mixed"]);
  Deno.stdout.writeSync(new TextEncoder().encode(table(rows)));
  assert.ok(rows.every(({ kept }) => kept));
});

const QUARTERS = { strength: 1, grid: "1/4", tempoBpm: 120, offsetSeconds: 0 } as const;

Deno.test("strength 0 is the very take, and half of it goes half the way", () => {
  const { take } = sing(melody({ voice: "alto", seconds: 2, seed: 9, offGridMs: 60 }));
  const analysis = analyseVoice(take);
  assert.equal(quantiseTiming(take, analysis, { ...QUARTERS, strength: 0 }).take, take);
  const { map } = planTiming({ notes: [onset(1.1)] }, 3, { ...QUARTERS, strength: 0.5 });
  assert.ok(Math.abs(targetSeconds(map, 1.094) - 1.047) < 1e-9);
});

for (
  const [grid, sung, line] of [
    ["1/4", 1.2, 1],
    ["1/8", 1.2, 1.25],
    ["1/16", 1.2, 1.25],
    ["1/8T", 1.2, 7 / 6],
  ] as const satisfies readonly (readonly [Grid, number, number])[]
) {
  Deno.test(`on a grid of ${grid} at 120 bpm, ${sung} s goes to ${line.toFixed(3)} s`, () => {
    const { map, placed } = planTiming({ notes: [onset(sung)] }, 3, { ...QUARTERS, grid });
    assert.ok(Math.abs(targetSeconds(map, placed[0]!.atSeconds) - line) < 1e-9);
  });
}

Deno.test("a take that starts at 0.2 s of the project has its lines 0.2 s earlier", () => {
  const { map, placed } = planTiming({ notes: [onset(1.2)] }, 3, {
    ...QUARTERS,
    offsetSeconds: 0.2,
  });
  assert.ok(Math.abs(targetSeconds(map, placed[0]!.atSeconds) - 1.3) < 1e-9);
});

Deno.test("no two notes share a line, and what is not sure is not put on one", () => {
  const notes = [onset(0.95), onset(1.15), { ...onset(1.7), confidence: 0.1 }];
  const { placed, report } = planTiming({ notes }, 3, QUARTERS);
  assert.equal(
    new Set(placed.map((it) => (it.atSeconds + it.shiftSeconds).toFixed(6))).size,
    placed.length,
  );
  assert.equal(report.onsets_found, 2);
  assert.equal(report.onsets_left, 3 - placed.length);
});

Deno.test("a consonant before an onset and its attack are not stretched", () => {
  const { map } = planTiming({ notes: [onset(1.2)] }, 3, QUARTERS);
  const shifts = [1.1, 1.15, 1.2, 1.25].map((at) => targetSeconds(map, at) - at);
  for (const shift of shifts) assert.ok(Math.abs(shift - shifts[0]!) < 1e-9);
});

Deno.test("a tempo of nothing is refused", () => {
  assert.throws(() => planTiming({ notes: [] }, 3, { ...QUARTERS, tempoBpm: 0 }), RangeError);
});

function onset(startSeconds: number): SungNote {
  return {
    startSeconds,
    endSeconds: startSeconds + 0.15,
    midi: 60,
    vibrato: null,
    confidence: 1,
    begunBy: "onset",
  };
}
