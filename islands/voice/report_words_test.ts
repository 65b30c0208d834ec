import { expect } from "expect";
import { factsOf, reportLines } from "./report_words.ts";

const FLAT = {
  median_abs_cents_before: 31.2,
  median_abs_cents_after: 5.96,
  notes: 24,
  notes_moved: 19,
  onsets_moved: 7,
  onsets_left: 1,
  median_off_grid_ms_before: 44,
  median_off_grid_ms_after: 18.4,
  breaths_found: 9,
  breaths_calmed: 7,
};

Deno.test("a report's figures as facts: before and after", () => {
  expect(factsOf(FLAT)).toEqual([
    { name: "Off pitch", before: "31", after: "6 cents" },
    { name: "Off the beat", before: "44", after: "18 ms" },
    { name: "Breaths eased", before: null, after: "7 of 9" },
  ]);
});

Deno.test("in words, also where the figures lie one level deep", () => {
  const { breaths_found, breaths_calmed, onsets_moved, onsets_left, ...pitch } = FLAT;
  const deep = {
    pitch,
    timing: { onsets_moved, onsets_left },
    breaths: { breaths_found, breaths_calmed },
  };
  expect(reportLines(deep)).toEqual(reportLines(FLAT));
  expect(reportLines(FLAT)).toEqual([
    "Typically 6 cents off pitch; sung, it was 31.",
    "19 of 24 notes were tuned.",
    "7 syllables moved to the beat; 1 unsure one was left alone.",
    "9 breaths turned down, none cut.",
  ]);
});

Deno.test("styles and matches say what they are; an unknown report says nothing", () => {
  expect(reportLines({ style: "lofi" })).toEqual(["Sung as lo-fi."]);
  expect(reportLines({ score: .834 })).toEqual(["83 % like the reference."]);
  expect(reportLines({ score: .834, score_before: .4 })).toEqual([
    "83 % like the reference; before, it was 40 %.",
  ]);
  expect(reportLines({ something: [1], other: null })).toEqual([]);
  expect(reportLines({ warnings: [{ code: "silent", message: "Nothing to tune." }, 7] })).toEqual([
    "Nothing to tune.",
  ]);
  expect(factsOf({})).toEqual([]);
});
