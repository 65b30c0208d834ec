import assert from "node:assert/strict";
import { ApiError } from "../api_error.ts";
import { until } from "../../tests/fixtures/until.ts";
import { createLyricist } from "./lyricist.ts";

Deno.test("the thread answers, refuses what cannot be written, and lets go", async () => {
  const lyricist = createLyricist();
  try {
    const { perfect } = await lyricist.ask("rhymes", { word: "fire", near: false, limit: 20 });
    assert.ok(perfect.some(({ words }) => words.includes("desire")));

    const read = await lyricist.ask("read", {
      text: "[Verse 1]\nA cat upon the mat\n\nThat wore a hat\n[Chorus]\nOh",
    });
    assert.deepEqual(read.map(({ syllables }) => syllables), [0, 6, 0, 4, 0, 1]);
    assert.deepEqual(read.map(({ rhyme }) => rhyme), ["", "A", "", "A", "", "A"]);
    assert.deepEqual(read.map(({ section }) => section).slice(3), ["Verse 1", "Chorus", "Chorus"]);

    const ask = { theme: "rain", valence: 0, arousal: 0, structure: ["verse"], seed: 1 } as const;
    await assert.rejects(
      lyricist.ask("write", { ...ask, syllables: [[99]] }),
      (error) => error instanceof ApiError && error.status === 422,
    );
    const { sections } = await lyricist.ask("write", ask);
    assert.equal(sections[0]!.lines.length, 4);

    const left = new AbortController();
    const dropped = lyricist.ask("write", ask, left.signal);
    left.abort(new Error("enough"));
    await assert.rejects(dropped, /enough/);
  } finally {
    lyricist.close();
  }
});

Deno.test("who types does not wait for a song that is being written", async () => {
  const lyricist = createLyricist();
  try {
    const ask = { theme: "rain", valence: 0, arousal: 0, seed: 1 } as const;
    const rhymes = () => lyricist.ask("rhymes", { word: "fire", near: false, limit: 20 });
    await Promise.all([rhymes(), lyricist.ask("write", { ...ask, structure: ["intro"] })]);
    const ended: string[] = [];
    const structure = Array.from({ length: 8 }, () => "verse" as const);
    const song = lyricist.ask("write", { ...ask, structure }).then(() => ended.push("song"));
    await rhymes().then(() => ended.push("rhymes"));
    await song;
    assert.deepEqual(ended, ["rhymes", "song"]);
  } finally {
    lyricist.close();
  }
});

Deno.test("the thread that writes is let go when nobody asks, and comes back", async () => {
  const lyricist = createLyricist(50);
  try {
    const song = { theme: "rain", valence: 0, arousal: 0, seed: 1, structure: ["intro"] } as const;
    const first = await lyricist.ask("write", song);
    await lyricist.ask("rhymes", { word: "fire", near: false, limit: 20 });
    await until("the one for quick answers alone", () => lyricist.open === 1);
    assert.deepEqual(await lyricist.ask("write", song), first);
    assert.equal(lyricist.open, 2);
  } finally {
    lyricist.close();
  }
  assert.equal(lyricist.open, 0);
});
