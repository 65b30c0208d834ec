import { expect } from "expect";
import type { RecordingView, TrackView } from "../../collab/document/schema.ts";
import { matchedGains, type Pair, withPair } from "./compare.ts";

const sound = (listen: string, lufs: number | null) =>
  ({ id: listen, listen, asset: listen, peaks: null, duration_seconds: 9, lufs }) as RecordingView;
const pair = (sungLufs: number | null, madeLufs: number | null): Pair => ({
  trackId: "lead",
  sung: sound("raw", sungLufs),
  made: sound("tuned", madeLufs),
});
const TRACKS = [
  { id: "bass", gain_db: -2, muted: false, listen: "b" },
  { id: "lead", gain_db: -3, muted: true, listen: "tuned" },
] as TrackView[];

Deno.test("the louder of the two is turned down, never the quieter up", () => {
  expect(matchedGains(pair(-23, -18))).toEqual({ sung: 0, made: -5 });
  expect(matchedGains(pair(-16, -18))).toEqual({ sung: -2, made: 0 });
  expect(matchedGains(pair(null, -18))).toEqual({ sung: 0, made: 0 });
});

Deno.test("both play, one is silent; the switch changes nothing but that", () => {
  const a = withPair(TRACKS, pair(-20, -18), "sung");
  const b = withPair(TRACKS, pair(-20, -18), "made");
  expect(a.map(({ listen, muted, gain_db }) => [listen, muted, gain_db])).toEqual([
    ["b", false, -2],
    ["raw", false, -3],
    ["tuned", true, -5],
  ]);
  const unmuted = (tracks: readonly TrackView[]) => tracks.map(({ muted: _, ...rest }) => rest);
  expect(unmuted(a)).toEqual(unmuted(b));
  expect(b.map(({ muted }) => muted)).toEqual([false, true, false]);
});
