import assert from "node:assert/strict";
import { changeLyrics } from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import type { JobRow } from "../db/jobs.ts";
import { createGemini, type GeminiFailure } from "../services/gemini/gemini.ts";
import { parseLyrics } from "../services/lyrics/lines.ts";
import type { Analysis } from "../services/mood/analysis.ts";
import {
  type Behaviour,
  type GeminiRequest,
  startGemini,
} from "../tests/fixtures/gemini_server.ts";
import { drawZigzag } from "../tests/fixtures/pictures.ts";
import { layTake, sungTake } from "../tests/fixtures/takes.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { Piece } from "./compose.ts";
import type { GeneratedLyrics } from "./generate_lyrics.ts";
import type { Jobs } from "./jobs.ts";
import type { MatchResult } from "./match_lyrics.ts";
import type { TranscriptResult } from "./transcribe.ts";

const KEY = "AIza-a-key-that-must-never-be-seen";
const THEME = "the lighthouse keeper's unsent letter";

/** Who wants this tempo gets an arrangement that is none. */
const UNANSWERED_BPM = 101;

/** What each question of the product is answered with, known by its schema. */
function answerTo({ body }: GeminiRequest): object {
  const wanted = Object.keys(body.generationConfig.responseSchema.properties);
  const data = JSON.parse(body.contents[0].parts.at(-1).text.slice("DATA\n".length));
  if (wanted.includes("valence")) {
    return {
      primary_emotion: "wistful",
      secondary_emotions: ["calm"],
      confidence: 0.9,
      valence: -0.31,
      arousal: -0.42,
      mood_description: "A harbour at dusk.",
      music: {
        genre: "folk",
        tempo_bpm: 84,
        key: "D",
        scale: "dorian",
        instruments: ["Cello", "Harp"],
      },
      reasons: [
        { seen: "boats at rest", music: "so a slow pulse" },
        { seen: "one lit window", music: "so a lonely cello" },
      ],
    };
  }
  if (wanted.includes("versions")) {
    const line = (n: number, i: number) => `The lamp is burning night ${n} and ${i} for you`;
    return {
      versions: [1, 2, 3].map((n) => ({
        sections: data.structure.map((kind: string, s: number) => ({
          kind,
          lines: Array.from({ length: (data.lines[s] ?? 4) + 3 }, (_, i) => line(n, 10 * s + i)),
        })),
      })),
    };
  }
  if (wanted.includes("form")) {
    if (data.decided.tempo_bpm === UNANSWERED_BPM) return { form: "sonata" };
    return {
      style: "folk",
      tempo_bpm: 100,
      key: "D",
      scale: "dorian",
      form: "ABA",
      progression_a: "i bVII IV i",
      progression_b: "bIII bVII i IV",
      instruments: { lead: "Flute", comp: "", pad: "", bass: "", counter: "" },
    };
  }
  if (wanted.includes("language")) {
    return {
      language: "en",
      description: "A calm alto.",
      words: [{ word: "hello", start: 0.5, end: 0.9 }, { word: "you", start: 1, end: 900 }],
    };
  }
  if (Array.isArray(data)) {
    return {
      lines: data.map(({ line, syllables }) => ({
        line,
        text: Array.from({ length: syllables }, (_, i) => i % 2 ? "day" : "the").join(" "),
      })),
    };
  }
  throw new Error(`no answer to ${wanted}`);
}

interface Case {
  readonly shop: Workshop;
  readonly jobs: Jobs;
}

async function run({ shop, jobs }: Case, kind: string, input: object): Promise<JobRow> {
  const { projectId, canvasId, userId } = shop;
  const request = { kind, projectId, canvasId, createdBy: userId, input };
  const { id } = await jobs.start(request);
  return await until(kind, async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { withinMs: 240_000 });
}

/** How the service is, and what then makes the mood and the words; null: Gemini. */
const TABLE: readonly [Behaviour, GeminiFailure | null][] = [
  ["429", "rate_limited"],
  ["429-for-long", "rate_limited"],
  ["daily-quota", "quota"],
  ["503", "unavailable"],
  ["broken-off", "unavailable"],
  ["bad-key", "bad_key"],
  ["forbidden", "bad_key"],
  ["unknown-model", "unknown_model"],
  ["bad-request", "refused"],
  ["blocked-prompt", "blocked"],
  ["safety", "blocked"],
  ["truncated", "truncated"],
  ["malformed", "malformed"],
  ["wrong-shape", "malformed"],
  ["no-candidates", "malformed"],
  ["null", "malformed"],
  ["huge", "malformed"],
  ["hangs", "timeout"],
  ["proto", null],
  ["429-then-answers", null],
  ["503-then-answers", null],
];

Deno.test("whatever Gemini does, the jobs end, and say which engine made them and why", async (t) => {
  await using server = startGemini();
  await withWorkshop(async (shop) => {
    let skewMs = 0;
    let patienceMs = 60_000;
    const gemini = createGemini({
      ...{ apiKey: KEY, model: "test-model", baseUrl: server.url, log: shop.log },
      get withinMs() {
        return patienceMs;
      },
      nowMs: () => performance.now() + skewMs,
      wait: () => Promise.resolve(),
    });
    const jobs = await shop.jobs({ gemini, concurrency: 3, backoffMs: () => 1 });
    jobs.work();
    const bench = { shop, jobs };
    const take = await layTake(shop, sungTake(2));
    const draw = () =>
      shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        drawZigzag(doc, shop.canvasId, shop.userId, "indigo");
      });
    const text = () => shop.rooms.read(shop.projectId, (doc) => roots(doc).lyrics.toString());
    const song = { theme: THEME, mode: "alternates", structure: ["verse"], asked_text: "" };

    await draw();

    for (const [behaviour, reason] of TABLE) {
      await t.step(`${behaviour}: ${reason ?? "answered"}`, async () => {
        server.behave(behaviour, answerTo);
        patienceMs = behaviour === "hangs" ? 2_000 : 60_000;
        skewMs += 3_600_000; // limits and the breaker begin anew
        if (reason === null) await draw();
        const [mood, words, heard] = await Promise.all([
          run(bench, "analyse", {}),
          run(bench, "lyrics.generate", song),
          run(bench, "voice.transcribe", { recording_id: take.id }),
        ]);
        const analysis = mood.result as Analysis;
        const lyrics = words.result as GeneratedLyrics;
        for (const row of [mood, words]) {
          assert.equal(row.status, "succeeded", JSON.stringify(row.error));
          assert.equal(row.engine, reason ? "local" : "gemini");
        }
        // The breaker may have opened by what the others met.
        const told = [analysis.engine_reason, lyrics.engine_reason];
        assert.ok(told.every((one) => one === (reason ?? undefined) || one === "breaker_open"));
        assert.ok(reason === null || told.includes(reason));
        assert.equal(analysis.engine, reason ? "local-mood/1" : "gemini");
        assert.equal(lyrics.alternates.length, 3);
        if (reason === null) {
          assert.equal(heard.status, "succeeded", JSON.stringify(heard.error));
          return;
        }
        assert.equal(heard.status, "failed");
        assert.match(heard.error!.code, new RegExp(`^GEMINI_(${reason}|breaker_open)$`, "i"));
        assert.match(heard.error!.message, /^The words could not be written down\. .*Gemini/);
      });
    }

    await t.step("a picture is seen, once: the second time it is remembered", async () => {
      server.behave("answers", answerTo);
      await draw();
      const row = await run(bench, "analyse", {});
      const seen = row.result as Analysis;
      assert.deepEqual(
        [seen.primary_emotion, seen.valence, seen.arousal, seen.engine, seen.cached],
        ["wistful", -0.31, -0.42, "gemini", false],
      );
      assert.deepEqual(seen.because.map(({ text }) => text.observation), [
        "boats at rest",
        "one lit window",
      ]);
      assert.ok(seen.color_analysis.palette.length > 0, "colours are measured");
      const sent = server.requests.at(-1)!.body.contents[0].parts[0].inlineData;
      assert.equal(sent.mimeType, "image/jpeg");
      const head = Uint8Array.fromBase64(sent.data).subarray(0, 2);
      assert.deepEqual([...head], [0xff, 0xd8]);
      const { canvases } = await shop.document();
      assert.deepEqual(canvases[0]!.mood, { valence: -0.31, arousal: -0.42 });
      const before = server.requests.length;
      const again = await run(bench, "analyse", {});
      assert.deepEqual([(again.result as Analysis).cached, again.engine], [true, "gemini"]);
      assert.equal(server.requests.length, before);
    });

    await t.step(
      "a piece has the form, key and chords that were proposed, or none of them",
      async () => {
        server.behave("answers", answerTo);
        // One after the other, and with seeds: the words of a later step are fitted to the last one.
        const wish = { duration_seconds: 30, seed: 7 };
        const row = await run(bench, "compose", { ...wish, tempo_bpm: 96 });
        const other = await run(bench, "compose", { ...wish, tempo_bpm: UNANSWERED_BPM });
        assert.equal(row.status, "succeeded", JSON.stringify(row.error));
        const piece = row.result as Piece;
        assert.deepEqual([row.engine, piece.arrangement.engine, piece.engine], [
          "gemini",
          "gemini",
          "rules/1",
        ]);
        assert.match(piece.arrangement.form, /^I?ABAO?$/);
        assert.deepEqual([piece.style, piece.key, piece.scale, piece.tempo_bpm], [
          "folk",
          "D",
          "dorian",
          96,
        ]);
        assert.equal(other.status, "succeeded", JSON.stringify(other.error));
        const { arrangement } = other.result as Piece;
        assert.deepEqual([other.engine, arrangement.engine, arrangement.engine_reason], [
          "local",
          "local",
          "malformed",
        ]);
      },
    );

    await t.step("a song has the sections that were asked for, and no line more", async () => {
      server.behave("answers", answerTo);
      const row = await run(bench, "lyrics.generate", {
        theme: THEME,
        mode: "insert",
        structure: ["verse", "chorus", "verse"],
        syllables: [8, 8, 8, 8],
        asked_text: "",
      });
      assert.equal(row.engine, "gemini");
      const sections = parseLyrics(await text());
      assert.deepEqual(sections.map(({ title, lines }) => [title, lines.length]), [
        ["Verse 1", 4],
        ["Chorus", 4],
        ["Verse 2", 4],
      ]);
    });

    await t.step(
      "a section is rewritten in place; three alternates of a line change nothing",
      async () => {
        server.behave("answers", answerTo);
        const mine = "[Verse]\nMy own first line\nMy own second line\n\n[Chorus]\nStay";
        await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
          changeLyrics(doc, mine);
        });
        const line = { theme: THEME, line: 1, mode: "alternates", asked_text: mine };
        const { result } = await run(bench, "lyrics.generate", line);
        assert.deepEqual((result as GeneratedLyrics).alternates.map((lines) => lines.length), [
          1,
          1,
          1,
        ]);
        assert.equal(await text(), mine);
        const section = { theme: THEME, section: 0, mode: "replace", asked_text: mine };
        assert.equal((await run(bench, "lyrics.generate", section)).engine, "gemini");
        const [verse, chorus] = parseLyrics(await text());
        assert.deepEqual(verse!.lines.map(({ text }) => text), [
          "The lamp is burning night 1 and 0 for you",
          "The lamp is burning night 1 and 1 for you",
        ]);
        assert.equal(chorus!.lines[0]!.text, "Stay");
      },
    );

    await t.step("lines that lie badly get suggestions that lie better, and stay", async () => {
      server.behave("answers", answerTo);
      const mine = "[Verse]\nUnbelievably extraordinary communications deteriorate\nNo";
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        changeLyrics(doc, mine);
      });
      const row = await run(bench, "lyrics.match", { mode: "suggest", asked_text: mine });
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
      const { suggestions, engine } = row.result as MatchResult;
      assert.equal(engine, "gemini");
      assert.ok(suggestions.length > 0);
      for (const { to, why } of suggestions) {
        const [, syllables, notes] = /^(\d+) syllables for (\d+) notes$/.exec(why)!;
        assert.ok(Math.abs(Number(syllables) - Number(notes)) <= 1, why);
        assert.equal(to.split(" ").length, Number(syllables));
      }
      assert.equal(await text(), mine);
      server.behave("503", answerTo);
      const other = mine.replace("No", "Now or never, never ever, whatever");
      const { result } = await run(bench, "lyrics.match", { mode: "suggest", asked_text: other });
      const { suggestions: none, engine: local, engine_reason } = result as MatchResult;
      assert.deepEqual([none, local, engine_reason], [[], "local", "unavailable"]);
    });

    await t.step("words are heard with their times, from a copy that Gemini can read", async () => {
      server.behave("answers", answerTo);
      const other = await layTake(shop, sungTake(3));
      const row = await run(bench, "voice.transcribe", { recording_id: other.id });
      const heard = row.result as TranscriptResult;
      assert.equal(heard.text, "hello you");
      assert.deepEqual([heard.engine, heard.description], ["gemini", "A calm alto."]);
      assert.deepEqual(heard.words[0], { word: "hello", start_seconds: 0.5, end_seconds: 0.9 });
      assert.ok(heard.words[1]!.end_seconds <= 3.5, "within the take");
      const [audio] = server.requests.at(-1)!.body.contents[0].parts;
      const bytes = Uint8Array.fromBase64(audio.inlineData.data);
      assert.equal(new TextDecoder().decode(bytes.subarray(0, 4)), "fLaC");
      const rate = (bytes[18]! << 12) | (bytes[19]! << 4) | (bytes[20]! >> 4);
      assert.deepEqual([rate, ((bytes[20]! >> 1) & 7) + 1], [16_000, 1]);
    });

    await t.step("a job that is cancelled does not wait for an answer", async () => {
      server.behave("hangs", answerTo);
      await draw();
      const { projectId, canvasId, userId } = shop;
      const request = { kind: "analyse", projectId, canvasId, createdBy: userId, input: {} };
      const { id } = await jobs.start(request);
      await server.hanging();
      await jobs.cancel(id);
      const row = await until("the end", async () => {
        const row = await jobs.get(id);
        return row?.finished_at ? row : undefined;
      }, { withinMs: 10_000 });
      assert.equal(row.status, "cancelled");
      assert.match(shop.logged.join("\n"), /"outcome":"cancelled"/);
    });

    await t.step("nothing of the key, of users or of answers is in the log", () => {
      const all = shop.logged.join("\n");
      assert.ok(all.includes('"message":"asked Gemini"'));
      for (const secret of [KEY, THEME, "lighthouse", "lamp is burning", "harbour", "hello"]) {
        assert.ok(!all.includes(secret), secret);
      }
      assert.ok(server.requests.every(({ apiKey, path }) => apiKey === KEY && !path.includes(KEY)));
    });
  });
});
