import assert from "node:assert/strict";
import { changeLyrics, readLyricTimes } from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { view } from "../collab/document/view.ts";
import type { JobRow } from "../db/jobs.ts";
import { parseLyrics } from "../services/lyrics/lines.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { GeneratedLyrics } from "./generate_lyrics.ts";
import type { Jobs } from "./jobs.ts";
import type { MatchResult } from "./match_lyrics.ts";
import { turnJob } from "./undo.ts";

const person = { kind: "rest" as const, userId: "" };

Deno.test("lyrics are written, rewritten and fitted; what people write meanwhile stays theirs", () =>
  withWorkshop(async (shop) => {
    const jobs = await shop.jobs();
    jobs.work();
    const text = () => shop.rooms.read(shop.projectId, (doc) => roots(doc).lyrics.toString());
    const write = async (change: (now: string) => string) => {
      await shop.rooms.edit(shop.projectId, { ...person, userId: shop.userId }, (doc) => {
        changeLyrics(doc, change(roots(doc).lyrics.toString()));
      });
    };

    // A whole song into an empty text.
    const song = await run<GeneratedLyrics>(shop, jobs, "lyrics.generate", {
      theme: "the sea",
      mode: "insert",
      seed: 1,
      structure: ["verse", "chorus"],
      asked_text: "",
    });
    assert.equal(song.result.engine, "local");
    const written = await text();
    assert.deepEqual(parseLyrics(written).map(({ title }) => title), ["Verse", "Chorus"]);

    // A section again, while somebody changes one of its lines.
    const asked = written;
    await write((now) => now.replace(/\n[^\n]+/, "\nThis line is mine"));
    const again = await run<GeneratedLyrics>(shop, jobs, "lyrics.generate", {
      theme: "the sea",
      mode: "replace",
      section: 0,
      seed: 2,
      asked_text: asked,
    });
    const [verse, chorus] = parseLyrics(await text());
    assert.equal(verse!.lines[0]!.text, "This line is mine");
    assert.deepEqual(again.result.left_alone, [1]);
    const before = parseLyrics(written)[0]!.lines.map((line) => line.text);
    verse!.lines.slice(1).forEach((line, i) => assert.notEqual(line.text, before[i + 1]));
    assert.deepEqual(
      chorus!.lines.map((line) => line.text),
      parseLyrics(written)[1]!.lines.map((line) => line.text),
    );

    // Undone, the job's lines go back; the person's stays.
    await turnJob(shop, again.row, shop.userId, "undo");
    assert.equal(
      await text(),
      written.replace(/\n[^\n]+/, "\nThis line is mine"),
    );

    // Alternates change nothing.
    const still = await text();
    const offer = { theme: "the sea", mode: "alternates", asked_text: still };
    const { result: { alternates, asked: about }, row } = await run<GeneratedLyrics>(
      ...[shop, jobs, "lyrics.generate", { ...offer, line: 2 }] as const,
    );
    assert.equal(alternates.length, 3);
    assert.equal(await text(), still);

    // They say themselves what they are for, and wait for a choice.
    const lines = still.split("\n");
    const wanted = { of: "line", index: 2, title: "Verse", lines: [lines[2]], text: still };
    assert.deepEqual(about, wanted);
    const { result: ofSection } = await run<GeneratedLyrics>(
      ...[shop, jobs, "lyrics.generate", { ...offer, section: 1 }] as const,
    );
    const sung = parseLyrics(still)[1]!.lines.map((line) => line.text);
    const section = { of: "section", index: 1, title: "Chorus", lines: sung, text: still };
    assert.deepEqual(ofSection.asked, section);
    const entries = await shop.rooms.read(shop.projectId, (doc) => view(doc).jobs);
    assert.equal(entries.find(({ id }) => id === row.id)!.settled, null);
    assert.ok(!("settled" in entries.find(({ id }) => id === song.row.id)!));

    // A composed lead: the words are fitted, and get their times.
    await jobs.start({
      kind: "compose",
      projectId: shop.projectId,
      canvasId: shop.canvasId,
      createdBy: shop.userId,
      input: { duration_seconds: 30, seed: 5 },
    });
    await jobs.idle();
    const match = await run<MatchResult>(shop, jobs, "lyrics.match", { asked_text: still });
    assert.equal(match.result.melody.of, "piece");
    for (const line of match.result.lines) {
      assert.equal(line.syllables + line.melisma - line.shared, line.notes);
    }
    const times = await shop.rooms.read(shop.projectId, (doc) => readLyricTimes(roots(doc).meta));
    assert.equal(times.length, match.result.lines.length);
    const fitted = (await text()).split("\n");
    for (const { line, to } of match.result.changes) assert.equal(fitted[line], to);
    for (const time of times) {
      assert.ok(fitted.some((line) => line.trim() === time.text), time.text);
    }
  }));

Deno.test("what cannot be written or fitted fails with a cause that a person can act on", () =>
  withWorkshop(async (shop) => {
    const jobs = await shop.jobs();
    jobs.work();
    const causes: [string, object, string][] = [
      ["lyrics.match", { asked_text: "la la" }, "NO_MELODY"],
      ["lyrics.match", { asked_text: "la", track_id: "gone" }, "TRACK_GONE"],
      ["lyrics.generate", { theme: "", mode: "replace", line: 7, asked_text: "la" }, "LINE_GONE"],
      [
        "lyrics.generate",
        { theme: "", mode: "replace", section: 3, asked_text: "la" },
        "SECTION_GONE",
      ],
      [
        "lyrics.generate",
        { theme: "", mode: "alternates", section: 0, asked_text: "la la\n".repeat(10_000) },
        "SECTION_TOO_LONG",
      ],
      [
        "lyrics.generate",
        { theme: "", mode: "replace", asked_text: "[Verse]\nla la\n".repeat(1000) },
        "SONG_TOO_LONG",
      ],
    ];
    for (const [kind, input, code] of causes) {
      const { id } = await start(shop, jobs, kind, input);
      await jobs.idle();
      const row = (await jobs.get(id))!;
      assert.equal(row.status, "failed");
      assert.equal((row.error as { code: string }).code, code);
    }
  }));

function start(shop: Workshop, jobs: Jobs, kind: string, input: object): Promise<JobRow> {
  return jobs.start({ kind, projectId: shop.projectId, createdBy: shop.userId, input });
}

async function run<Result>(
  shop: Workshop,
  jobs: Jobs,
  kind: string,
  input: object,
): Promise<{ row: JobRow; result: Result }> {
  const { id } = await start(shop, jobs, kind, input);
  await jobs.idle();
  const row = (await jobs.get(id))!;
  assert.equal(row.status, "succeeded", JSON.stringify(row.error));
  return { row, result: row.result as Result };
}
