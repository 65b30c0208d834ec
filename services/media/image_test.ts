import assert from "node:assert/strict";
import fc from "fast-check";
import { ApiError } from "../api_error.ts";
import { findFfmpeg } from "./ffmpeg.ts";
import { inspectImage, MAX_IMAGE_BYTES, sniffImage } from "./image.ts";
import { ascii, join, viewOf } from "./image_bytes.ts";
import { orientationTiff } from "./image_exif.ts";
import { stripJpeg } from "./image_jpeg.ts";
import { stripPng } from "./image_png.ts";
import {
  encodeJpeg,
  jpegSegment,
  photoBytes,
  pngChunk,
  pngOf,
  quarters,
  refuses,
  riffChunk,
  webpCanvas,
  webpOf,
  webpSamples,
  withSegments,
} from "./image_samples.ts";
import { stripWebp } from "./image_webp.ts";

const ffmpeg = await findFfmpeg({ ffmpegPath: Deno.env.get("FFMPEG_PATH") });

Deno.test("an image is known by its content", async (t) => {
  const jpeg = await encodeJpeg(ffmpeg, quarters());
  const cases = [
    ["JPEG", jpeg, "jpeg", 64, 32],
    ["PNG", pngOf({ width: 7, height: 5 }), "png", 7, 5],
    ["WebP, lossy", (await webpSamples(ffmpeg)).lossy, "webp", 64, 32],
    ["WebP, lossless", (await webpSamples(ffmpeg)).lossless, "webp", 64, 32],
    ["WebP, extended", (await webpSamples(ffmpeg)).extended, "webp", 64, 32],
    ["a real WebP", await photoBytes("gnome/wood-d.webp"), "webp", 4096, 4096],
  ] as const;
  for (const [name, bytes, type, width, height] of cases) {
    await t.step(name, () => {
      const header = sniffImage(bytes);
      assert.deepEqual([header.type, header.width, header.height], [type, width, height]);
    });
  }
});

Deno.test("the size is read from a head, before the rest has come", async () => {
  const webp = await photoBytes("gnome/wood-d.webp");
  const jpeg = await photoBytes("mate/nature/Dune.jpg");
  const png = await photoBytes("mate/desktop/Ubuntu-Mate-Cold-no-logo.png");
  for (const bytes of [webp, jpeg, png]) {
    const { width, height } = sniffImage(bytes.subarray(0, 32_768));
    const whole = sniffImage(bytes);
    assert.deepEqual([width, height], [whole.width, whole.height]);
  }
});

Deno.test("a renamed text file is refused with 415", async () => {
  for (
    const text of [
      "hello, I am a .jpg",
      "<svg xmlns='http://www.w3.org/2000/svg'/>",
      "GIF89a",
      "%PDF-1.7",
    ]
  ) {
    await refuses(ffmpeg, ascii(text), "UNSUPPORTED_MEDIA_TYPE", 415);
  }
});

Deno.test("an empty file is refused with 422", async () => {
  await refuses(ffmpeg, new Uint8Array(), "IMAGE_UNREADABLE", 422);
});

Deno.test("10 MB and one byte is refused with 413, whatever it is", async () => {
  await refuses(ffmpeg, new Uint8Array(MAX_IMAGE_BYTES + 1), "PAYLOAD_TOO_LARGE", 413);
  await refuses(
    ffmpeg,
    join([pngOf({ width: 1, height: 1 }), new Uint8Array(MAX_IMAGE_BYTES)]),
    "PAYLOAD_TOO_LARGE",
    413,
  );
});

Deno.test("a 30,000 × 30,000 PNG of a few kilobytes is refused without decoding", async () => {
  const bomb = pngOf({ width: 30_000, height: 30_000, rows: new Uint8Array(1_000_000) });
  assert.ok(bomb.length < 5_000);
  let runs = 0;
  const counted: typeof ffmpeg.run = (args, options) => {
    runs++;
    return ffmpeg.run(args, options);
  };
  const counting = { ...ffmpeg, run: counted };
  await refuses(counting, bomb, "IMAGE_TOO_LARGE", 422);
  assert.equal(runs, 0);
});

Deno.test("40 megapixels pass the header, one row more does not", () => {
  const rows = new Uint8Array(10);
  assert.equal(inspectImage(pngOf({ width: 8000, height: 5000, rows })).width, 8000);
  assert.throws(() => inspectImage(pngOf({ width: 8000, height: 5001, rows })), {
    code: "IMAGE_TOO_LARGE",
  });
  assert.throws(() => inspectImage(pngOf({ width: 40_000, height: 1, rows })), {
    code: "IMAGE_TOO_LARGE",
  });
});

Deno.test("a JPEG cut short is found out at any length", async () => {
  const baseline = await photoBytes("mate/nature/GreenMeadow.jpg");
  for (const part of [0.0001, 0.01, 0.2, 0.5, 0.9, 0.99]) {
    await refuses(
      ffmpeg,
      baseline.subarray(0, Math.ceil(baseline.length * part)),
      "IMAGE_UNREADABLE",
      422,
    );
  }
  await refuses(ffmpeg, baseline.subarray(0, baseline.length - 2), "IMAGE_UNREADABLE", 422);
});

Deno.test("a JPEG cut short and closed again is found out by decoding it", async () => {
  const baseline = await photoBytes("mate/nature/GreenMeadow.jpg");
  for (const part of [0.3, 0.6, 0.95]) {
    const closed = join([
      baseline.subarray(0, Math.floor(baseline.length * part)),
      Uint8Array.of(0xff, 0xd9),
    ]);
    await refuses(ffmpeg, closed, "IMAGE_UNREADABLE", 422);
  }
});

Deno.test("a PNG without all of its rows is refused, though decoders would fill them with black", async () => {
  const rows = new Uint8Array(20 * (1 + 32 * 3));
  await refuses(ffmpeg, pngOf({ width: 32, height: 32, rows }), "IMAGE_UNREADABLE", 422);
});

Deno.test("a PNG with a wrong checksum is refused", async () => {
  const png = pngOf({ width: 8, height: 8 });
  png[png.length - 20]! ^= 1;
  await refuses(ffmpeg, png, "IMAGE_UNREADABLE", 422);
});

Deno.test("a PNG cut short is refused", async () => {
  const png = await photoBytes("mate/abstract/Waves.png");
  for (const length of [20, 40, 5_000, png.length - 1]) {
    await refuses(ffmpeg, png.subarray(0, length), "IMAGE_UNREADABLE", 422);
  }
});

Deno.test("a WebP cut short, or whose header and picture disagree, is refused", async () => {
  const webp = await photoBytes("gnome/wood-d.webp");
  for (const length of [13, 25, 5_000, webp.length - 2]) {
    await refuses(ffmpeg, webp.subarray(0, length), "IMAGE_UNREADABLE", 422);
  }
  const { lossy } = await webpSamples(ffmpeg);
  await refuses(ffmpeg, webpOf(webpCanvas(0, 32, 32), lossy.subarray(12)), "IMAGE_UNREADABLE", 422);
});

Deno.test("a WebP whose first partition stops early inside a sound container is refused", async () => {
  const photo = await photoBytes("gnome/wood-d.webp");
  const firstPartition = (photo[20]! | photo[21]! << 8 | photo[22]! << 16) >>> 5;
  const cut = photo.subarray(20, 20 + firstPartition);
  await refuses(ffmpeg, webpOf(riffChunk("VP8 ", cut)), "IMAGE_UNREADABLE", 422);
});

Deno.test("a lossless WebP that stops early inside a sound container is refused", async () => {
  const { lossless } = await webpSamples(ffmpeg);
  const body = lossless.subarray(20, 20 + viewOf(lossless).getUint32(16, true));
  await refuses(
    ffmpeg,
    webpOf(riffChunk("VP8L", body.subarray(0, body.length >> 1))),
    "IMAGE_UNREADABLE",
    422,
  );
});

Deno.test("random bytes and random damage never throw anything but an ApiError", async () => {
  const jpeg = await encodeJpeg(ffmpeg, quarters(16, 8));
  const { lossy, lossless, extended } = await webpSamples(ffmpeg);
  const png = pngOf({ width: 5, height: 5, before: [pngChunk("eXIf", orientationTiff(6))] });
  const exif = jpegSegment(0xe1, join([ascii("Exif\0\0"), orientationTiff(6)]));
  const starts = [...[withSegments(jpeg, exif), png, lossy, lossless, extended], new Uint8Array()];
  fc.assert(
    fc.property(
      fc.constantFrom(...starts),
      fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 6 }),
      fc.nat(),
      fc.uint8Array({ maxLength: 64 }),
      (start, changes, cut, tail) => {
        const bytes = join([
          start.subarray(0, cut % 5 === 0 ? cut % (start.length + 1) : start.length),
          tail,
        ]);
        for (const [at, value] of changes) if (bytes.length > 0) bytes[at % bytes.length] = value;
        for (const read of [sniffImage, inspectImage, stripAny]) {
          try {
            read(bytes);
          } catch (error) {
            assert.ok(error instanceof ApiError, String(error));
          }
        }
      },
    ),
    { numRuns: 3_000 },
  );
});

function stripAny(bytes: Uint8Array): Uint8Array {
  const { type } = sniffImage(bytes);
  return { jpeg: stripJpeg, png: stripPng, webp: stripWebp }[type](bytes);
}
