import { expect } from "expect";
import type { RecordingView, TrackView } from "../../collab/document/schema.ts";
import { nextTakeName, stacksOf, useWords } from "./lanes.ts";

const RECORDINGS = [
  { kind: "take", id: "1", name: "Take 1", stack: "lead" },
  { kind: "take", id: "2", name: "Take 7", stack: "lead" },
  { kind: "version", id: "3", of: "1", label: "Tuned" },
  { kind: "take", id: "4", name: "Whisper", stack: "other" },
  { kind: "take", id: "5", name: "Lost", stack: null },
] as RecordingView[];
const TRACKS = [
  { id: "bass", kind: "stem" },
  { id: "lead", kind: "take", source: "3" },
  { id: "other", kind: "take", source: "4" },
] as TrackView[];

Deno.test("every take lies on its own track's lanes, newest first, with its versions", () => {
  const [lead, other] = stacksOf(TRACKS, RECORDINGS);
  expect(lead!.takes.map(({ take }) => take.name)).toEqual(["Take 7", "Take 1"]);
  expect(lead!.takes[1]!.versions.map(({ id }) => id)).toEqual(["3"]);
  expect(other!.takes.map(({ take }) => take.name)).toEqual(["Whisper"]);
});

Deno.test("a lane says what of it is in the mix", () => {
  const [lead, other] = stacksOf(TRACKS, RECORDINGS);
  expect(lead!.takes.map(useWords)).toEqual(["not used", "in the mix: Tuned"]);
  expect(other!.takes.map(useWords)).toEqual(["in the mix, as sung"]);
});

Deno.test("the next take has a number that none had", () => {
  const [lead, other] = stacksOf(TRACKS, RECORDINGS);
  expect(nextTakeName(lead!.takes)).toBe("Take 8");
  expect(nextTakeName(other!.takes)).toBe("Take 2");
  expect(nextTakeName([])).toBe("Take 1");
});
