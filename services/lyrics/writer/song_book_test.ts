import assert from "node:assert/strict";
import { openWords } from "../words/words.ts";
import { openNouns } from "./nouns.ts";
import { songBook } from "./song_book.ts";

Deno.test("the songs of the book are what the writer writes", async () => {
  const written = songBook(await openWords(), await openNouns());
  assert.equal(await Deno.readTextFile(new URL("./SONGS.md", import.meta.url)), written);
});
