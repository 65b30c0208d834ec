import assert from "node:assert/strict";
import fc from "fast-check";
import { countWords, headingOf, kindOf, parseLyrics } from "./lines.ts";

Deno.test("sections begin with headings; sung lines know where they stand", () => {
  const text = "before\n[Verse 1]\none two\n\nthree\n[Chorus]\nfour";
  const sections = parseLyrics(text);
  assert.deepEqual(sections.map(({ title, kind, lines }) => [title, kind, lines.length]), [
    [null, "verse", 1],
    ["Verse 1", "verse", 2],
    ["Chorus", "chorus", 1],
  ]);
  assert.deepEqual(sections[1]!.lines.map(({ index }) => index), [2, 4]);
  for (const section of sections) {
    for (const line of section.lines) assert.equal(text.slice(line.from, line.to), line.text);
  }
  assert.equal(countWords(text), 5);
});

Deno.test("words are counted as they are sung, in any script, headings left out", () => {
  const text = "[Verse 1]\nSalt on the window, the ferry’s gone\n\nhalf-light — 2 a.m.";
  assert.equal(countWords(text), 11);
  assert.equal(countWords(""), 0);
  assert.equal(countWords("Çok güzel, Öğün"), 3);
  assert.equal(countWords("1,000,000 reasons, 3.5 miles, 3,2,1"), 7);
});

Deno.test("a line that only speaks of a verse is sung", () => {
  for (const line of ["universe", "burning bridges", "[half a bracket", "a [note] inside", "[]"]) {
    assert.equal(headingOf(line), null, line);
  }
  assert.equal(headingOf("  [ Pre-Chorus ] "), "Pre-Chorus");
  assert.deepEqual(["Pre-Chorus", "Universe", "Middle 8", "Coda", "Opening"].map(kindOf), [
    "chorus",
    "verse",
    "bridge",
    "outro",
    "intro",
  ]);
});

Deno.test("every line with words is in one section, in order", () => {
  const line = fc.oneof(fc.constantFrom("", "  ", "[Verse]", "[Chorus 2]", "la la"), fc.string());
  fc.assert(fc.property(fc.array(line), (lines) => {
    const text = lines.join("\n");
    const sung = parseLyrics(text).flatMap((section) => section.lines);
    const expected = text.split("\n").filter((each) => each.trim() && headingOf(each) === null);
    assert.deepEqual(sung.map((each) => each.text), expected);
    for (const { from, to, text: own } of sung) assert.equal(text.slice(from, to), own);
  }));
});
