import { expect } from "expect";
import { type Activity, doingWords } from "./people.ts";

const STILL: Activity = { doing: null, attention: "here", job: undefined, at: null };

for (
  const [words, activity] of [
    ["here", {}],
    ["at the sheet", { at: "the sheet" }],
    ["at a take", { at: "a take" }],
    ["painting", { doing: "drawing", at: "the sheet" }],
    ["writing", { doing: "typing" }],
    ["writing, composing", { doing: "typing", job: { kind: "compose" } }],
    ["reading the picture", { job: { kind: "analyse" }, at: "the sheet" }],
    ["resting", { attention: "idle", at: "the sheet" }],
    ["away", { attention: "away", doing: "typing" }],
    ["away, composing", { attention: "away", job: { kind: "compose" } }],
  ] as const satisfies readonly (readonly [string, Partial<Activity>])[]
) {
  Deno.test(`somebody is said to be “${words}”`, () => {
    expect(doingWords({ ...STILL, ...activity })).toBe(words);
  });
}
