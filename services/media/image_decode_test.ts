import assert from "node:assert/strict";
import { findFfmpeg } from "./ffmpeg.ts";
import { decodeImage, sanitiseImage, sniffImage } from "./image.ts";
import { ascii, join } from "./image_bytes.ts";
import { orientationTiff } from "./image_exif.ts";
import {
  BLUE,
  cornersOf,
  encode,
  encodeJpeg,
  GREEN,
  jpegSegment,
  photoBytes,
  pngChunk,
  pngOf,
  quarters,
  RED,
  riffChunk,
  webpCanvas,
  webpOf,
  webpSamples,
  withSegments,
  YELLOW,
} from "./image_samples.ts";
import type { Orientation } from "./image_header.ts";

const ffmpeg = await findFfmpeg({ ffmpegPath: Deno.env.get("FFMPEG_PATH") });
const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

/** Shown corners (top left, top right, bottom left, bottom right) of quarters stored red, green, blue, yellow. */
const SHOWN: Readonly<Record<Orientation, readonly (readonly number[])[]>> = {
  1: [RED, GREEN, BLUE, YELLOW],
  2: [GREEN, RED, YELLOW, BLUE],
  3: [YELLOW, BLUE, GREEN, RED],
  4: [BLUE, YELLOW, RED, GREEN],
  5: [RED, BLUE, GREEN, YELLOW],
  6: [BLUE, RED, YELLOW, GREEN],
  7: [YELLOW, GREEN, BLUE, RED],
  8: [GREEN, YELLOW, RED, BLUE],
};

Deno.test("all eight orientations of a JPEG are shown upright", async () => {
  const jpeg = await encodeJpeg(ffmpeg, quarters());
  for (const orientation of orientations) {
    const exif = jpegSegment(0xe1, join([ascii("Exif\0\0"), orientationTiff(orientation)]));
    const pixels = await decodeImage(withSegments(jpeg, exif), { ffmpeg });
    assert.deepEqual(cornersOf(pixels), SHOWN[orientation], `orientation ${orientation}`);
    assert.equal(pixels.width > pixels.height, orientation < 5);
  }
});

Deno.test("an orientation written by little-endian cameras is read as well", async () => {
  const jpeg = await encodeJpeg(ffmpeg, quarters());
  const tiff = Uint8Array.of(
    0x49,
    0x49,
    42,
    0,
    8,
    0,
    0,
    0,
    1,
    0,
    0x12,
    1,
    3,
    0,
    1,
    0,
    0,
    0,
    8,
    0,
    0,
    0,
    0,
    0,
    0,
    0,
  );
  const exif = jpegSegment(0xe1, join([ascii("Exif\0\0"), tiff]));
  assert.equal(sniffImage(withSegments(jpeg, exif)).orientation, 8);
});

Deno.test("a turned PNG or WebP is stored upright, because browsers disagree about them", async () => {
  const { lossy } = await webpSamples(ffmpeg);
  for (const orientation of [3, 6] as const) {
    const { data } = quarters();
    const rows = join(
      Array.from(
        { length: 32 },
        (_, y) => join([Uint8Array.of(0), data.subarray(y * 192, y * 192 + 192)]),
      ),
    );
    const exif = pngChunk("eXIf", orientationTiff(orientation));
    const png = await sanitiseImage(pngOf({ width: 64, height: 32, rows, before: [exif] }), {
      ffmpeg,
    });
    assert.equal(png.type, "png");
    const webp = await sanitiseImage(
      webpOf(
        webpCanvas(0x08, 64, 32),
        lossy.subarray(12),
        riffChunk("EXIF", orientationTiff(orientation)),
      ),
      { ffmpeg },
    );
    for (const clean of [png, webp]) {
      assert.equal(sniffImage(clean.bytes).orientation, 1);
      assert.equal(clean.width, orientation === 6 ? 32 : 64);
      assert.deepEqual(cornersOf(await decodeImage(clean.bytes, { ffmpeg })), SHOWN[orientation]);
    }
  }
});

Deno.test("transparent pixels lie on white paper, whatever colour they hide", async () => {
  const pixel = (alpha: number) => [200, 0, 0, alpha];
  const rows = Uint8Array.from([0, ...pixel(0), ...pixel(128), ...pixel(255)]);
  const { data } = await decodeImage(pngOf({ width: 3, height: 1, colourType: 6, rows }), {
    ffmpeg,
  });
  assert.deepEqual([...data.subarray(0, 3)], [255, 255, 255]);
  assert.ok(
    Math.abs(data[3]! - 227) <= 9 && Math.abs(data[4]! - 127) <= 9,
    `half: ${data.subarray(3, 6)}`,
  );
  assert.deepEqual([...data.subarray(6, 9)], [200, 0, 0]);
});

Deno.test("a decoded picture is as large as asked, never larger than it is, and always the same", async () => {
  const photo = await photoBytes("mate/nature/Storm.jpg");
  const one = await decodeImage(photo, { ffmpeg, maxSide: 200 });
  assert.deepEqual([one.width, one.height, one.data.length], [200, 133, 200 * 133 * 3]);
  assert.deepEqual(await decodeImage(photo, { ffmpeg, maxSide: 200 }), one);
  const small = await decodeImage(pngOf({ width: 7, height: 5 }), { ffmpeg });
  assert.deepEqual([small.width, small.height], [7, 5]);
});

Deno.test("a large JPEG, halved inside its transform, looks as if it had been scaled from all its pixels", async () => {
  const photo = await photoBytes("mate/nature/Garden.jpg");
  const { data } = await decodeImage(photo, { ffmpeg });
  const scaled = [
    "-i",
    "pipe:0",
    "-vf",
    "scale=256:160:flags=area",
    "-f",
    "rawvideo",
    "-pix_fmt",
    "rgb24",
    "pipe:1",
  ];
  const { stdout } = await ffmpeg.run(scaled, { stdin: photo });
  const apart = data.reduce((sum, byte, i) => sum + Math.abs(byte - stdout[i]!), 0) / data.length;
  assert.ok(apart < 1.5, `mean difference ${apart.toFixed(2)} of 255`);
});

Deno.test("interlaced PNGs are read whole", async () => {
  const interlaced = await encode(ffmpeg, quarters(63, 31), [
    "-flags",
    "ildct",
    "-c:v",
    "png",
    "-f",
    "image2pipe",
  ]);
  assert.equal(interlaced[28], 1);
  const { width, height } = await sanitiseImage(interlaced, { ffmpeg });
  assert.deepEqual([width, height], [63, 31]);
});

Deno.test("a cancelled decode is not mistaken for a damaged picture", async () => {
  const signal = AbortSignal.abort();
  const photo = await photoBytes("mate/nature/Storm.jpg");
  await assert.rejects(decodeImage(photo, { ffmpeg, signal }), { name: "AbortError" });
});
