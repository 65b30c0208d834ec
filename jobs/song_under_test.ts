import assert from "node:assert/strict";
import { patchTrack, putTracks, setMeta } from "../collab/document/edits.ts";
import { insertAssets } from "../db/assets.ts";
import { insertJob } from "../db/jobs.ts";
import { type Brief, compose } from "../services/composer/composer.ts";
import { uuidv7 } from "../services/ids.ts";
import { track } from "../tests/fixtures/deeds.ts";
import { withWorkshop } from "../tests/fixtures/workshop.ts";
import { songUnder } from "./song_under.ts";

Deno.test("what a voice is sung over: the piece that sounds, where it sounds, and what people say", () =>
  withWorkshop(async (shop) => {
    const { sql, rooms, blobs, projectId, userId, canvasId } = shop;
    const look = () => songUnder(shop, projectId);
    assert.deepEqual(await look(), {
      ...{ tempoBpm: null, beatsPerBar: 4, firstBeatSeconds: 0 },
      ...{ key: undefined, scale: undefined, chords: [] },
    });

    const brief: Brief = { valence: 0.4, arousal: 0.2, style: "pop", duration: 30, seed: 3 };
    const score = compose(brief);
    const job = uuidv7();
    await insertJob(sql, {
      ...{ id: job, project_id: projectId, canvas_id: canvasId, kind: "compose" },
      ...{ input: {}, after_job_id: null, created_by: userId, request_id: null },
    });
    const bytes = new TextEncoder().encode(JSON.stringify(score));
    await blobs.put("audio", "score.json", bytes, { contentType: "application/json" });
    await insertAssets(sql, [{
      ...{ id: uuidv7(), project_id: projectId, created_by: userId, job_id: job },
      ...{ bucket: "audio", storage_key: "score.json", kind: "score" },
      ...{ content_type: "application/json", byte_length: bytes.length },
      sha256: new Uint8Array(32),
    }]);
    const edit = (work: Parameters<typeof rooms.edit>[2]) =>
      rooms.edit(projectId, { kind: "server" }, work);
    await edit((doc) => {
      putTracks(doc, [{ ...track("s1", job), offset_seconds: 2 }]);
      setMeta(doc, { key: "D", scale: "dorian" });
    });
    const song = await look();
    assert.equal(song.tempoBpm, score.plan.tempo);
    assert.ok(Math.abs(song.firstBeatSeconds - 2.06) < 1e-9, "moved, and after its pre-roll");
    assert.deepEqual([song.key, song.scale], ["D", "dorian"]);
    assert.equal(song.chords.length, score.chords.length);
    assert.ok(Math.abs(song.chords[0]!.startSeconds - 2.06) < 1e-9);
    assert.ok(song.chords.at(-1)!.endSeconds > 30, "to its end");
    for (const [i, chord] of song.chords.slice(1).entries()) {
      assert.ok(Math.abs(chord.startSeconds - song.chords[i]!.endSeconds) < 1e-6, "no gaps");
    }

    await edit((doc) => setMeta(doc, { tempo_bpm: 77, scale: "no scale at all" }));
    const other = await look();
    assert.deepEqual([other.tempoBpm, other.firstBeatSeconds], [77, 0], "its beats are not those");
    assert.deepEqual([other.key, other.scale], ["D", undefined]);
    await edit((doc) => {
      patchTrack(doc, "s1", { muted: true });
      putTracks(doc, [track("s2", "no job's id"), track("s3", uuidv7())]);
    });
    assert.deepEqual((await look()).chords, []);
  }));
