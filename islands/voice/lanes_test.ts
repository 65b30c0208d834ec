import { expect } from "expect";
import type {
  PieceView,
  RecordingView,
  TrackView,
  VersionView,
} from "../../collab/document/schema.ts";
import { nextTakeName, stacksOf, usableOf, useWords } from "./lanes.ts";

const RECORDINGS = [
  { kind: "take", id: "1", name: "Take 1", stack: "lead" },
  { kind: "take", id: "2", name: "Take 7", stack: "lead" },
  { kind: "version", id: "3", of: "1", label: "Tuned" },
  { kind: "take", id: "4", name: "Whisper", stack: "other" },
  { kind: "take", id: "5", name: "Lost", stack: null },
] as RecordingView[];
const TRACKS = [
  { id: "bass", kind: "stem" },
  { id: "lead", kind: "take", source: "3", pieces: [] as readonly PieceView[] },
  { id: "other", kind: "take", source: "4", pieces: [] as readonly PieceView[] },
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

Deno.test("a lane says which phrases of it are used, and whose lie over it", () => {
  const words = (source: string, ...recordings: readonly string[]) => {
    const pieces = recordings.map((recording) => ({ recording })) as PieceView[];
    const all = [...RECORDINGS, { kind: "take", id: "6", name: "Take 8", stack: "lead" }];
    const [lead] = stacksOf([{ ...TRACKS[1]!, source, pieces }], all as RecordingView[]);
    return lead!.takes.map(useWords);
  };
  expect(words("2", "1")).toEqual([
    "not used",
    "in the mix, one phrase from Take 1",
    "one phrase used",
  ]);
  expect(words("3", "2", "2")).toEqual([
    "not used",
    "2 phrases used",
    "in the mix: Tuned, 2 phrases from Take 7",
  ]);
  expect(words("2", "3", "6", "1")).toEqual([
    "one phrase used",
    "in the mix, 3 phrases from others",
    "2 phrases used",
  ]);
});

Deno.test("of a take that is in the mix, the same comes in again; of another what was looked at", () => {
  const [lead] = stacksOf(TRACKS, RECORDINGS);
  const [, tuned] = lead!.takes;
  const asSung = { ...tuned!, sounding: null };
  expect(usableOf(tuned!, null).id).toBe("3");
  expect(usableOf(asSung, null).id).toBe("1");
  expect(usableOf(asSung, { id: "3", of: "1" } as VersionView).id).toBe("3");
  expect(
    usableOf(
      { ...asSung, used: [{ recording: "1" } as PieceView] },
      { id: "3", of: "1" } as VersionView,
    ).id,
  )
    .toBe("1");
});

Deno.test("the next take has a number that none had", () => {
  const [lead, other] = stacksOf(TRACKS, RECORDINGS);
  expect(nextTakeName(lead!.takes)).toBe("Take 8");
  expect(nextTakeName(other!.takes)).toBe("Take 2");
  expect(nextTakeName([])).toBe("Take 1");
});
