import assert from "node:assert/strict";
import { decodeToFloat, encodeFlac, encodeMp3 } from "./audio.ts";
import { FfmpegError, findFfmpeg } from "./ffmpeg.ts";
import { measureLoudness } from "./loudness_meter.ts";
import { readWav, writeWav } from "../mixer/wav.ts";

const RATE = 44_100;
const sine = Float32Array.from(
  { length: 2 * RATE },
  (_, i) => 0.5 * Math.sin(2 * Math.PI * 440 * i / RATE),
);
const wav = writeWav([sine, sine], RATE, 24);

Deno.test("audio: an MP3 decodes to the same sound and length", async () => {
  const ffmpeg = await findFfmpeg({});
  const mp3 = await encodeMp3(ffmpeg, wav, { kbps: 192 });
  assert(mp3.length > 40_000 && mp3.length < 55_000, `${mp3.length} bytes`);
  const decoded = await decodeToFloat(ffmpeg, mp3);
  assert(Math.abs(decoded.channels[0]!.length - sine.length) <= 0.06 * RATE);
  const { integratedLufs } = await measureLoudness(ffmpeg, mp3);
  const original = await measureLoudness(ffmpeg, wav);
  // LAME turns 192 kbit/s down by .97 to keep its own overshoot from clipping.
  assert(Math.abs(integratedLufs - original.integratedLufs) <= 0.4);
});

Deno.test("audio: a FLAC is the WAV to 16 bits", async () => {
  const ffmpeg = await findFfmpeg({});
  const flac = await encodeFlac(ffmpeg, wav);
  assert(flac.length < wav.length / 2);
  const { channels } = await decodeToFloat(ffmpeg, flac);
  assert.equal(channels[0]!.length, sine.length);
  const worst = channels[1]!.reduce((max, x, i) => Math.max(max, Math.abs(x - sine[i]!)), 0);
  assert(worst <= 2 / 32768, `${worst}`);
});

Deno.test("audio: equal sound encodes to equal bytes", async () => {
  const ffmpeg = await findFfmpeg({});
  assert.deepEqual(await encodeMp3(ffmpeg, wav), await encodeMp3(ffmpeg, wav));
});

Deno.test("audio: decoding resamples, mixes down and stops at maxSeconds", async () => {
  const ffmpeg = await findFfmpeg({});
  const { sampleRate, channels } = await decodeToFloat(ffmpeg, wav, {
    sampleRate: 16_000,
    channels: 1,
    maxSeconds: 1,
  });
  assert.equal(sampleRate, 16_000);
  assert.equal(channels.length, 1);
  assert.equal(channels[0]!.length, 16_000);
});

Deno.test("audio: text, nothing and a play list are not audio", async (t) => {
  const ffmpeg = await findFfmpeg({});
  const list = "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile:///etc/hostname\n";
  for (const [name, text] of [["text", "hello"], ["nothing", ""], ["play list", list]]) {
    await t.step(name!, async () => {
      const bytes = new TextEncoder().encode(text);
      await assert.rejects(decodeToFloat(ffmpeg, bytes), FfmpegError);
    });
  }
});

Deno.test("audio: a decoded WAV is the written WAV", async () => {
  const ffmpeg = await findFfmpeg({});
  const { channels } = await decodeToFloat(ffmpeg, wav);
  assert.deepEqual(channels[0], readWav(wav).channels[0]);
});
