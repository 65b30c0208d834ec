import assert from "node:assert/strict";
import { setMeta } from "../collab/document/edits.ts";
import { usePhrase } from "../collab/document/piece_edits.ts";
import { removeTake, useSource } from "../collab/document/recording_edits.ts";
import { assetsOfJob } from "../db/assets.ts";
import type { JobRow } from "../db/jobs.ts";
import { stream } from "../services/composer/random.ts";
import { choirTake, layTake, sungTake } from "../tests/fixtures/takes.ts";
import { ebur128 } from "../tests/fixtures/sound.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { HarmonyResult } from "./harmonise_voice.ts";
import type { Jobs } from "./jobs.ts";
import { pitchOf } from "./pitch_contour.ts";
import type { PitchJson } from "./pitch_json.ts";
import { fileOf } from "./take_sound.ts";
import type { VersionResult } from "./take_version.ts";
import { turnJob } from "./undo.ts";

const TUNE = { pitch_correction: { strength: 1, key: "C", scale: "major" } };

async function run(shop: Workshop, jobs: Jobs, kind: string, input: unknown): Promise<JobRow> {
  const { projectId, userId } = shop;
  const { id } = await jobs.start({ kind, projectId, createdBy: userId, input });
  return await until(kind, async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { withinMs: 240_000 });
}

async function bytesOf(shop: Workshop, id: string): Promise<Uint8Array<ArrayBuffer>> {
  const [file] = await shop.sql`select * from assets where id = ${id}`;
  const blob = await shop.blobs.get(file!.bucket, file!.storage_key);
  return new Uint8Array(await new Response(blob!.body).arrayBuffer());
}

Deno.test("a take becomes a version in tune and in time, which is heard, compared and undone", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
      setMeta(doc, { tempo_bpm: 100, key: "C", scale: "major" });
    });
    const take = await layTake(shop, sungTake());
    const input = {
      recording_id: take.id,
      pitch_correction: { strength: 1 },
      timing: { strength: 1, grid: "1/8" },
      breath_control: { strength: 0.5 },
    };
    const row = await run(shop, jobs, "voice.process", input);
    assert.equal(row.status, "succeeded", JSON.stringify(row.error));
    const result = row.result as VersionResult;
    const { recordings, tracks, jobs: entries } = await shop.document();
    const version = recordings.find(({ id }) => id === result.version_id)!;
    assert.ok(version.kind === "version");

    await t.step("with a report of what changed", () => {
      const { report } = result;
      assert.deepEqual(version.report, report);
      assert.deepEqual([report.key, report.scale], ["C", "major"]);
      assert.ok(Number(report.median_abs_cents_after) < 5, JSON.stringify(report));
      assert.ok(Number(report.median_abs_cents_before) > 10, JSON.stringify(report));
      assert.ok(Number(report.onsets_moved) > 0);
      assert.deepEqual([version.of, version.from, version.job], [take.id, take.id, row.id]);
      assert.equal(version.label, "In tune, in time, calm breaths");
      assert.equal((version.settings.pitch_correction as { strength: number }).strength, 1);
      assert.equal(entries.find(({ id }) => id === row.id)?.recording, take.id);
    });

    await t.step("its files are what they say, and its loudness is measured", async () => {
      const files = await assetsOfJob(shop.sql, row.id);
      assert.deepEqual(files.map(({ kind }) => kind).sort(), [
        ...["contour", "listen", "peaks", "version"],
      ]);
      const wav = await bytesOf(shop, result.asset_id);
      const heard = await ebur128(wav);
      assert.ok(Math.abs(heard.integratedLufs - result.loudness_lufs!) <= 0.2);
      assert.ok(Math.abs(heard.durationSeconds - result.duration_seconds) < 0.02);
      assert.equal(new DataView(wav.buffer).getUint16(34, true), 24, "bits");
      assert.equal(new DataView(wav.buffer).getUint32(24, true), 44_100, "the take's own rate");
    });

    await t.step(
      "its pitch is there at once, with the targets; the take's is heard once",
      async () => {
        const sampleRate = 44_100;
        const { signal } = new AbortController();
        const file = await fileOf(shop, shop.projectId, version);
        const contour = version.contour;
        const after: PitchJson = JSON.parse(
          new TextDecoder().decode(await pitchOf(shop, { file, sampleRate, contour }, signal)),
        );
        assert.ok(after.notes.filter((note) => note.target_midi !== undefined).length > 3);
        assert.equal(after.target_midi!.length, after.f0_hz.length);
        const original = await fileOf(shop, shop.projectId, { asset: take.asset });
        const listen = () => pitchOf(shop, { file: original, sampleRate, contour: null }, signal);
        const [first, second] = [await listen(), await listen()];
        assert.deepEqual(first, second);
        const before: PitchJson = JSON.parse(new TextDecoder().decode(first));
        assert.deepEqual([before.problem, before.target_midi], [null, undefined]);
        const [kept] = await shop.sql`select count(*)::int as n from assets
        where kind = 'contour' and job_id is null`;
        assert.equal(kept!.n, 1);
      },
    );

    await t.step("it is heard on the track, and no more when the job is undone", async () => {
      assert.deepEqual([tracks[0]!.source, tracks[0]!.asset], [result.version_id, result.asset_id]);
      await turnJob(shop, row, shop.userId, "undo");
      const undone = await shop.document();
      assert.equal(undone.tracks[0]!.source, take.id);
      assert.deepEqual(undone.recordings.map(({ id }) => id), [take.id]);
      await turnJob(shop, row, shop.userId, "redo");
      assert.equal((await shop.document()).tracks[0]!.source, result.version_id);
    });

    await t.step("a style starts from a version, a reference gives its colour", async () => {
      const styled = await run(shop, jobs, "voice.style", {
        recording_id: take.id,
        version: result.version_id,
        style: "lofi",
        strength: 0.8,
      });
      assert.equal(styled.status, "succeeded", JSON.stringify(styled.error));
      const made = styled.result as VersionResult;
      const matched = await run(shop, jobs, "voice.style", {
        recording_id: take.id,
        style: "match",
        reference_asset_id: made.asset_id,
      });
      assert.equal(matched.status, "succeeded", JSON.stringify(matched.error));
      const { report } = matched.result as VersionResult;
      assert.ok(Number(report.score) >= Number(report.score_before), JSON.stringify(report));
      const document = await shop.document();
      assert.deepEqual(
        document.recordings.map((one) => one.kind === "version" ? [one.label, one.from] : one.name),
        [
          "Take 1",
          ["In tune, in time, calm breaths", take.id],
          ["Lo-fi", result.version_id],
          ["Like Lo-fi", take.id],
        ],
      );
      assert.equal(document.tracks[0]!.source, made.version_id, "what was heard was its base");
    });
  });
});

Deno.test("harmonies are tracks of their own that begin with the take, and go with one undo", () =>
  withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const take = await layTake(shop, sungTake());
    const input = { recording_id: take.id, parts: 3, key: "C", scale: "major" };
    const row = await run(shop, jobs, "voice.harmonies", input);
    assert.equal(row.status, "succeeded", JSON.stringify(row.error));
    const result = row.result as HarmonyResult;
    const { tracks } = await shop.document();
    const parts = tracks.filter(({ kind }) => kind === "harmony");
    assert.deepEqual(parts.map(({ id }) => id), result.track_ids);
    assert.equal(new Set(parts.map(({ pan }) => pan)).size, 3, "each in its place");
    for (const part of parts) {
      assert.deepEqual([part.recording, part.job, part.start_seconds], [take.id, row.id, 0]);
      assert.ok(part.gain_db < 0 && part.name.length > 0);
    }
    await turnJob(shop, row, shop.userId, "undo");
    assert.deepEqual((await shop.document()).tracks.map(({ kind }) => kind), ["take"]);
  }));

Deno.test("what cannot be done is said, with what still works", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const random = stream(1, "noise");
    const noise = Float32Array.from({ length: 66_150 }, () => 0.4 * random.next() - 0.2);
    const silent = await layTake(shop, {
      sampleRate: 44_100,
      channels: [new Float32Array(44_100)],
    });
    const choir = await layTake(shop, choirTake());
    const hiss = await layTake(shop, { sampleRate: 44_100, channels: [noise] });
    const cases = [
      ["a silent take", silent.id, "voice.process", TUNE, "VOICE_SILENT"],
      ["a silent take", silent.id, "voice.style", { style: "jazz" }, "VOICE_SILENT"],
      ["a choir", choir.id, "voice.process", TUNE, "VOICE_POLYPHONIC"],
      ["a choir", choir.id, "voice.harmonies", { parts: 2 }, "VOICE_POLYPHONIC"],
      ["noise", hiss.id, "voice.process", TUNE, "VOICE_UNPITCHED"],
    ] as const;
    for (const [what, recording_id, kind, wish, code] of cases) {
      await t.step(`${kind} of ${what}: ${code}`, async () => {
        const row = await run(shop, jobs, kind, { recording_id, ...wish });
        assert.deepEqual([row.status, row.error?.code, row.error?.transient], [
          ...["failed", code, false],
        ]);
        assert.ok(row.error!.message.length > 40, row.error!.message);
        assert.equal(row.attempts, 1, "trying again does not help");
      });
    }
    await t.step("a choir can be given a style", async () => {
      const row = await run(shop, jobs, "voice.style", {
        recording_id: choir.id,
        style: "telephone",
      });
      assert.equal(row.status, "succeeded", JSON.stringify(row.error));
    });
    await t.step("timing without a tempo", async () => {
      const timing = { strength: 1, grid: "1/8" };
      const row = await run(shop, jobs, "voice.process", { recording_id: choir.id, timing });
      assert.equal(row.error?.code, "NO_TEMPO");
    });
  });
});

Deno.test("what people do while a job works has the last word", () =>
  withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    const { projectId, userId } = shop;
    const me = { kind: "rest", userId } as const;
    const first = await layTake(shop, sungTake(3));
    const start = (recording_id: string) =>
      jobs.start({
        kind: "voice.process",
        projectId,
        createdBy: userId,
        input: { recording_id, ...TUNE },
      });
    const job = await start(first.id);
    const second = await layTake(shop, sungTake(3), first.track); // sounds from now on
    jobs.work();
    await jobs.idle();
    const { tracks, recordings } = await shop.document();
    assert.equal((await jobs.get(job.id))!.status, "succeeded");
    assert.equal(recordings.length, 3);
    assert.equal(tracks[0]!.source, second.id, "somebody has chosen another take meanwhile");

    await shop.rooms.edit(projectId, me, (doc) => {
      useSource(doc, first.track, first.id);
    });
    await shop.rooms.edit(projectId, me, (doc) => {
      useSource(doc, first.track, second.id);
      usePhrase(doc, first.track, first.id, { fromSeconds: 1, toSeconds: 2 }, "p1");
    });
    const phrase = async () => {
      const [track] = (await shop.document()).tracks;
      return [track!.source, ...track!.pieces.map((piece) => piece.recording)];
    };
    const again = await start(first.id);
    await jobs.idle();
    const done = (await jobs.get(again.id))!;
    const { version_id } = done.result as VersionResult;
    assert.deepEqual(await phrase(), [second.id, version_id], "in its phrase as anywhere");
    await turnJob(shop, done, userId, "undo");
    assert.deepEqual(await phrase(), [second.id, first.id]);

    const lost = await start(first.id);
    await shop.rooms.edit(projectId, me, (doc) => {
      removeTake(doc, first.id);
    });
    await jobs.idle();
    assert.equal((await jobs.get(lost.id))!.error?.code, "RECORDING_GONE");
  }));

Deno.test("a cancelled job stops within a second and leaves nothing", () =>
  withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const take = await layTake(shop, sungTake(60));
    const { id } = await jobs.start({
      kind: "voice.process",
      projectId: shop.projectId,
      createdBy: shop.userId,
      input: { recording_id: take.id, ...TUNE },
    });
    await until("it works", async () => (await jobs.get(id))!.stage === "listening");
    const atMs = performance.now();
    await jobs.cancel(id);
    await until("it has stopped", async () => (await jobs.get(id))!.status === "cancelled");
    assert.ok(performance.now() - atMs < 1000, `${performance.now() - atMs} ms`);
    assert.deepEqual((await shop.document()).recordings.map((one) => one.id), [take.id]);
    assert.equal((await assetsOfJob(shop.sql, id)).length, 0);
  }));
