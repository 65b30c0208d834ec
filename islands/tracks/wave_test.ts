import { expect } from "expect";
import { encodePeaks } from "../../services/mixer/peaks.ts";
import type { Comp } from "../../services/mixer/seams.ts";
import { waveOf } from "./wave.ts";

const RATE = 1000;
const LEVELS: Readonly<Record<string, number>> = { own: .25, other: .5 };

/** Ten seconds at one level, fifty pixels a second. */
const api = {
  asset: (id: string) => {
    const samples = Float32Array.from(
      { length: 10 * RATE },
      (_, i) => (i % 2 ? -1 : 1) * LEVELS[id]!,
    );
    return Promise.resolve(new Response(encodePeaks([samples], RATE, 20)));
  },
};

const sound = (name: string, start_seconds: number) => ({
  ...{ asset: name, listen: name, peaks: name, start_seconds },
});

Deno.test("a lane draws what sounds: the phrase's own wave in its place, and the track's around it", async () => {
  const track: Comp = {
    ...sound("own", 2),
    offset_seconds: 1,
    pieces: [{ ...sound("other", 4), from_seconds: 5, to_seconds: 7 }],
  };
  const { path, loudest } = await waveOf(api, track, new AbortController().signal);
  expect(loudest).toBeCloseTo(.5, 2);
  const points = [...path.matchAll(/([\d.-]+) ([\d.-]+)/g)].map((
    [, x, y],
  ) => [Number(x), Number(y)]);
  const levelAt = (seconds: number) =>
    Math.max(...points.flatMap(([x, y]) => Math.abs(x! - seconds) < .011 ? [Math.abs(y!)] : []));
  // From the track's first sample on: the phrase lies from 6 − 2 to 8 − 2.
  for (const at of [0, 2, 3.9, 6.1, 9.9]) expect(levelAt(at)).toBeCloseTo(.25, 2);
  for (const at of [4.1, 5, 5.9]) expect(levelAt(at)).toBeCloseTo(.5, 2);
  expect(path.match(/M/g)).toHaveLength(3);
});

Deno.test("a track without peaks is bare", async () => {
  const track = { ...sound("own", 0), peaks: null, offset_seconds: 0, pieces: [] };
  expect(await waveOf(api, track, new AbortController().signal)).toEqual({ path: "", loudest: 0 });
});
