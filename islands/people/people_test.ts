import { expect } from "expect";
import { type Activity, doingWords } from "./people.ts";

const STILL: Activity = { doing: null, attention: "here", job: undefined, onSheet: false };

for (
  const [words, activity] of [
    ["here", {}],
    ["at the sheet", { onSheet: true }],
    ["painting", { doing: "drawing", onSheet: true }],
    ["writing", { doing: "typing" }],
    ["writing, composing", { doing: "typing", job: { kind: "compose" } }],
    ["reading the picture", { job: { kind: "analyse" }, onSheet: true }],
    ["resting", { attention: "idle", onSheet: true }],
    ["away", { attention: "away", doing: "typing" }],
    ["away, composing", { attention: "away", job: { kind: "compose" } }],
  ] as const satisfies readonly (readonly [string, Partial<Activity>])[]
) {
  Deno.test(`somebody is said to be “${words}”`, () => {
    expect(doingWords({ ...STILL, ...activity })).toBe(words);
  });
}
