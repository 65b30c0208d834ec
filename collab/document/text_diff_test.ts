import fc from "fast-check";
import assert from "node:assert/strict";
import { workedMilliseconds } from "../../tests/fixtures/worked.ts";
import { diffText, type TextChange } from "./text_diff.ts";

function apply(text: string, changes: readonly TextChange[]): string {
  for (const { at, remove, insert } of changes) {
    text = text.slice(0, at) + insert + text.slice(at + remove);
  }
  return text;
}

const lyrics = fc.array(fc.constantFrom("la\n", "oh\n", "🎵 sing\n", "\n", "end"), {
  maxLength: 30,
})
  .map((lines) => lines.join(""));

Deno.test("the changes make one text of the other, and never cut a character", () => {
  const any = fc.oneof(lyrics, fc.string({ unit: "grapheme" }));
  fc.assert(
    fc.property(any, any, (before, after) => {
      const changes = diffText(before, after);
      assert.equal(apply(before, changes), after);
      for (const { at, remove, insert, from } of changes) {
        assert.equal(after.slice(from, from + insert.length), insert);
        assert.ok(before.slice(at, at + remove).isWellFormed() && insert.isWellFormed());
      }
    }),
    { numRuns: 500 },
  );
});

Deno.test("the same text needs no change, and a word in a line changes that word", () => {
  assert.deepEqual(diffText("a\nb\n", "a\nb\n"), []);
  assert.deepEqual(diffText("one\ntwo boats\nthree\n", "one\ntwo big boats\nthree\n"), [
    { at: 9, remove: 0, insert: "ig b", from: 9 },
  ]);
  const verse = "the river runs\nbelow the town\n";
  assert.deepEqual(diffText(verse + "oh\n" + verse, verse + verse), [
    { at: 30, remove: 3, insert: "", from: 30 },
  ]);
});

Deno.test("texts of thousands of lines with nothing in common are soon done", () => {
  const text = (word: string) => Array.from({ length: 5000 }, (_, i) => `${word} ${i}\n`).join("");
  const startedAt = workedMilliseconds();
  assert.equal(apply(text("old"), diffText(text("old"), text("new"))), text("new"));
  assert.ok(workedMilliseconds() - startedAt < 2000);
});
