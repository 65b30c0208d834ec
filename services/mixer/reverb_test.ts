import assert from "node:assert/strict";
import { addChorus } from "./chorus.ts";
import { addReverb, type ReverbSettings } from "./reverb.ts";
import { silence, type Stereo } from "./stereo.ts";
import { noise, RATE, rmsDb } from "./test_signals.ts";

const ROOM: ReverbSettings = {
  ...{ decaySeconds: 1.5, brightDecaySeconds: 0.7, preDelaySeconds: 0.02, size: 0.9 },
};

function impulse(seconds: number): Stereo {
  const sound = silence(seconds * RATE);
  sound.left[0] = 1;
  sound.right[0] = 1;
  return sound;
}

function stereoNoise(seconds: number, seed: number): Stereo {
  return { left: noise(0.3, seconds, seed), right: noise(0.3, seconds, seed + 100) };
}

const EFFECTS: Readonly<Record<string, (sound: Stereo) => void>> = {
  reverb: (sound) => addReverb(sound, RATE, ROOM, 0.5),
  chorus: (sound) => addChorus(sound, RATE, 0.4),
};

for (const [name, effect] of Object.entries(EFFECTS)) {
  Deno.test(`${name}: the effect of a sum is the sum of the effects`, () => {
    const [a, b] = [stereoNoise(1, 1), stereoNoise(1, 2)];
    const sum: Stereo = {
      left: a.left.map((x, i) => x + b.left[i]!),
      right: a.right.map((x, i) => x + b.right[i]!),
    };
    for (const sound of [a, b, sum]) effect(sound);
    for (const side of ["left", "right"] as const) {
      const residual = sum[side].map((x, i) => x - a[side][i]! - b[side][i]!);
      assert(rmsDb(residual) < -120, `${rmsDb(residual)} dB`);
    }
  });

  Deno.test(`${name}: equal input gives equal output`, () => {
    const [a, b] = [stereoNoise(0.5, 7), stereoNoise(0.5, 7)];
    effect(a);
    effect(b);
    assert.deepEqual(a, b);
  });
}

Deno.test("reverb: the tail falls by 60 dB in the decay time, and goes on falling", () => {
  const sound = impulse(3);
  addReverb(sound, RATE, ROOM, 1);
  const levels = [0.1, 0.475, 0.85, 1.225, 1.6].map((at) =>
    rmsDb(sound.left.subarray(Math.round(at * RATE), Math.round((at + 0.2) * RATE)))
  );
  levels.forEach((level, i) => assert(i === 0 || level < levels[i - 1]! - 8, levels.join(" ")));
  const fall = levels[0]! - levels[4]!;
  // The bright part falls faster than the 60 dB that the low part takes 1.5 s for.
  assert(fall > 55 && fall < 90, `${fall} dB`);
});

Deno.test("reverb: begins after the pre-delay, dense within 100 ms", () => {
  const sound = impulse(1);
  addReverb(sound, RATE, ROOM, 1);
  assert(sound.left.subarray(1, Math.floor(0.02 * RATE)).every((x) => Math.abs(x) < 1e-9));
  const window = sound.left.subarray(0.1 * RATE, 0.2 * RATE);
  const level = 10 ** (rmsDb(window) / 20);
  const share = window.reduce((n, x) => n + (Math.abs(x) > level ? 1 : 0), 0) / window.length;
  // Gaussian noise has .317 of its samples beyond one standard deviation.
  assert(share > 0.2 && share < 0.4, `${share} beyond one deviation`);
});

Deno.test("reverb: left and right of the tail are unlike each other", () => {
  const sound = impulse(1.5);
  addReverb(sound, RATE, ROOM, 1);
  const [left, right] = [sound.left.subarray(RATE / 10), sound.right.subarray(RATE / 10)];
  const product = left.reduce((sum, x, i) => sum + x * right[i]!, 0);
  const norm = Math.sqrt(
    left.reduce((s, x) => s + x * x, 0) * right.reduce((s, x) => s + x * x, 0),
  );
  assert(Math.abs(product / norm) < 0.2, `correlation ${product / norm}`);
});

Deno.test("reverb: at gain 1 the tail of a steady noise is about as loud as the noise", () => {
  const dry = stereoNoise(4, 3);
  const wet = { left: dry.left.slice(), right: dry.right.slice() };
  addReverb(wet, RATE, ROOM, 1);
  const tail = wet.left.map((x, i) => x - dry.left[i]!).subarray(2 * RATE);
  // Less by what its low-passes take from white noise.
  const below = rmsDb(dry.left) - rmsDb(tail);
  assert(below > 0 && below < 9, `${below} dB below`);
});
