import { expect } from "expect";
import fc from "fast-check";
import { parsePresence, type Presence } from "./presence.ts";

const presence: Presence = {
  user: { id: "u1", name: "Ada", color: 3 },
  cursor: { canvas: "c1", x: 10, y: 20 },
  plot: { recording: "t1", seconds: 12.345, midi: 57.25 },
  take: "t1",
  tool: "pen",
  doing: "drawing",
  live: {
    id: "s1",
    canvas: "c1",
    color: "indigo",
    width: 4,
    tool: "pen",
    from: 8,
    points: [1, 2, 0.5, 3, 4, 0.5],
  },
  play: { playing: true, at_seconds: 1.5 },
  caret: { anchor: "AAECAw==", head: "AAECBA==" },
  look: { canvas: "c1", zoom: 2, x: .25, y: 0 },
  attention: "idle",
};

Deno.test("a presence comes back as it was sent", () => {
  expect(parsePresence(JSON.parse(JSON.stringify(presence)))).toEqual(presence);
});

Deno.test("a part that is not what it should be is as good as absent", () => {
  const cases: readonly [keyof Presence, unknown][] = [
    ["cursor", { canvas: "c1", x: "10", y: 20 }],
    ["cursor", { canvas: "c1", x: NaN, y: 20 }],
    ["plot", { recording: "", seconds: 1, midi: 60 }],
    ["plot", { recording: "t".repeat(65), seconds: 1, midi: 60 }],
    ["plot", { recording: "t1", seconds: -1, midi: 60 }],
    ["plot", { recording: "t1", seconds: Infinity, midi: 60 }],
    ["plot", { recording: "t1", seconds: 1, midi: 128 }],
    ["plot", { recording: "t1", seconds: 1, midi: "60" }],
    ["plot", ["t1", 1, 60]],
    ["take", ""],
    ["take", "t".repeat(65)],
    ["take", 7],
    ["tool", "x".repeat(33)],
    ["doing", "lurking"],
    ["live", { ...presence.live, points: [1, 2] }],
    ["live", { ...presence.live, points: Array(33 * 3).fill(0) }],
    ["live", { ...presence.live, from: -1 }],
    ["play", { playing: "yes", at_seconds: 1 }],
    ["caret", { anchor: "A".repeat(65), head: "A" }],
    ["caret", { anchor: "AAA" }],
    ["look", { canvas: "c1", zoom: .5, x: 0, y: 0 }],
    ["look", { canvas: "c1", zoom: 2, x: -1, y: 0 }],
  ];
  for (const [field, value] of cases) {
    expect(parsePresence({ ...presence, [field]: value })).toEqual({ ...presence, [field]: null });
  }
});

Deno.test("a state without a user is no presence", () => {
  expect(parsePresence({ cursor: presence.cursor })).toBeNull();
  expect(parsePresence({ ...presence, user: { id: "", name: "Ada", color: 1 } })).toBeNull();
});

Deno.test("nothing makes parsePresence throw", () => {
  const shaped = fc.record(
    {
      user: fc.oneof(fc.constant(presence.user), fc.anything()),
      cursor: fc.anything(),
      plot: fc.anything(),
      live: fc.oneof(fc.record({ points: fc.anything(), id: fc.anything() }), fc.anything()),
      play: fc.anything(),
    },
    { requiredKeys: [] },
  );
  fc.assert(fc.property(fc.oneof(shaped, fc.anything()), (value) => {
    parsePresence(value);
  }));
});
