import { strict as assert } from "node:assert";
import { pitchMarks } from "./pitch_marks.ts";
import { pulseTrain, RATE } from "./pulse_train.ts";

for (const hz of [75, 220, 700, 1050]) {
  for (const sign of [1, -1]) {
    Deno.test(`one mark per pulse at ${hz} Hz, sign ${sign}`, () => {
      const { take, contour } = pulseTrain(hz, 0.6);
      const { positions, spans } = pitchMarks(
        take.channels[0]!.map((x) => sign * x),
        RATE,
        contour,
      );
      const voiced = spans.filter((span) => span.voiced);
      assert.equal(voiced.length, 1);
      const [{ first, last }] = voiced as [typeof voiced[0] & object];
      for (let i = first + 16; i <= last - 3; i++) { // the first have no tails under them
        const stray = positions[i]! - positions[i - 1]! - RATE / hz;
        assert.ok(Math.abs(stray) < 0.6, `period ${i - first} is ${stray} samples too long`);
      }
      assert.ok(positions[first]! < 0.125 * RATE && positions[last]! > 0.475 * RATE);
    });
  }
}

Deno.test("marks rise from 0 to the end and their spans take turns", () => {
  const { take, contour } = pulseTrain(120, 0.6, 0.2);
  const { positions, spans } = pitchMarks(take.channels[0]!, RATE, contour);
  assert.equal(positions[0], 0);
  assert.equal(positions.at(-1), take.channels[0]!.length);
  for (let i = 1; i < positions.length; i++) assert.ok(positions[i]! > positions[i - 1]!);
  assert.deepEqual(spans.map((span) => span.voiced), [false, true, false]);
  assert.deepEqual(
    spans.slice(1).map((span) => span.first),
    spans.slice(0, -1).map((span) => span.last),
  );
});

Deno.test("a voice lost for two frames is one voice", () => {
  const { take, contour } = pulseTrain(120, 0.6);
  contour.f0Hz.fill(0, 30, 32);
  const { spans } = pitchMarks(take.channels[0]!, RATE, contour);
  assert.equal(spans.filter((span) => span.voiced).length, 1);
});

Deno.test("silence has marks and no voice", () => {
  const { contour } = pulseTrain(120, 0.2);
  contour.f0Hz.fill(0);
  const { spans } = pitchMarks(new Float32Array(0.2 * RATE), RATE, contour);
  assert.deepEqual(spans.map((span) => span.voiced), [false]);
});
