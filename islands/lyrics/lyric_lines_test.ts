import { expect } from "expect";
import { countWords, sectionOf } from "./lyric_lines.ts";

for (
  const [line, name] of [
    ["[Verse 1]", "Verse 1"],
    ["  [Chorus] ", "Chorus"],
    ["[]", null],
    ["[Verse", null],
    ["I said [softly] no", null],
    ["[a][b]", null],
    ["", null],
  ] as const
) {
  Deno.test(`"${line}" ${name === null ? "is no heading" : `opens ${name}`}`, () => {
    expect(sectionOf(line)).toBe(name);
  });
}

Deno.test("words are counted as they are sung, in any script, headings left out", () => {
  expect(countWords("[Verse 1]\nSalt on the window, the ferry’s gone\n\nhalf-light — 2 a.m.")).toBe(
    11,
  );
  expect(countWords("")).toBe(0);
  expect(countWords("Çok güzel, Öğün")).toBe(3);
});
