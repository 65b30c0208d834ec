import { expect } from "expect";
import type { PieceView, TakeView, VersionView } from "../../collab/document/schema.ts";
import { heardOf, maskOf, reachOf, shareOf } from "./comp.ts";
import type { TakeOnLane } from "./lanes.ts";

const PIECES = [
  { recording: "2", from_seconds: 4, to_seconds: 6 },
  { recording: "v", from_seconds: 6, to_seconds: 7 },
] as PieceView[];
const span = (fromSeconds: number, toSeconds: number) => ({ fromSeconds, toSeconds });
const lane = (id: string, sounds: boolean, versions: readonly string[] = []) => ({
  take: { id } as TakeView,
  versions: versions.map((each) => ({ id: each } as VersionView)),
  sounding: sounds ? { id } as TakeView : null,
} as unknown as TakeOnLane);

Deno.test("a take is heard where no other's phrase lies, another in its phrases, also as a version", () => {
  expect(heardOf(PIECES, lane("1", true))).toEqual([span(-Infinity, 4), span(7, Infinity)]);
  expect(heardOf(PIECES, lane("2", false))).toEqual([span(4, 6)]);
  expect(heardOf(PIECES, lane("3", false, ["v"]))).toEqual([span(6, 7)]);
  expect(heardOf(PIECES, lane("4", false))).toEqual([]);
  expect(heardOf([], lane("1", true))).toEqual([span(-Infinity, Infinity)]);
});

Deno.test("a phrase is in the mix by how much of it is heard", () => {
  expect(shareOf(span(3, 5), heardOf(PIECES, lane("2", false)))).toBe(.5);
  expect(shareOf(span(0, 4), heardOf(PIECES, lane("1", true)))).toBe(1);
  expect(shareOf(span(0, 4), [])).toBe(0);
});

Deno.test("scraps of less than a quarter of a second are taken along, what is more stays", () => {
  const track = { pieces: PIECES };
  expect(reachOf(span(4.1, 5), track)).toEqual(span(4, 5));
  expect(reachOf(span(4.3, 5.9), track)).toEqual(span(4.3, 6));
  expect(reachOf(span(6.2, 6.9), track)).toEqual(span(6, 7));
  expect(reachOf(span(1, 3.9), track)).toEqual(span(1, 4));
  expect(reachOf(span(7.1, 9), track)).toEqual(span(7, 9));
  expect(reachOf(span(4, 7), track)).toEqual(span(4, 7));
  expect(reachOf(span(1, 2), { pieces: [] })).toEqual(span(1, 2));
});

Deno.test("the mask is full where it sounds and pale elsewhere, within the lane", () => {
  expect(maskOf([span(-Infinity, .25), span(.5, 2)])).toBe(
    "linear-gradient(to right,#0007 0%,#0007 0.00%,#000 0.00% 25.00%,#0007 25.00%," +
      "#0007 50.00%,#000 50.00% 100.00%,#0007 100.00%,#0007 100%)",
  );
});
