import { expect } from "expect";
import fc from "fast-check";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { changeWholeLines, removeLetters } from "./whole_lines.ts";

const line = fc.constantFrom("", "Salt", "Salt on", "gone", "gold 🪙", "gold 🥇");
const text = fc.array(line, { maxLength: 6 }).map((lines) => lines.join("\n"));

Deno.test("any text becomes any other", () => {
  fc.assert(fc.property(text, text, (before, after) => {
    const doc = withWords(before);
    change(doc, after);
    expect(roots(doc).lyrics.toString()).toBe(after);
  }));
});

Deno.test("two lines kept at the same time stand side by side, and one can be taken out whole", () => {
  const before = "[Verse]\nThe ferry gone\nSalt";
  const [june, tobi] = [withWords(before), new Y.Doc()];
  Y.applyUpdate(tobi, Y.encodeStateAsUpdate(june));
  const hers = change(june, before.replace("The ferry gone", "The harbour gone"));
  change(tobi, before.replace("The ferry gone", "The ferry lost"));
  Y.applyUpdate(tobi, Y.encodeStateAsUpdate(june));
  Y.applyUpdate(june, Y.encodeStateAsUpdate(tobi));
  const both = roots(june).lyrics.toString().split("\n").toSorted();
  expect(both).toEqual(["Salt", "The ferry lost", "The harbour gone", "[Verse]"]);
  expect(removeLetters(roots(june).lyrics, hers)).toBe("The harbour gone\n".length);
  expect(roots(june).lyrics.toString()).toBe(before.replace("gone", "lost"));
  expect(removeLetters(roots(june).lyrics, hers)).toBe(0);
});

Deno.test("letters that somebody has typed between them stay", () => {
  const doc = withWords("old");
  const own = change(doc, "brand new");
  const tobi = new Y.Doc();
  Y.applyUpdate(tobi, Y.encodeStateAsUpdate(doc));
  roots(tobi).lyrics.insert(5, "!");
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(tobi));
  removeLetters(roots(doc).lyrics, own);
  expect(roots(doc).lyrics.toString()).toBe("!");
});

function withWords(words: string): Y.Doc {
  const doc = new Y.Doc();
  roots(doc).lyrics.insert(0, words);
  return doc;
}

function change(doc: Y.Doc, wanted: string) {
  return doc.transact(() => changeWholeLines(doc, roots(doc).lyrics, wanted));
}
