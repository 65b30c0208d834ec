import { expect } from "expect";
import { MAX_LIVE_POINTS, MAX_PRESENCE_BYTES } from "../../collab/document/presence.ts";
import { dropStale, grow, type GrowingStroke, tail } from "./presence.ts";

const STROKE = { id: "s", canvas: "c", color: "lapis", width: 30, tool: "pen" } as const;
const flat = (count: number) =>
  Array.from({ length: count }, (_, i) => [i * 7.123456, i * 3.98765, .512345]).flat();

Deno.test("a long stroke travels as its last points and the index of the first of them", () => {
  const live = tail({ ...STROKE, all: flat(100) });
  expect(live.from).toBe(100 - MAX_LIVE_POINTS);
  expect(live.points).toHaveLength(MAX_LIVE_POINTS * 3);
});

Deno.test("the longest tail fits into a presence message with room to spare", () => {
  const far = Array.from({ length: 300 }, (_, i) => i % 3 === 2 ? .87654 : 1599.98765);
  const bytes = new TextEncoder().encode(JSON.stringify(tail({ ...STROKE, all: far })));
  expect(bytes.length).toBeLessThan(MAX_PRESENCE_BYTES - 600);
});

Deno.test("tails that overlap put the whole stroke together again", () => {
  const all = flat(90).map((value, i) =>
    Math.round(value * (i % 3 === 2 ? 100 : 10)) / (i % 3 === 2 ? 100 : 10)
  );
  const strokes = new Map<string, GrowingStroke>();
  for (const count of [5, 20, 45, 70, 90]) {
    grow(strokes, tail({ ...STROKE, all: all.slice(0, count * 3) }), 0);
  }
  expect(strokes.get("s")!.points).toEqual(all);
});

Deno.test("a tail that says nothing new does not keep a stroke alive", () => {
  const strokes = new Map<string, GrowingStroke>();
  const live = tail({ ...STROKE, all: flat(4) });
  grow(strokes, live, 100);
  grow(strokes, live, 9000);
  expect(strokes.get("s")!.seenAtMs).toBe(100);
});

Deno.test("after a lost message the known part and the tail are joined", () => {
  const strokes = new Map<string, GrowingStroke>();
  grow(strokes, tail({ ...STROKE, all: flat(3) }), 0);
  grow(strokes, tail({ ...STROKE, all: flat(80) }), 0);
  expect(strokes.get("s")!.points).toHaveLength((3 + MAX_LIVE_POINTS) * 3);
});

for (
  const [afterMs, drawnNow, stays] of [
    [1900, true, true],
    [2100, true, false],
    [900, false, true],
    [1100, false, false],
  ] as const
) {
  Deno.test(
    `a stroke in progress ${drawnNow ? "whose pen rests" : "whose pen lifted"} ${
      stays ? "is still shown" : "has vanished"
    } after ${afterMs} ms`,
    () => {
      const strokes = new Map<string, GrowingStroke>();
      grow(strokes, tail({ ...STROKE, all: flat(4) }), 0);
      const dropped = dropStale(strokes, new Set(drawnNow ? ["s"] : []), afterMs);
      expect([dropped, strokes.has("s")]).toEqual([!stays, stays]);
    },
  );
}
