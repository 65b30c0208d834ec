import { expect } from "expect";
import { outlineOf, outlineWords, sectionAt } from "./outline.ts";

const TEXT = "Hum\n\n[Verse 1]\nSalt on the window\nThe ferry gone\n[Chorus]";
const READ = TEXT.split("\n").map((text, line) => ({
  ...{ line, text, section: null, kind: null, heading: text.startsWith("[") },
  ...{ syllables: [1, 0, 0, 5, 4, 0][line]!, fewest: 0, most: 0, stresses: "" },
  rhyme: ["A", "", "", "A", "B", ""][line]!,
}));

Deno.test("the outline names each section, its scheme and its syllables", () => {
  const outline = outlineOf(TEXT, READ);
  expect(outline.map((entry) => [entry.title, entry.scheme, outlineWords(entry)])).toEqual([
    ["Opening lines", "A", "1 line, syllables 1"],
    ["Verse 1", "AB", "2 lines, syllables 5, 4"],
    ["Chorus", "", "0 lines"],
  ]);
  expect(outline.map(({ line, lastLine }) => [line, lastLine])).toEqual([[0, 0], [2, 4], [5, 5]]);
});

Deno.test("what has not been read yet is not told", () => {
  const outline = outlineOf(TEXT.replace("ferry", "harbour"), READ);
  expect([outline[1]!.scheme, outlineWords(outline[1]!)]).toEqual(["", "2 lines"]);
});

Deno.test("a line belongs to the section above it", () => {
  const outline = outlineOf(TEXT, READ);
  expect([0, 1, 2, 4, 5].map((line) => sectionAt(outline, line)!.section)).toEqual([0, 0, 1, 1, 2]);
  expect(sectionAt([], 0)).toBe(null);
});
