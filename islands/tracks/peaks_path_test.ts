import { expect } from "expect";
import { decodePeaks, encodePeaks } from "../../services/mixer/peaks.ts";
import { peaksPath } from "./peaks_path.ts";

function peaksOf(samples: number[]) {
  return decodePeaks(encodePeaks([Float32Array.from(samples)], 1000, 100));
}

Deno.test("a path runs along the top and back along the bottom, in seconds", () => {
  const peaks = peaksOf(Array.from({ length: 300 }, (_, i) => i < 100 ? 0 : i < 200 ? 1 : -1));
  expect(peaksPath(peaks)).toBe(
    "M0.000 -0.004L0.100 -1.000L0.200 -0.004L0.200 1.000L0.100 0.004L0.000 0.004Z",
  );
});

Deno.test("more peaks than columns are joined, and the loudest is kept", () => {
  const peaks = peaksOf(Array.from({ length: 4000 }, (_, i) => i === 3333 ? 1 : 0));
  const path = peaksPath(peaks, 10);
  expect(path.match(/L|M/g)).toHaveLength(20);
  expect(path).toContain("-1.000");
});

Deno.test("no sound, no path", () => {
  expect(peaksPath(peaksOf([]))).toBe("");
});
