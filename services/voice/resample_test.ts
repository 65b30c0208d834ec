import { strict as assert } from "node:assert";
import { resample, to16k } from "./resample.ts";

const RATES = [8_000, 11_025, 22_050, 44_100, 48_000, 96_000];

for (const rate of RATES) {
  Deno.test(`a tone at ${rate} Hz is the same tone at 16 kHz, at the same time`, () => {
    const heard = resample(tone(1_000, rate), rate, 16_000);
    const wanted = tone(1_000, 16_000);
    assert.equal(heard.length, wanted.length);
    assert.ok(largestDifference(heard, wanted) < 2e-3, `${largestDifference(heard, wanted)}`);
  });
}

for (const rate of RATES.filter((rate) => rate > 20_000)) {
  Deno.test(`what 16 kHz cannot hold is gone, from ${rate} Hz`, () => {
    const heard = resample(tone(9_500, rate), rate, 16_000);
    const peak = heard.subarray(800, -800).reduce((most, x) => Math.max(most, Math.abs(x)), 0);
    assert.ok(20 * Math.log10(peak) < -60, `${20 * Math.log10(peak)} dB`);
  });
}

Deno.test("channels are averaged, one upside down is turned back; 16 kHz is left as it is", () => {
  const left = tone(440, 16_000);
  assert.equal(to16k({ sampleRate: 16_000, channels: [left] }), left);
  const beside = (times: number) => left.map((x) => times * x);
  const both = (right: Float32Array<ArrayBuffer>) =>
    to16k({ sampleRate: 16_000, channels: [left, right] });
  assert.deepEqual(both(beside(0.5)), beside(0.75));
  assert.deepEqual(both(beside(-1)), left);
  assert.equal(to16k({ sampleRate: 48_000, channels: [new Float32Array(0)] }).length, 0);
});

function tone(hz: number, rate: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: rate / 2 }, (_, i) => Math.sin(2 * Math.PI * hz * i / rate));
}

/** Away from the ends, where the tone is cut. */
function largestDifference(a: Float32Array, b: Float32Array): number {
  let most = 0;
  for (let i = 800; i < a.length - 800; i++) most = Math.max(most, Math.abs(a[i]! - b[i]!));
  return most;
}
