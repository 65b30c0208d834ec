import { expect } from "expect";
import fc from "fast-check";
import { type Comp, fade, gainIn, inFrames, type Part, partsOf, SEAM_SECONDS } from "./seams.ts";

function comp(...pieces: readonly (readonly [string, number, number])[]): Comp {
  const sound = (name: string, start_seconds: number) => ({
    ...{ asset: name, listen: `${name} to play`, peaks: null, start_seconds },
  });
  return {
    ...sound("own", 2),
    offset_seconds: 1,
    pieces: pieces.map(([name, from_seconds, to_seconds]) => ({
      ...sound(name, 1.5),
      from_seconds,
      to_seconds,
    })),
  };
}

Deno.test("a track without phrases is heard from its beginning to its end", () => {
  const [part, ...others] = partsOf(comp());
  expect(others).toEqual([]);
  expect(part!.sound.asset).toBe("own");
  expect(part!.spans).toEqual([{ from: -Infinity, to: Infinity, rise: 0, fall: 0 }]);
});

Deno.test("phrases take their place in the song, and each recording comes once", () => {
  const parts = partsOf(comp(["b", 3, 5], ["c", 5, 6], ["b", 8, 9]));
  const heard = parts.map(({ sound, spans }) => [
    sound.asset,
    ...spans.map(({ from, to }) => [from, to]),
  ]);
  expect(heard).toEqual([
    ["own", [-Infinity, 4], [7, 9], [10, Infinity]],
    ["b", [4, 6], [9, 10]],
    ["c", [6, 7]],
  ]);
});

Deno.test("seams keep the power, take twelve milliseconds, and never meet", () => {
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.nat(2), fc.nat(400), fc.integer({ min: 1, max: 400 })), {
        maxLength: 9,
      }),
      fc.array(fc.double({ min: -1, max: 12, noNaN: true }), { minLength: 20, maxLength: 20 }),
      (wishes, moments) => {
        let end = 0;
        const pieces = wishes.map(([name, gap, length]) => {
          const from = end + gap / 1000;
          end = from + length / 1000;
          return ["abc"[name]!, from, end] as const;
        });
        const parts = partsOf(comp(...pieces));
        const ends = pieces.flatMap(([, from, to]) => [from + 1, to + 1]);
        for (const at of [...moments, ...ends]) {
          expect(powerAt(parts, at)).toBeCloseTo(1, 9);
          const isNear = ends.some((each) => Math.abs(each - at) <= SEAM_SECONDS / 2 + 1e-9);
          const sounding = gainsAt(parts, at).filter((gain) => gain > 0 && gain < 1);
          if (!isNear) expect(sounding).toEqual([]);
        }
      },
    ),
    { numRuns: 100 },
  );
});

Deno.test("samples are faded as the gains say, in every channel, from any frame on", () => {
  const rate = 1000;
  const [own] = partsOf(comp(["b", 1, 2])).map(({ spans }) => {
    return spans.map((span) => inFrames(span, rate));
  });
  for (const first of [0, 1990, 1999, 2995, 3004, 9000]) {
    const samples = new Float32Array(2 * 1100).fill(1);
    fade(samples, 2, first, own!);
    for (let i = 0; i < 1100; i++) {
      const wanted = Math.max(...own!.map((span) => gainIn(span, first + i)));
      expect(samples[2 * i]).toBeCloseTo(wanted, 6);
      expect(samples[2 * i + 1]).toBe(samples[2 * i]!);
    }
  }
});

function gainsAt(parts: readonly Part[], at: number): readonly number[] {
  return parts.flatMap(({ spans }) => spans.map((span) => gainIn(span, at)));
}

function powerAt(parts: readonly Part[], at: number): number {
  return gainsAt(parts, at).reduce((sum, gain) => sum + gain ** 2, 0);
}
