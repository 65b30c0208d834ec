import assert from "node:assert/strict";
import { readWav, writeWav } from "./wav.ts";

const ramp = Float32Array.from({ length: 1001 }, (_, i) => (i - 500) / 500);
const other = ramp.map((x) => -x / 3);

for (const bits of [16, 24] as const) {
  Deno.test(`wav: ${bits} bits come back within half a step`, () => {
    const { sampleRate, channels } = readWav(writeWav([ramp, other], 48_000, bits));
    assert.equal(sampleRate, 48_000);
    const step = 2 ** (1 - bits);
    [ramp, other].forEach((wanted, channel) => {
      channels[channel]!.forEach((x, i) => {
        // +1 itself has no code: it becomes the largest one.
        assert(Math.abs(x - wanted[i]!) <= (wanted[i] === 1 ? 1.01 : 0.51) * step);
      });
    });
  });
}

Deno.test("wav: beyond full scale is clipped, never wrapped", () => {
  const { channels } = readWav(writeWav([Float32Array.of(1.5, -1.5)], 44_100, 24));
  assert.deepEqual([...channels[0]!].map(Math.sign), [1, -1]);
  assert(channels[0]!.every((x) => Math.abs(x) > 0.9999));
});

Deno.test("wav: an odd number of data bytes is padded, a stray chunk is skipped", () => {
  const file = writeWav([Float32Array.of(0.25)], 44_100, 24);
  assert.equal(file.length, 48);
  const withChunk = new Uint8Array(file.length + 10);
  withChunk.set(file.subarray(0, 12));
  withChunk.set([0x4c, 0x49, 0x53, 0x54, 1, 0, 0, 0, 9, 0], 12);
  withChunk.set(file.subarray(12), 22);
  assert.deepEqual([...readWav(withChunk).channels[0]!], [0.25]);
});

Deno.test("wav: what is not a WAVE of PCM is refused", () => {
  const float = writeWav([ramp], 44_100, 16);
  float[20] = 3;
  for (const bytes of [new Uint8Array(0), new Uint8Array(100), float.subarray(0, 40), float]) {
    assert.throws(() => readWav(bytes), RangeError);
  }
});

Deno.test("wav: channels of different lengths are refused", () => {
  assert.throws(() => writeWav([ramp, new Float32Array(3)], 44_100, 16), RangeError);
});
