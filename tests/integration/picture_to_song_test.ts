/** The main job over REST alone: a photo goes in, a measured piece of music comes out. */
import assert from "node:assert/strict";
import { type Client, signUp, uploadImage } from "../fixtures/client.ts";
import { decodeWav, ebur128, sameBytes } from "../fixtures/sound.ts";
import { photo } from "../fixtures/photos.ts";
import { removeData, startServer } from "../fixtures/server.ts";

interface Music {
  readonly track_ids: readonly string[];
  readonly mix_asset_id: string;
  readonly mp3_asset_id: string;
  readonly midi_asset_id: string;
  readonly duration_seconds: number;
  readonly tempo_bpm: number;
  readonly key: string;
  readonly scale: string;
  readonly seed: number;
  readonly loudness_lufs: number;
  readonly true_peak_dbtp: number;
}

interface Track {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly asset: string;
}

interface Document {
  readonly canvases: readonly { id: string; mood: { valence: number; arousal: number } }[];
  readonly tracks: readonly Track[];
}

/** A new project with one photo on its canvas. */
async function projectWith(who: Client, picture: string) {
  const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: picture });
  const listed = await who.json<{ canvases: { id: string }[] }>(
    200,
    "GET",
    `/projects/${id}/canvases`,
  );
  const canvas = listed.canvases[0]!.id;
  const uploaded = await uploadImage(who, canvas, await photo(picture), picture);
  assert.equal(uploaded.status, 201, await uploaded.text());
  return { project: id, canvas };
}

async function compose(
  who: Client,
  canvas: string,
  options: Record<string, unknown>,
): Promise<Music> {
  const started = await who.call("POST", `/canvases/${canvas}/music`, options);
  assert.equal(started.status, 202, await started.clone().text());
  const { id } = await started.json();
  assert.equal(started.headers.get("location"), `/api/v1/jobs/${id}`);
  const job = await who.job(id);
  assert.equal(job.status, "succeeded", JSON.stringify(job.error));
  return job.result as unknown as Music;
}

Deno.test("a picture becomes a song over REST", async (t) => {
  const server = await startServer();
  try {
    const who = await signUp(server.url);
    const { project, canvas } = await projectWith(who, "Garden.jpg");
    let suggested!: Record<string, unknown>;
    let music!: Music;
    let mix!: Uint8Array;

    await t.step("analysing explains itself, and a second time comes from the cache", async () => {
      const first = await who.json<{ id: string }>(202, "POST", `/canvases/${canvas}/analyze`, {});
      const { result, engine } = await who.job(first.id);
      assert.ok(result);
      assert.equal(engine, "local");
      assert.ok(Math.abs(Number(result.valence)) <= 1 && Math.abs(Number(result.arousal)) <= 1);
      assert.ok(String(result.primary_emotion).length > 2);
      assert.ok((result.because as unknown[]).length >= 2, "says which feature drove what");
      assert.equal(result.cached, false);
      suggested = result.music_suggestions as Record<string, unknown>;
      const again = await who.json<{ id: string }>(202, "POST", `/canvases/${canvas}/analyze`, {});
      const second = (await who.job(again.id)).result!;
      assert.equal(second.cached, true);
      assert.equal(second.valence, result.valence);
    });

    await t.step("composing makes thirty seconds at −14 LUFS under −1 dBTP", async () => {
      music = await compose(who, canvas, { duration_seconds: 30 });
      assert.deepEqual([music.key, music.scale], [suggested.key, suggested.scale]);
      mix = await who.asset(music.mix_asset_id);
      const wav = await decodeWav(mix);
      assert.equal(wav.frames, 30 * 44_100);
      const heard = await ebur128(mix);
      assert.ok(Math.abs(heard.integratedLufs + 14) <= 0.5, `${heard.integratedLufs} LUFS`);
      assert.ok(heard.truePeakDbtp <= -1, `${heard.truePeakDbtp} dBTP`);
      assert.ok(Math.abs(music.loudness_lufs - heard.integratedLufs) <= 0.3);
      assert.ok(wav.longestSilenceSeconds < 3, `${wav.longestSilenceSeconds} s of silence`);
      assert.equal(wav.clippedRuns, 0);
    });

    await t.step("at least five stems sum to the mix", async () => {
      const document = await who.json<Document>(200, "GET", `/projects/${project}/document`);
      const stems = document.tracks.filter((track) => track.kind === "stem");
      assert.ok(stems.length >= 5, `${stems.length} stems`);
      assert.deepEqual(
        new Set(document.tracks.map((track) => track.id)),
        new Set(music.track_ids),
      );
      const sum = new Float64Array(30 * 44_100 * 2);
      for (const stem of stems) {
        const { samples, rms } = await decodeWav(await who.asset(stem.asset));
        assert.ok(rms > 1e-4, `${stem.name} is silent`);
        for (let i = 0; i < sum.length; i++) sum[i]! += samples[i]!;
      }
      const { samples } = await decodeWav(mix);
      let worst = 0;
      for (let i = 0; i < sum.length; i++) worst = Math.max(worst, Math.abs(sum[i]! - samples[i]!));
      assert.ok(worst < 1e-4, `the stems miss the mix by ${worst}`);
    });

    await t.step("the MP3 and the MIDI are real files", async () => {
      const mp3 = await ebur128(await who.asset(music.mp3_asset_id));
      assert.ok(Math.abs(mp3.durationSeconds - 30) < 0.06, `${mp3.durationSeconds} s`);
      const midi = await who.asset(music.midi_asset_id);
      assert.equal(new TextDecoder().decode(midi.subarray(0, 4)), "MThd");
    });

    await t.step("the same picture and seed give the same bytes", async () => {
      const again = await compose(who, canvas, { duration_seconds: 30, seed: music.seed });
      assert.ok(sameBytes(await who.asset(again.mix_asset_id), mix));
    });

    await t.step("the mood is a value that people move, and the music follows", async () => {
      await who.json(200, "PATCH", `/canvases/${canvas}`, {
        mood: { valence: -0.9, arousal: -0.9 },
      });
      const moved = await compose(who, canvas, { duration_seconds: 30, seed: 7 });
      assert.ok(
        moved.tempo_bpm < music.tempo_bpm,
        `${moved.tempo_bpm} after ${music.tempo_bpm} BPM`,
      );
      assert.ok(!sameBytes(await who.asset(moved.mix_asset_id), mix));
    });

    await t.step("another photo makes other music", async () => {
      const other = await projectWith(who, "Storm.jpg");
      const { mix_asset_id } = await compose(who, other.canvas, { duration_seconds: 30, seed: 7 });
      assert.ok(!sameBytes(await who.asset(mix_asset_id), mix));
    });

    await t.step("a stranger learns nothing", async () => {
      const stranger = await signUp(server.url);
      for (
        const path of [
          `/projects/${project}`,
          `/projects/${project}/document`,
          `/canvases/${canvas}`,
          `/assets/${music.mix_asset_id}`,
          `/assets/${music.mix_asset_id}/content`,
        ]
      ) {
        const answer = await stranger.call("GET", path);
        assert.equal(answer.status, 404, path);
        await answer.body?.cancel();
      }
    });
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
});
