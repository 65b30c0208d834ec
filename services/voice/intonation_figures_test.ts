import { strict as assert } from "node:assert";
import { type Contour, hzOf } from "./contour.ts";
import { intonationFigures } from "./intonation_figures.ts";

const NOTE = { startSeconds: 0.1, endSeconds: 1.1, targetMidi: 60 };

/** A note of a second, `cents` off its target, with a vibrato of 40 cents, that is glided to from far below. */
function sung(cents: number): Contour {
  const f0Hz = Float32Array.from({ length: 120 }, (_, i) => {
    const seconds = i / 100 - NOTE.startSeconds;
    if (seconds < 0 || seconds >= 1) return 0;
    const glide = seconds < 0.05 ? -5 * (1 - seconds / 0.05) : 0;
    return hzOf(60 + cents / 100 + 0.4 * Math.sin(2 * Math.PI * 5 * seconds) + glide);
  });
  const level = new Float32Array(f0Hz.length);
  return { hopSeconds: 0.01, f0Hz, periodicity: level, levelDb: level };
}

Deno.test("a vibrato and a glide to a note in tune are in tune", () => {
  const { medianAbsCents, framesIn50Cents } = intonationFigures(sung(0), [NOTE]);
  assert.ok(medianAbsCents < 3, `${medianAbsCents}`);
  assert.equal(framesIn50Cents, 1);
});

Deno.test("a note that is off counts as off", () => {
  const { medianAbsCents, framesIn50Cents } = intonationFigures(sung(95), [NOTE]);
  assert.ok(Math.abs(medianAbsCents - 95) < 3, `${medianAbsCents}`);
  assert.equal(framesIn50Cents, 0);
});

Deno.test("where nothing is sung there is nothing to be off", () => {
  assert.equal(intonationFigures(sung(0), []).framesIn50Cents, 0);
});
