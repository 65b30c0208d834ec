import { expect } from "expect";
import { countWords } from "./lyric_lines.ts";

Deno.test("words are counted as they are sung, in any script, headings left out", () => {
  expect(countWords("[Verse 1]\nSalt on the window, the ferry’s gone\n\nhalf-light — 2 a.m.")).toBe(
    11,
  );
  expect(countWords("")).toBe(0);
  expect(countWords("Çok güzel, Öğün")).toBe(3);
});
