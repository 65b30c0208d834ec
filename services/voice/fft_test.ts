import { strict as assert } from "node:assert";
import { createFft } from "./fft.ts";

const SIGNAL = Float64Array.from({ length: 64 }, (_, i) => Math.sin(i * i) + 0.3 * Math.cos(3 * i));
const OTHER = SIGNAL.map((x, i) => Math.cos(7 * i) - x);

Deno.test("the transform is the sum that defines it", () => {
  for (const size of [4, 8, 64]) {
    const [re, im] = [SIGNAL.slice(0, size), OTHER.slice(0, size)];
    createFft(size).transform(re, im);
    for (let k = 0; k < size; k++) {
      let [sumRe, sumIm] = [0, 0];
      for (let n = 0; n < size; n++) {
        const [cos, sin] = [
          Math.cos(2 * Math.PI * k * n / size),
          Math.sin(2 * Math.PI * k * n / size),
        ];
        sumRe += SIGNAL[n]! * cos + OTHER[n]! * sin;
        sumIm += OTHER[n]! * cos - SIGNAL[n]! * sin;
      }
      assert.ok(Math.hypot(re[k]! - sumRe, im[k]! - sumIm) < 1e-9, `size ${size}, bin ${k}`);
    }
  }
});

Deno.test("there and back is the signal times the size", () => {
  const fft = createFft(64);
  const [re, im] = [SIGNAL.slice(), OTHER.slice()];
  fft.transform(re, im);
  fft.transform(im, re);
  for (let i = 0; i < 64; i++) {
    assert.ok(Math.abs(re[i]! / 64 - SIGNAL[i]!) < 1e-12);
    assert.ok(Math.abs(im[i]! / 64 - OTHER[i]!) < 1e-12);
  }
});

Deno.test("a size that is no power of two is refused", () => {
  for (const size of [0, 2, 3, 48]) assert.throws(() => createFft(size), RangeError);
});
