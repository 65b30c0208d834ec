import assert from "node:assert/strict";
import { findFfmpeg } from "./ffmpeg.ts";
import { decodeImage, sanitiseImage, sniffImage } from "./image.ts";
import { ascii, holds, join, viewOf } from "./image_bytes.ts";
import { orientationTiff } from "./image_exif.ts";
import { stripJpeg } from "./image_jpeg.ts";
import {
  BLUE,
  cornersOf,
  encode,
  encodeJpeg,
  GREEN,
  jpegSegment,
  pngChunk,
  pngOf,
  quarters,
  RED,
  refuses,
  riffChunk,
  webpCanvas,
  webpOf,
  webpSamples,
  withSegments,
  YELLOW,
} from "./image_samples.ts";

const ffmpeg = await findFfmpeg({ ffmpegPath: Deno.env.get("FFMPEG_PATH") });

Deno.test("a JPEG keeps its picture and its orientation, and loses everything else", async () => {
  const plain = await encodeJpeg(ffmpeg, quarters());
  const secrets = withSegments(
    plain,
    jpegSegment(
      0xe1,
      join([ascii("Exif\0\0"), orientationTiff(6), ascii("GPSLatitude 52.5200 N")]),
    ),
    jpegSegment(0xe1, ascii("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta/>")),
    jpegSegment(0xed, ascii("Photoshop 3.0\0 by-line Mara")),
    jpegSegment(0xe2, ascii("MPF\0 another picture follows")),
    jpegSegment(0xfe, ascii("<script>alert(1)</script>")),
  );
  const polyglot = join([secrets, ascii("PK\x03\x04 a zip, <html> and all")]);
  const clean = await sanitiseImage(polyglot, { ffmpeg });
  for (const secret of ["GPS", "xmp", "Photoshop", "MPF", "script", "PK\x03\x04"]) {
    assert.equal(indexOf(clean.bytes, secret), -1, secret);
  }
  assert.deepEqual([clean.width, clean.height, clean.contentType], [32, 64, "image/jpeg"]);
  assert.equal(sniffImage(clean.bytes).orientation, 6);
  const [before, after] = [
    await decodeImage(polyglot, { ffmpeg }),
    await decodeImage(clean.bytes, { ffmpeg }),
  ];
  assert.deepEqual(after, before);
});

Deno.test("a JPEG keeps its colour profile and nothing that only calls itself one", async () => {
  const plain = await encodeJpeg(ffmpeg, quarters());
  const profile = jpegSegment(0xe2, join([ascii("ICC_PROFILE\0\x01\x01"), new Uint8Array(128)]));
  assert.ok(indexOf(stripJpeg(withSegments(plain, profile)), "ICC_PROFILE") > 0);
  const huge = Array.from(
    { length: 20 },
    () => jpegSegment(0xe2, join([ascii("ICC_PROFILE\0\x01\x14"), new Uint8Array(65_000)])),
  );
  assert.equal(indexOf(stripJpeg(withSegments(plain, ...huge)), "ICC_PROFILE"), -1);
});

Deno.test("a JPEG with hundreds of scans, or two frames, is refused", async () => {
  const plain = await encodeJpeg(ffmpeg, quarters());
  const scan = scanOf(plain);
  const many = join([
    plain.subarray(0, plain.length - 2),
    ...Array.from({ length: 120 }, () => scan),
    plain.subarray(-2),
  ]);
  await refuses(ffmpeg, many, "IMAGE_UNREADABLE", 422);
  const frame = frameOf(plain);
  await refuses(ffmpeg, withSegments(plain, frame), "IMAGE_UNREADABLE", 422);
});

Deno.test("a PNG keeps its picture and loses text, time, EXIF and what follows its end", async () => {
  const png = pngOf({
    width: 9,
    height: 9,
    before: [
      pngChunk("tEXt", ascii("Comment\0<script>")),
      pngChunk("tIME", new Uint8Array(7)),
      pngChunk("eXIf", join([orientationTiff(1), ascii("GPS")])),
      pngChunk("iCCP", ascii("bomb\0\0not a profile")),
    ],
  });
  const clean = await sanitiseImage(join([png, ascii("PK\x03\x04<html>")]), { ffmpeg });
  assert.deepEqual(clean.bytes, new Uint8Array(pngOf({ width: 9, height: 9 })));
});

Deno.test("a WebP keeps its picture and loses EXIF, XMP and what follows its end", async () => {
  const { lossy } = await webpSamples(ffmpeg);
  const dressed = webpOf(
    webpCanvas(0x0c, 64, 32),
    lossy.subarray(12),
    riffChunk("EXIF", join([orientationTiff(1), ascii("GPS")])),
    riffChunk("XMP ", ascii("<x:xmpmeta/>")),
  );
  const clean = await sanitiseImage(join([dressed, ascii("PK\x03\x04")]), { ffmpeg });
  assert.deepEqual(clean.bytes, new Uint8Array(lossy));
});

Deno.test("an animation gives its first frame when that is the whole picture", async () => {
  const apng = await encode(ffmpeg, quarters(), [
    "-vf",
    "loop=2:1",
    "-frames:v",
    "3",
    "-f",
    "apng",
  ]);
  assert.equal(sniffImage(apng).animated, true);
  const still = await sanitiseImage(apng, { ffmpeg });
  assert.equal(indexOf(still.bytes, "acTL"), -1);
  assert.deepEqual(cornersOf(await decodeImage(still.bytes, { ffmpeg })), [
    RED,
    GREEN,
    BLUE,
    YELLOW,
  ]);

  const { lossy } = await webpSamples(ffmpeg);
  const animated = (x: number) =>
    webpOf(
      webpCanvas(0x02, 64, 32),
      riffChunk("ANIM", new Uint8Array(6)),
      riffChunk(
        "ANMF",
        join([Uint8Array.of(x, 0, 0, 0, 0, 0, 63, 0, 0, 31, 0, 0, 9, 0, 0, 0), lossy.subarray(12)]),
      ),
    );
  assert.deepEqual((await sanitiseImage(animated(0), { ffmpeg })).bytes, new Uint8Array(lossy));
  await refuses(ffmpeg, animated(2), "IMAGE_UNREADABLE", 422);
});

function indexOf(bytes: Uint8Array, text: string): number {
  for (let at = 0; at < bytes.length; at++) if (holds(bytes, at, text)) return at;
  return -1;
}

function scanOf(jpeg: Uint8Array): Uint8Array {
  let at = jpeg.length - 2;
  while (!(jpeg[at] === 0xff && jpeg[at + 1] === 0xda)) at--;
  return jpeg.subarray(at, jpeg.length - 2);
}

function frameOf(jpeg: Uint8Array): Uint8Array {
  let at = 0;
  while (!(jpeg[at] === 0xff && jpeg[at + 1] === 0xc0)) at++;
  return jpeg.subarray(at, at + 2 + viewOf(jpeg).getUint16(at + 2));
}
