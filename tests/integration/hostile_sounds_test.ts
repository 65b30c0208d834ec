/** Sounds that are not what they say: each has its 4xx or is well handled, and leaves nothing behind. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { type Client, signUp } from "../fixtures/client.ts";
import { removeData, startServer } from "../fixtures/server.ts";
import { ffmpegMake } from "../fixtures/sound.ts";
import { takeForm, toneWav } from "../fixtures/tones.ts";

const MB = 1024 * 1024;

type Bytes = Uint8Array<ArrayBuffer>;

Deno.test("hostile sounds are refused with the contract's 4xx, or taken for what they are", async (t) => {
  const server = await startServer();
  try {
    const who = await signUp(server.url);
    const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "hostile" });
    const path = `/projects/${id}/recordings`;
    const send = (bytes: Bytes, name: string) => who.call("POST", path, takeForm(bytes, {}, name));
    const tone = toneWav({ seconds: 2 });
    const made = (args: readonly string[], extension: string) => ffmpegMake(tone, args, extension);

    const refused: [string, number, RegExp, () => Promise<Bytes> | Bytes][] = [
      ["a text file called song.wav", 415, /WAV, MP3/, () => text("la la la\n".repeat(999))],
      ["a picture", 415, /WAV, MP3/, () => made(["-f", "lavfi", "-i", "testsrc=d=0.04"], "png")],
      ["a play list", 415, /WAV, MP3/, () => text("#EXTM3U\nhttp://127.0.0.1:1/a.mp3\n")],
      [
        "a play list that points to files",
        415,
        /WAV/,
        () => text("ffconcat version 1.0\nfile /etc/passwd\n"),
      ],
      ["random bytes behind an ID3 tag", 415, /WAV, MP3/, () => fakeMp3()],
      ["zero bytes", 422, /empty/, () => new Uint8Array()],
      ["a WAV that is only a header", 422, /no sound/, () => tone.slice(0, 44)],
      [
        "a WAV of 20 milliseconds that says two seconds",
        422,
        /no sound/,
        () => tone.slice(0, 1808),
      ],
      ["noise behind a WAV's first bytes", 422, /damaged/, () => fakeWav()],
      ["a WAV at 1 Hz", 422, /sample rate/, () => patched(tone, 24, 1)],
      ["a WAV at 4 GHz", 422, /damaged|sample rate/, () => patched(tone, 24, 4_000_000_000)],
      ["a WAV with 200 channels", 422, /channels/, () => patched16(tone, 22, 200)],
      ["half an M4A", 422, /damaged/, async () => half(await made([], "m4a"))],
      ["half a FLAC", 422, /end is missing/, async () => half(await made([], "flac"))],
      [
        "half a WebM",
        422,
        /end is missing/,
        async () => half(await made(["-c:a", "libopus"], "webm")),
      ],
      ["a video with sound", 415, /video/, () => made(["-f", "lavfi", "-i", "testsrc=d=2"], "mp4")],
      [
        "five minutes and a second",
        422,
        /5:01 long/,
        () => made(["-af", "apad=whole_dur=301"], "flac"),
      ],
      [
        "twenty minutes of silence in a few kilobytes",
        422,
        /20:00 long/,
        () => made(["-af", "apad=whole_dur=1200", "-ar", "8000", "-c:a", "flac"], "flac"),
      ],
    ];
    for (const [name, status, words, make] of refused) {
      await t.step(`${name}: ${status}`, async () => {
        const answer = await send(await make(), "song.wav");
        const { error } = await answer.json();
        assert.equal(answer.status, status, JSON.stringify(error));
        assert.match(error.message, words);
        assert.match(error.code, /^[A-Z_]+$/);
        assert.ok(!/\bat .*\.ts|\/tmp\//.test(error.message), error.message);
      });
    }

    await t.step("50 MB and one byte: 413, with and without a length that says so", async () => {
      const big = new Uint8Array(50 * MB + 1);
      big.set(tone);
      const answer = await send(big, "big.wav");
      assert.equal(answer.status, 413);
      await answer.body?.cancel();
      assert.equal(await sendInPieces(who, path, server.url, big), 413);
    });

    await t.step("nothing of it was stored, in the document or the files", async () => {
      assert.equal((await who.json<{ total: number }>(200, "GET", path)).total, 0);
      assert.deepEqual(await files(`${server.dataDir}/files`), []);
    });

    const taken: [string, number, number, number, () => Promise<Bytes> | Bytes][] = [
      ["8 kHz mono", 2, 8_000, 1, () => made(["-ar", "8000"], "wav")],
      [
        "96 kHz stereo of 24 bits",
        2,
        96_000,
        2,
        () => made(["-ar", "96000", "-ac", "2", "-c:a", "pcm_s24le"], "wav"),
      ],
      ["six channels", 2, 48_000, 6, () => made(["-ac", "6", "-ar", "48000"], "wav")],
      ["a WAV that says four gigabytes", 2, 44_100, 1, () => patched(tone, 40, 0xffffff00)],
      ["a WAV that says nothing", 2, 44_100, 1, () => patched(tone, 40, 0)],
      [
        "a WAV with a page behind it",
        2,
        44_100,
        1,
        () => joined(tone, text("<script>alert(1)</script>")),
      ],
      [
        "a WebM without a length",
        2,
        48_000,
        1,
        () => made(["-c:a", "libopus", "-f", "webm", "-live", "1"], "webm"),
      ],
      ["an MP3", 2, 44_100, 1, () => made([], "mp3")],
      ["an M4A", 2, 44_100, 1, () => made([], "m4a")],
      ["an OGG", 2, 44_100, 1, () => made([], "ogg")],
      ["half a WAV", 1, 44_100, 1, () => half(tone)],
    ];
    for (const [name, seconds, rate, channels, make] of taken) {
      await t.step(`${name} is taken for what it is`, async () => {
        const bytes = await make();
        const answer = await send(bytes, "take.exe");
        const take = await answer.json();
        assert.equal(answer.status, 201, JSON.stringify(take));
        assert.deepEqual([take.sample_rate, take.channels], [rate, channels]);
        assert.ok(Math.abs(take.duration_seconds - seconds) < 0.06, `${take.duration_seconds} s`);
        assert.equal(take.sha256, createHash("sha256").update(bytes).digest("hex"));
        assert.deepEqual(await who.asset(take.asset_id), bytes, "byte for byte");
      });
    }

    await t.step("the largest and the longest there may be go in, in little memory", async () => {
      const whole = toneWav({ seconds: 272.9, sampleRate: 48_000, channels: 2 });
      assert.ok(whole.length > 49.9 * MB && whole.length <= 50 * MB);
      const before = residentMb(server.pid);
      let most = before;
      const look = setInterval(() => most = Math.max(most, residentMb(server.pid)), 20);
      const answer = await send(whole, "long.wav");
      clearInterval(look);
      assert.equal(answer.status, 201, await answer.text());
      assert.ok(most - before < 40, `${before} → ${most} MB`);
    });
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
});

function text(words: string): Bytes {
  return new TextEncoder().encode(words);
}

function half(bytes: Bytes): Bytes {
  return bytes.slice(0, bytes.length >> 1);
}

function joined(...parts: readonly Bytes[]): Bytes {
  return new Uint8Array(parts.flatMap((part) => [...part]));
}

function patched(bytes: Bytes, at: number, value: number): Bytes {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint32(at, value, true);
  return copy;
}

function patched16(bytes: Bytes, at: number, value: number): Bytes {
  const copy = bytes.slice();
  new DataView(copy.buffer).setUint16(at, value, true);
  return copy;
}

function noise(length: number): Bytes {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 24;
  });
}

function fakeMp3(): Bytes {
  return joined(
    new Uint8Array([73, 68, 51, 3, 0, 0, 0, 0, 0, 10]),
    new Uint8Array(10),
    noise(90_000),
  );
}

function fakeWav(): Bytes {
  return joined(text("RIFF"), noise(4), text("WAVE"), noise(50_000));
}

/** Chunked: the server learns the length as it comes. */
async function sendInPieces(
  who: Client,
  path: string,
  base: string,
  bytes: Bytes,
): Promise<number> {
  const head = text('--b\r\nContent-Disposition: form-data; name="file"; filename="a.wav"\r\n\r\n');
  let at = 0;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(head),
    pull(controller) {
      if (at >= bytes.length) {
        controller.enqueue(text("\r\n--b--\r\n"));
        return controller.close();
      }
      controller.enqueue(bytes.slice(at, at += MB));
    },
  });
  const answer = await fetch(`${base}/api/v1${path}`, {
    method: "POST",
    body,
    headers: {
      authorization: `Bearer ${who.token}`,
      "content-type": "multipart/form-data; boundary=b",
    },
  });
  await answer.body?.cancel();
  return answer.status;
}

async function files(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const entry of Deno.readDir(folder)) {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory) found.push(...await files(path));
    else found.push(path);
  }
  return found;
}

/** Resident memory of a process, from `/proc`. */
function residentMb(pid: number): number {
  const status = Deno.readTextFileSync(`/proc/${pid}/status`);
  return Number(/VmRSS:\s+(\d+) kB/.exec(status)![1]) / 1024;
}
