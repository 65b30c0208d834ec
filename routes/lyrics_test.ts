import assert from "node:assert/strict";
import { changeLyrics, setLyricTimes } from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import type { Answer } from "../tests/fixtures/app.ts";
import { withApp } from "../tests/fixtures/app.ts";

Deno.test("lyrics: read line by line, put as the smallest change, guarded by their ETag", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "P" });
    const path = `/projects/${id}/lyrics`;
    const empty = await ada.json(200, "GET", path);
    assert.deepEqual([empty.text, empty.word_count, empty.lines.length], ["", 0, 1]);

    const text = "[Verse 1]\r\nThe cat sat on the mat\r\nAnd fire was in his hat";
    const put = await ada.json(200, "PUT", path, { text });
    assert.equal(put.text, text.replaceAll("\r\n", "\n"));
    assert.equal(put.word_count, 12);
    assert.deepEqual(put.lines.map((line: Answer) => [line.heading, line.syllables, line.rhyme]), [
      [true, 0, ""],
      [false, 6, "A"],
      [false, 7, "A"],
    ]);
    assert.deepEqual([put.lines[2].fewest, put.lines[2].most], [6, 7]);

    const seen: number[] = [];
    await app.rooms.edit(id, { kind: "server" }, (doc) => {
      roots(doc).lyrics.observe((event) => {
        for (const { insert, delete: gone } of event.delta) {
          seen.push(typeof insert === "string" ? insert.length : gone ?? 0);
        }
      });
      changeLyrics(doc, put.text.replace("fire", "smoke"));
    });
    assert.ok(Math.max(...seen) <= 5, `the smallest change: ${seen}`);

    const read = await ada.call("GET", path);
    await read.body?.cancel();
    const ifMatch = { "if-match": read.headers.get("etag")! };
    const guarded = await ada.call("PUT", path, { text: "mine" }, ifMatch);
    assert.equal(guarded.status, 200, await guarded.text());
    const stale = await ada.call("PUT", path, { text: "mine again" }, ifMatch);
    assert.equal(stale.status, 412);
    await stale.body?.cancel();
    assert.equal((await ada.json(200, "GET", path)).text, "mine");

    for (
      const body of [{}, { text: 3 }, { text: "x", id }, { text: "a\0b" }, {
        text: "x".repeat(200_001),
      }]
    ) {
      await ada.json(422, "PUT", path, body);
    }
  }));

Deno.test("a time stays with the words it was found for, and goes with them", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "P" });
    const path = `/projects/${id}/lyrics`;
    await ada.json(200, "PUT", path, { text: "la la\nla la\ndo re" });
    const time = (text: string, start: number) => ({
      text,
      start_seconds: start,
      end_seconds: start + 1,
      words: [],
    });
    await app.rooms.edit(id, { kind: "server" }, (doc) => {
      setLyricTimes(doc, [time("la la", 1), time("la la", 2), time("do re", 3)]);
    });
    const starts = async () =>
      (await ada.json(200, "GET", path)).lines.map((line: Answer) => line.start_seconds);
    assert.deepEqual(await starts(), [1, 2, 3]);
    await ada.json(200, "PUT", path, { text: "la la\nla lo\ndo re" });
    assert.deepEqual(await starts(), [1, null, 3]);
  }));

Deno.test("rhymes and ideas need no project, but somebody who asks", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { perfect, near, syllables } = await ada.json(200, "GET", "/rhymes?word=ocean&near=true");
    assert.equal(syllables, 2);
    assert.ok(perfect[0].words.includes("motion") && near.length > 0);
    assert.deepEqual((await ada.json(200, "GET", "/rhymes?word=ocean")).near, []);
    await ada.json(422, "GET", "/rhymes");
    await ada.json(422, "GET", `/rhymes?word=${"x".repeat(61)}`);
    const ideas = await ada.json(200, "GET", "/ideas?theme=the+sea&emotion=melancholy");
    assert.ok(ideas.fields.includes("sea") && ideas.images.length > 4);
    assert.equal((await app.request("/api/v1/rhymes?word=ocean")).status, 401);
  }));
