import assert from "node:assert/strict";
import { join } from "node:path";
import { writeWav } from "../mixer/wav.ts";
import { decodeToFloat } from "./audio.ts";
import { findFfmpeg } from "./ffmpeg.ts";
import { encodeSpeechCopy } from "./speech_copy.ts";

Deno.test("a short take is copied without delay, a long one small; both at 16 kHz, mono", async () => {
  const ffmpeg = await findFfmpeg({});
  let state = 1;
  const noise = () => (state = Math.imul(state, 1_103_515_245) + 12_345 >>> 0) / 2 ** 32 - 0.5;
  for (const [seconds, mimeType] of [[2, "audio/flac"], [110, "audio/mp3"]] as const) {
    const left = Float32Array.from(
      { length: seconds * 44_100 },
      (_, i) => i < 44_100 ? 0 : noise(),
    );
    await ffmpeg.inFolder(async (folder) => {
      const wav = join(folder, "take.wav");
      await Deno.writeFile(wav, writeWav([left, left], 44_100, 16));
      const copy = await encodeSpeechCopy(ffmpeg, wav, folder);
      assert.equal(copy.mimeType, mimeType);
      assert.ok(copy.bytes.length < 3_000_000);
      const { channels: [sound] } = await decodeToFloat(ffmpeg, copy.bytes, {
        sampleRate: 16_000,
        channels: 1,
      });
      const onset = sound!.findIndex((value) => Math.abs(value) > 0.1) / 16_000;
      assert.ok(Math.abs(onset - 1) < 0.02, `the noise begins at ${onset} s`);
      assert.ok(Math.abs(sound!.length / 16_000 - seconds) < 0.1);
    });
  }
});
