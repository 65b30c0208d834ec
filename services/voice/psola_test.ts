import { strict as assert } from "node:assert";
import { psola } from "./psola.ts";
import { pulseTrain, RATE } from "./pulse_train.ts";
import type { Take } from "./take.ts";
import { timeMap } from "./time_map.ts";

Deno.test("a plan that moves nothing gives the same samples", () => {
  const { take, contour } = pulseTrain(140, 1, 0.1);
  assert.deepEqual(psola(take, contour, {}).channels, take.channels);
});

for (const hz of [80, 317, 640]) {
  for (const ratio of [0.75, 0.97, 1.33]) {
    Deno.test(`pulses at ${hz} Hz times ${ratio} have that pitch and the level they had`, () => {
      const { take, contour } = pulseTrain(hz, 0.7);
      const moved = psola(take, contour, { ratioAt: () => ratio });
      const cents = 1200 * Math.log2(frequency(moved) / (hz * ratio));
      assert.ok(Math.abs(cents) < 0.2, `${cents} cents beside`);
      const levelDb = 20 * Math.log10(rms(moved) / rms(take));
      assert.ok(Math.abs(levelDb) < 3, `${levelDb} dB louder`);
    });
  }
}

Deno.test("what is unvoiced is copied when the pitch moves", () => {
  const { take, contour } = pulseTrain(200, 0.7, 0.1);
  const moved = psola(take, contour, { ratioAt: () => 1.2 });
  assert.equal(moved.channels[0]!.length, take.channels[0]!.length);
  const noise = Math.round(0.09 * RATE);
  assert.deepEqual(moved.channels[0]!.slice(0, noise), take.channels[0]!.slice(0, noise));
});

Deno.test("an offset from the zero line stays flat under a voice whose pitch moves", () => {
  const { take, contour } = pulseTrain(140, 1);
  const off = { ...take, channels: [take.channels[0]!, take.channels[0]!.map(() => 0.3)] };
  const [, flat] = psola(off, contour, { ratioAt: () => 1.1 }).channels;
  assert.ok(flat!.every((x) => Math.abs(x - 0.3) < 1e-6));
});

Deno.test("a time map moves a voice, keeps its pitch and copies what it does not stretch", () => {
  const { take, contour } = pulseTrain(200, 1, 0.1);
  const map = timeMap([
    { sourceSeconds: 0, targetSeconds: 0 },
    { sourceSeconds: 0.02, targetSeconds: 0.04 },
    { sourceSeconds: 0.3, targetSeconds: 0.32 },
    { sourceSeconds: 0.8, targetSeconds: 0.7 },
    { sourceSeconds: 1, targetSeconds: 1 },
  ]);
  const moved = psola(take, contour, { timeMap: map });
  const by = Math.round(0.02 * RATE);
  const [start, end] = [Math.round(0.03 * RATE), Math.round(0.29 * RATE)];
  assert.equal(moved.channels[0]!.length, RATE);
  assert.deepEqual(
    moved.channels[0]!.slice(start + by, end + by),
    take.channels[0]!.slice(start, end),
  );
  assert.ok(Math.abs(1200 * Math.log2(frequency(moved) / 200)) < 0.2);
});

Deno.test("both channels move by one set of marks", () => {
  const { take: { channels: [left] }, contour } = pulseTrain(200, 0.5);
  const take = { sampleRate: RATE, channels: [left!, left!.map((x) => x / 2)] };
  const moved = psola(take, contour, { ratioAt: (t) => 1 + t / 5 });
  assert.deepEqual(moved.channels[1], moved.channels[0]!.map((x) => x / 2));
});

Deno.test("a take of nothing stays one", () => {
  const { contour } = pulseTrain(200, 0.5);
  assert.deepEqual(
    psola({ sampleRate: RATE, channels: [new Float32Array(0)] }, contour, {}).channels,
    [
      new Float32Array(0),
    ],
  );
});

function middle(take: Take): Float32Array {
  return take.channels[0]!.subarray(0.2 * RATE, 0.5 * RATE);
}

function rms(take: Take): number {
  return Math.sqrt(middle(take).reduce((sum, x) => sum + x * x, 0) / middle(take).length);
}

/** From the first high peak of the autocorrelation. */
function frequency(take: Take): number {
  const samples = middle(take);
  const values = Array.from({ length: 800 }, (_, lag) => lag < 40 ? 0 : alike(samples, lag));
  const top = Math.max(...values);
  const lag = values.findIndex((value, i) =>
    value > 0.97 * top && value >= values[i - 1]! && value >= values[i + 1]!
  );
  const [before, at, after] = [values[lag - 1]!, values[lag]!, values[lag + 1]!];
  return RATE / (lag + (before - after) / (2 * (before - 2 * at + after)));
}

function alike(samples: Float32Array, lag: number): number {
  let [product, one, other] = [0, 0, 0];
  for (let i = lag; i < samples.length; i++) {
    product += samples[i]! * samples[i - lag]!;
    one += samples[i]! ** 2;
    other += samples[i - lag]! ** 2;
  }
  return product / Math.sqrt(one * other);
}

Deno.test("a voice that is stretched from its very start on is sound to the first sample", () => {
  const { take, contour } = pulseTrain(200, 1);
  const map = timeMap([
    { sourceSeconds: 0, targetSeconds: 0 },
    { sourceSeconds: 0.05, targetSeconds: 0.3 },
    { sourceSeconds: 1, targetSeconds: 1 },
  ]);
  const [channel] = psola(take, contour, { timeMap: map }).channels;
  assert.ok(channel!.every(Number.isFinite));
});
