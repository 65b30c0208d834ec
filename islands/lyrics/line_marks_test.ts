import { expect } from "expect";
import type { LineReading } from "../../services/lyrics/read_lines.ts";
import { isWordless, marksOf, schemeOf, stressWords } from "./line_marks.ts";

const TEXT = ["[Verse]", "Salt on the window", "", "The night is slow", "Come and go", "[Chorus]"];
const READ: readonly LineReading[] = TEXT.map((text, line) => ({
  line,
  text,
  section: line < 5 ? "Verse" : "Chorus",
  kind: "verse",
  heading: text.startsWith("["),
  syllables: [0, 5, 0, 4, 3, 0][line]!,
  fewest: 0,
  most: 0,
  stresses: ["", "10010", "", "0101", "101", ""][line]!,
  rhyme: ["", "A", "", "B", "B", ""][line]!,
}));

Deno.test("each sung line has its number and its letter; headings and empty lines have none", () => {
  const marks = marksOf(TEXT, READ);
  expect(marks.map((mark) => mark && `${mark.syllables}${mark.rhyme}${mark.shared ? "+" : ""}`))
    .toEqual([null, "5A", null, "4B+", "3B+", null]);
  expect(marks.every((mark) => !mark || (mark.counted && mark.rhymed))).toBe(true);
  expect(schemeOf(marks.slice(1, 5))).toBe("ABB");
});

Deno.test("a line of nothing but signs has no part in the scheme", () => {
  const lines = TEXT.with(2, "…!");
  const read = READ.with(2, { ...READ[2]!, text: "…!" });
  const marks = marksOf(lines, read);
  expect(marks.map((mark) => mark !== null && isWordless(mark))).toEqual([
    ...[false, false, true, false, false, false],
  ]);
  expect(schemeOf(marks.slice(1, 5))).toBe("ABB");
});

Deno.test("a line that is being written keeps its old number, and says that it is old", () => {
  const before = marksOf(TEXT, READ);
  const lines = TEXT.with(3, "The night is slower");
  const marks = marksOf(lines, READ, before);
  expect(marks[3]).toMatchObject({ syllables: 4, counted: false, rhymed: false });
  expect(marks[1]).toMatchObject({ syllables: 5, counted: true, rhymed: false });
  expect(schemeOf(marks.slice(1, 5))).toBe("");
});

Deno.test("lines that have moved take their numbers with them; a new line has none", () => {
  const lines = ["[Chorus]", "Come and go", "Nobody has read this", "[Verse]"];
  const marks = marksOf(lines, READ);
  expect(marks[1]).toMatchObject({ syllables: 3, counted: true, rhymed: false, rhyme: "" });
  expect(marks[2]).toBe(null);
});

Deno.test("stress in words", () => expect(stressWords("0120")).toBe("da DUM da da"));
