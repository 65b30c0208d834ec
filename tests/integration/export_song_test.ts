/** A composed piece and a real voice over it, taken home in every form, over REST alone. */
import assert from "node:assert/strict";
import { readWav, writeWav } from "../../services/mixer/wav.ts";
import { signUp } from "../fixtures/client.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { decodeWav, ebur128 } from "../fixtures/sound.ts";
import { takeForm } from "../fixtures/tones.ts";
import { unzip } from "../fixtures/unzip.ts";
import { VOICES } from "../fixtures/voices.ts";

interface SongExport {
  readonly id: string;
  readonly file: {
    readonly filename: string;
    readonly byte_length: number;
    readonly loudness_lufs: number | null;
    readonly url: string;
  } | null;
}

Deno.test("a song goes home as mix, stems, score and words", async (t) => {
  const server = await startServer();
  try {
    const who = await signUp(server.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "Öfter/mal" });
    const at = `/projects/${id}`;
    const { canvases } = await who.json<{ canvases: { id: string }[] }>(
      200,
      "GET",
      `${at}/canvases`,
    );
    const composing = await who.json<{ id: string }>(
      202,
      "POST",
      `/canvases/${canvases[0]!.id}/music`,
      { duration_seconds: 30, style: "jazz", seed: 4 },
    );
    assert.equal((await who.job(composing.id, 120_000)).status, "succeeded");
    const voice = VOICES.find(({ name }) => name === "supercollider")!;
    const form = takeForm(await Deno.readFile(voice.path), { offset_seconds: "2" }, "a11wlk01.wav");
    await who.json(201, "POST", `${at}/recordings`, form);

    /** Exports, and follows the link of the list as a browser would: without a token. */
    const taken = async (wish: unknown) => {
      const { id } = await who.json<{ id: string }>(202, "POST", `${at}/exports`, wish);
      const job = await who.job(id, 60_000);
      assert.equal(job.status, "succeeded", JSON.stringify(job.error));
      const { exports } = await who.json<{ exports: SongExport[] }>(200, "GET", `${at}/exports`);
      const file = exports.find((one) => one.id === id)!.file!;
      const answer = await fetch(file.url);
      assert.equal(answer.status, 200);
      const bytes = new Uint8Array(await answer.arrayBuffer());
      assert.equal(bytes.length, file.byte_length);
      return { file, bytes, disposition: answer.headers.get("content-disposition")! };
    };

    await t.step("the mix, at its loudness, under a name that it keeps", async () => {
      const { file, bytes, disposition } = await taken({ kind: "mix", format: "mp3" });
      const heard = await ebur128(bytes);
      assert.ok(Math.abs(heard.integratedLufs - -14) <= 0.5, `${heard.integratedLufs} LUFS`);
      assert.ok(heard.truePeakDbtp <= -1, `${heard.truePeakDbtp} dBTP`);
      assert.equal((await decodeWav(bytes)).clippedRuns, 0);
      assert.equal(file.filename, "Öfter mal, mix.mp3");
      assert.match(disposition, /^attachment; .*filename\*=UTF-8''%C3%96fter%20mal%2C%20mix\.mp3$/);
      const forged = file.url.replace(/signature=./, "signature=x");
      const refused = await fetch(forged);
      await refused.body?.cancel();
      assert.equal(refused.status, 403);
    });

    await t.step("the stems: the voice lies 2 to 6 LU over the music", async () => {
      const files = await unzip((await taken({ kind: "stems", format: "zip" })).bytes);
      assert.ok(files.length >= 4, files.map(({ name }) => name).join());
      assert.match(files.at(-1)!.name, /Voice\.wav$/);
      const sides = await Promise.all(files.map(async ({ bytes }) => {
        if (new DataView(bytes.buffer).getUint16(34, true) === 24) return readWav(bytes).channels;
        const { samples } = await decodeWav(bytes);
        return [0, 1].map((c) => samples.filter((_, i) => i % 2 === c));
      }));
      const lufs = async (stems: typeof sides) => {
        const sum = [0, 1].map((c) =>
          stems[0]![c]!.map((_, i) => stems.reduce((total, stem) => total + stem[c]![i]!, 0) / 10)
        );
        return (await ebur128(writeWav(sum, 44_100, 24))).integratedLufs;
      };
      const over = await lufs([sides.at(-1)!]) - await lufs(sides.slice(0, -1));
      assert.ok(over >= 2 && over <= 6, `${over.toFixed(1)} LU over the music`);
    });

    await t.step("the score as MIDI", async () => {
      const { bytes } = await taken({ kind: "midi", format: "mid" });
      assert.equal(new TextDecoder().decode(bytes.subarray(0, 4)), "MThd");
    });

    await t.step("the words", async () => {
      await who.json(200, "PUT", `${at}/lyrics`, { text: "[Verse]\nHeimwärts" });
      const { bytes } = await taken({ kind: "lyrics", format: "txt" });
      assert.match(new TextDecoder().decode(bytes), /Heimwärts/);
    });
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
});
