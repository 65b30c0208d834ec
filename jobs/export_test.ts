import assert from "node:assert/strict";
import { patchTrack, putTracks, removeTrack } from "../collab/document/edits.ts";
import { changeLyrics, setLyricTimes } from "../collab/document/lyric_edits.ts";
import { assetsOfJob } from "../db/assets.ts";
import type { JobRow } from "../db/jobs.ts";
import { uuidv7 } from "../services/ids.ts";
import { takeIn } from "../services/media/take_in.ts";
import { readWav, writeWav } from "../services/mixer/wav.ts";
import { darkNoise, noise, RATE } from "../services/mixer/test_signals.ts";
import type { Take } from "../services/voice/take.ts";
import { decodeWav, ebur128 } from "../tests/fixtures/sound.ts";
import { layStem, storeStem } from "../tests/fixtures/stems.ts";
import { layTake, sungTake } from "../tests/fixtures/takes.ts";
import { unzip } from "../tests/fixtures/unzip.ts";
import { until } from "../tests/fixtures/until.ts";
import { withWorkshop, type Workshop } from "../tests/fixtures/workshop.ts";
import type { ExportResult } from "./export.ts";
import type { Jobs } from "./jobs.ts";
import { voiceGain } from "./voice_gain.ts";

interface Made {
  readonly row: JobRow;
  readonly result: ExportResult;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

async function run(shop: Workshop, jobs: Jobs, input: unknown): Promise<JobRow> {
  const { projectId, userId } = shop;
  const { id } = await jobs.start({ kind: "export", projectId, createdBy: userId, input });
  return await until("export", async () => {
    const row = await jobs.get(id);
    return row?.finished_at ? row : undefined;
  }, { withinMs: 240_000 });
}

async function made(shop: Workshop, jobs: Jobs, input: unknown): Promise<Made> {
  const row = await run(shop, jobs, input);
  assert.equal(row.status, "succeeded", JSON.stringify(row.error));
  const [file] = await assetsOfJob(shop.sql, row.id);
  assert.deepEqual([file!.kind, file!.bucket], ["export", "exports"]);
  const blob = await shop.blobs.get(file!.bucket, file!.storage_key);
  const bytes = new Uint8Array(await new Response(blob!.body).arrayBuffer());
  return { row, result: row.result as ExportResult, bytes };
}

async function refused(shop: Workshop, jobs: Jobs, input: unknown): Promise<string> {
  const row = await run(shop, jobs, input);
  assert.equal(row.status, "failed");
  return row.error!.code;
}

/** Stereo with different sides. */
function music(seconds: number, amplitude: number, seed: number): Take {
  return {
    sampleRate: RATE,
    channels: [darkNoise(amplitude, seconds, seed), darkNoise(amplitude, seconds, seed + 1)],
  };
}

Deno.test("a mix is as loud as asked, under its ceiling, in every format; what nobody hears is not in it", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    await layStem(shop, music(8, 0.5, 3), { name: "Bass", gain_db: 3, pan: -0.5 });
    await layStem(shop, music(8, 0.9, 7), { name: "Loud, and muted", muted: true });
    await layStem(shop, music(8, 0.9, 9), { name: "Mix", kind: "mix" });
    await layStem(shop, music(5, 0.2, 5), { name: "Alto", kind: "harmony", offset_seconds: 1 });
    await layTake(shop, sungTake());

    for (const format of ["wav", "flac", "mp3"]) {
      await t.step(format, async () => {
        const { result, bytes } = await made(shop, jobs, { kind: "mix", format });
        const heard = await ebur128(bytes);
        assert.ok(Math.abs(heard.integratedLufs - -14) <= 0.5, `${heard.integratedLufs} LUFS`);
        assert.ok(heard.truePeakDbtp <= -1, `${heard.truePeakDbtp} dBTP`);
        assert.ok(Math.abs(heard.durationSeconds - 8) < 0.1, `${heard.durationSeconds} s`);
        assert.equal((await decodeWav(bytes)).clippedRuns, 0);
        assert.deepEqual(result.tracks, ["Bass", "Alto", "Voice"]);
        assert.equal(result.loudness_lufs, heard.integratedLufs);
        assert.deepEqual(
          [result.filename, result.duration_seconds, result.sample_rate],
          [`A song, mix.${format}`, 8, 44_100],
        );
        if (format === "wav") assert.equal(new DataView(bytes.buffer).getUint16(34, true), 24);
      });
    }
    await t.step("and another loudness", async () => {
      const wish = { kind: "mix", format: "wav", target_lufs: -20 };
      const { bytes } = await made(shop, jobs, wish);
      const { integratedLufs } = await ebur128(bytes);
      assert.ok(Math.abs(integratedLufs - -20) <= 0.5, `${integratedLufs} LUFS`);
    });
    await t.step("the same song gives the same bytes", async () => {
      const wish = { kind: "mix", format: "flac" };
      const [one, other] = [await made(shop, jobs, wish), await made(shop, jobs, wish)];
      assert.deepEqual(one.bytes, other.bytes);
    });
    await t.step("a solo is alone", async () => {
      const { tracks } = await shop.document();
      const alto = tracks.find(({ name }) => name === "Alto")!;
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        patchTrack(doc, alto.id, { soloed: true });
      });
      const { result, bytes } = await made(shop, jobs, { kind: "mix", format: "wav" });
      assert.deepEqual(result.tracks, ["Alto"]);
      const { samples } = await decodeWav(bytes);
      // Faded in: its first sample is 0, the second is not.
      assert.equal(samples.findIndex((x) => x !== 0) >> 1, RATE + 1);
    });
  });
});

Deno.test("stems lie at their place to the sample, through their faders, and sum to what is heard", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const [first, second] = [music(2, 0.2, 3), music(3, 0.4, 5)];
    const voice: Take = { sampleRate: RATE, channels: [noise(0.25, 1.5, 11)] };
    await layStem(shop, first, {
      name: "A/B: *Cello*",
      gain_db: -4,
      pan: 0.3,
      offset_seconds: 0.75,
    });
    // Louder than full scale: it must not be clipped.
    await layStem(shop, second, {
      name: "A/B: *Cello*",
      gain_db: 6,
      pan: -0.8,
      offset_seconds: -1,
    });
    const { track } = await layTake(shop, voice);
    await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
      patchTrack(doc, track, { offset_seconds: 1.000_011, pan: -1, gain_db: 2 });
    });
    const { result, bytes } = await made(shop, jobs, { kind: "stems", format: "zip" });
    const files = await unzip(bytes);
    const names = ["01 A B Cello.wav", "02 A B Cello.wav", "03 Voice.wav"];
    assert.deepEqual(files.map(({ name }) => name), names);
    assert.deepEqual([result.filename, result.duration_seconds], [
      "A song, stems.zip",
      Math.round((2.75 * RATE) / RATE * 1e6) / 1e6,
    ]);

    // The same by hand: Web Audio's StereoPannerNode, a fader, a place.
    const frames = Math.round(2.75 * RATE);
    const wanted = [new Float64Array(frames), new Float64Array(frames)] as const;
    const lay = (
      { channels: [left, right] }: Take,
      [gainDb, pan, start]: readonly [number, number, number],
    ) => {
      const gain = 10 ** (gainDb / 20);
      const at = Math.round(start * RATE);
      for (let i = Math.max(0, -at); i < left!.length && i + at < frames; i++) {
        let [l, r] = [0, 0];
        if (!right) {
          const x = (pan + 1) / 2 * Math.PI / 2;
          // As loud in the middle as on both channels.
          [l, r] = [left![i]! * Math.SQRT2 * Math.cos(x), left![i]! * Math.SQRT2 * Math.sin(x)];
        } else if (pan <= 0) {
          const x = (pan + 1) * Math.PI / 2;
          [l, r] = [left![i]! + right[i]! * Math.cos(x), right[i]! * Math.sin(x)];
        } else {
          const x = pan * Math.PI / 2;
          [l, r] = [left![i]! * Math.cos(x), right[i]! + left![i]! * Math.sin(x)];
        }
        wanted[0][i + at]! += gain * l;
        wanted[1][i + at]! += gain * r;
      }
    };
    lay(first, [-4, 0.3, 0.75]);
    lay(second, [6, -0.8, -1]);
    lay(voice, [2, -1, 1]);
    let [residual, energy] = [0, 0];
    const sum = [new Float64Array(frames), new Float64Array(frames)] as const;
    const bits: number[] = [];
    for (const file of files) {
      const stem = await readStem(file.bytes);
      bits.push(new DataView(file.bytes.buffer, file.bytes.byteOffset).getUint16(34, true));
      assert.deepEqual(stem.map((side) => side.length), [frames, frames], "all of one length");
      stem.forEach((side, c) => side.forEach((x, i) => sum[c]![i]! += x));
    }
    assert.deepEqual(bits, [24, 32, 24], "float where 24 bits would clip");
    for (const c of [0, 1] as const) {
      for (let i = 0; i < frames; i++) {
        residual += (sum[c][i]! - wanted[c][i]!) ** 2;
        energy += wanted[c][i]! ** 2;
      }
    }
    const residualDb = 10 * Math.log10(residual / (2 * frames));
    assert.ok(energy / frames > 0.01);
    assert.ok(residualDb < -90, `${residualDb.toFixed(1)} dBFS`);
  });
});

/** Both formats that stems come in, by ffmpeg where ours does not read them. */
async function readStem(bytes: Uint8Array<ArrayBuffer>): Promise<readonly Float32Array[]> {
  if (new DataView(bytes.buffer, bytes.byteOffset).getUint16(34, true) === 24) {
    return readWav(bytes).channels;
  }
  const { samples } = await decodeWav(bytes);
  return [0, 1].map((c) => samples.filter((_, i) => i % 2 === c));
}

Deno.test("a take of another rate stays at its place, within half a sample", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const click = (sampleRate: number, seconds: number) => {
      // A short burst of 1 kHz under a bell: its middle can be told to a fraction of a sample.
      return Float32Array.from({ length: sampleRate * 2 }, (_, i) => {
        const t = i / sampleRate - seconds;
        return 0.5 * Math.cos(2 * Math.PI * 1000 * t) * Math.exp(-((t / 0.002) ** 2));
      });
    };
    await layStem(shop, { sampleRate: 44_100, channels: [click(44_100, 0.5), click(44_100, 0.5)] });
    const { track } = await layTake(shop, { sampleRate: 48_000, channels: [click(48_000, 0.25)] });
    await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
      patchTrack(doc, track, { offset_seconds: 0.25 });
    });
    const { result, bytes } = await made(shop, jobs, { kind: "stems", format: "zip" });
    assert.equal(result.sample_rate, 44_100);
    const [stem, voice] = (await unzip(bytes)).map((file) => readWav(file.bytes).channels[0]!);
    let [residual, energy] = [0, 0];
    for (let i = 0; i < RATE; i++) {
      residual += (stem![i]! - voice![i]!) ** 2;
      energy += stem![i]! ** 2;
    }
    // Half a sample off would leave −23 dB of a tone of 1 kHz.
    const residualDb = 10 * Math.log10(residual / energy);
    assert.ok(residualDb < -40, `${residualDb.toFixed(1)} dB`);
  });
});

Deno.test("a new voice is laid 2 to 6 LU over the music, however it was sung", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const { signal } = new AbortController();
    assert.equal(await voiceGain(shop, shop.projectId, -30, signal), 0, "over nothing");
    await layStem(shop, music(8, 0.2, 3), { name: "Bass", pan: 0.4 });
    await layStem(shop, music(8, 0.1, 5), { name: "Keys", gain_db: -4 });
    await layStem(shop, music(8, 0.3, 7), { name: "Muted", muted: true });
    for (const level of [0.25, 0.9]) {
      const sung = sungTake();
      const channels = sung.channels.map((side) => side.map((x) => x * level));
      const { lufs } = await takenIn(shop, { ...sung, channels });
      const { track } = await layTake(shop, { ...sung, channels });
      const gain_db = await voiceGain(shop, shop.projectId, lufs, signal);
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        patchTrack(doc, track, { gain_db });
      });
      const zip = await made(shop, jobs, { kind: "stems", format: "zip" });
      const [bass, keys, voice] = await Promise.all(
        (await unzip(zip.bytes)).map((file) => readStem(file.bytes)),
      );
      const both = bass!.map((side, c) => side.map((x, i) => x + keys![c]![i]!));
      const over = await lufsOf(voice!) - await lufsOf(both);
      assert.ok(over >= 2 && over <= 6, `${over.toFixed(1)} LU over the music`);
      await shop.rooms.edit(shop.projectId, { kind: "server" }, (doc) => {
        removeTrack(doc, track);
      });
    }
  });
});

/** Turned down before it is measured: as 24 bits it would clip. */
async function lufsOf(sides: readonly Float32Array[]): Promise<number> {
  const quiet = sides.map((side) => side.map((x) => x / 10));
  return (await ebur128(writeWav(quiet, RATE, 24))).integratedLufs;
}

/** As an upload measures it. */
async function takenIn({ ffmpeg }: Workshop, { channels, sampleRate }: Take) {
  return await ffmpeg.inFolder(async (folder) => {
    await Deno.writeFile(`${folder}/take`, writeWav(channels, sampleRate, 16));
    return await takeIn(ffmpeg, `${folder}/take`, folder);
  });
}

Deno.test("what cannot be exported says why", async (t) => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const mix = { kind: "mix", format: "wav" };
    const edit = (work: Parameters<typeof shop.rooms.edit>[2]) =>
      shop.rooms.edit(shop.projectId, { kind: "server" }, work);
    assert.equal(await refused(shop, jobs, mix), "NOTHING_TO_EXPORT");
    assert.equal(await refused(shop, jobs, { kind: "midi", format: "mid" }), "NO_SCORE");
    assert.equal(await refused(shop, jobs, { kind: "lyrics", format: "txt" }), "NO_LYRICS");
    const quiet: Take = { sampleRate: RATE, channels: [new Float32Array(RATE)] };
    const id = await layStem(shop, quiet, { name: "Nothing" });
    assert.equal(await refused(shop, jobs, mix), "SILENT");
    await edit((doc) => void patchTrack(doc, id, { offset_seconds: -5 }));
    assert.equal(await refused(shop, jobs, mix), "NOTHING_TO_EXPORT");
    assert.equal(await refused(shop, jobs, { kind: "stems", format: "zip" }), "NOTHING_TO_EXPORT");
    await edit((doc) => void patchTrack(doc, id, { gain_db: -60 }));
    assert.equal(await refused(shop, jobs, mix), "NOTHING_TO_EXPORT");
    await t.step("a file of another project is none", async () => {
      const foreign = await storeStem({ ...shop, projectId: await otherProject(shop) }, quiet);
      for (const asset of [foreign, uuidv7(), "../../etc/passwd"]) {
        const name = `T${asset}`.slice(0, 60);
        await edit((doc) =>
          putTracks(doc, [{
            ...{ id: uuidv7(), kind: "stem", name, asset, listen: asset, peaks: null },
            ...{ duration_seconds: 1, pigment: "lapis", by: "", job: null, canvas: null },
            soloed: true,
          }])
        );
        assert.equal(await refused(shop, jobs, mix), "TRACK_GONE");
      }
    });
  });
});

async function otherProject({ sql, userId }: Workshop): Promise<string> {
  const id = uuidv7();
  await sql`insert into projects (id, owner_id, title) values (${id}, ${userId}, 'Another')`;
  return id;
}

Deno.test("the words go home as text, and with times once they were matched", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    const text = "[Verse]\nThe harbour sleeps\nand so do I\n\n[Chorus]\nRow, row";
    const edit = (work: Parameters<typeof shop.rooms.edit>[2]) =>
      shop.rooms.edit(shop.projectId, { kind: "server" }, work);
    await edit((doc) => void changeLyrics(doc, text));
    const decoded = ({ bytes }: Made) => new TextDecoder().decode(bytes);
    const txt = await made(shop, jobs, { kind: "lyrics", format: "txt" });
    assert.equal(decoded(txt), `A song\n\n${text}\n`);
    assert.equal(txt.result.filename, "A song, lyrics.txt");
    assert.equal(await refused(shop, jobs, { kind: "lyrics", format: "lrc" }), "NO_TIMES");
    const time = (text: string, start_seconds: number) => ({
      ...{ text, start_seconds, end_seconds: start_seconds + 2, words: [] },
    });
    await edit((doc) =>
      setLyricTimes(doc, [time("The harbour sleeps", 1.5), time("Row, row", 71)])
    );
    const lrc = await made(shop, jobs, { kind: "lyrics", format: "lrc" });
    assert.equal(
      decoded(lrc),
      "[ti:A song]\n[00:01.50]The harbour sleeps\n[01:11.00]Row, row\n",
    );
    assert.equal(lrc.result.lines_without_time, 1);
  });
});

Deno.test("an export that is stopped leaves nothing; one that is repeated after its end is not made again", async () => {
  await withWorkshop(async (shop) => {
    const jobs = await shop.jobs({ concurrency: 1 });
    jobs.work();
    await layStem(shop, music(60, 0.4, 3), { name: "Long" });
    const { projectId, userId } = shop;
    const wish = { kind: "export", projectId, createdBy: userId };
    const { id } = await jobs.start({ ...wish, input: { kind: "mix", format: "flac" } });
    await until("it works", async () => (await jobs.get(id))!.stage === "mastering" || undefined);
    await jobs.cancel(id);
    await until("it has stopped", async () => (await jobs.get(id))!.finished_at ?? undefined);
    assert.equal((await jobs.get(id))!.status, "cancelled");
    assert.equal((await assetsOfJob(shop.sql, id)).length, 0);

    await jobs.retry(id);
    const row = await until("it is made", async () => {
      const found = await jobs.get(id);
      return found?.status === "succeeded" ? found : undefined;
    }, { withinMs: 240_000 });
    const [file] = await assetsOfJob(shop.sql, id);
    assert.equal(file!.id, (row.result as ExportResult).asset_id);

    // As if the process had been killed between the storing and the row's end.
    await shop.sql`
      update jobs set status = 'queued', finished_at = null, run_at = now() where id = ${id}`;
    const again = await jobs.start({ ...wish, input: { kind: "midi", format: "mid" } }); // rings
    await until("both are over", async () => {
      const [one, other] = [await jobs.get(id), await jobs.get(again.id)];
      return one?.finished_at && other?.finished_at ? true : undefined;
    });
    assert.deepEqual((await jobs.get(id))!.result, row.result);
    assert.equal((await assetsOfJob(shop.sql, id)).length, 1);
  });
});
