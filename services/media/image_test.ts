import assert from "node:assert/strict";
import fc from "fast-check";
import { ApiError } from "../api_error.ts";
import type { Pixels } from "../mood/pixels.ts";
import { findFfmpeg } from "./ffmpeg.ts";
import { decodeImage, inspectImage, MAX_IMAGE_BYTES, sanitiseImage, sniffImage } from "./image.ts";
import { ascii, holds, join, viewOf } from "./image_bytes.ts";
import { orientationTiff } from "./image_exif.ts";
import type { Orientation } from "./image_header.ts";
import {
  BLUE,
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
  withSegments,
  YELLOW,
} from "./image_samples.ts";
import { stripJpeg } from "./image_jpeg.ts";
import { stripPng } from "./image_png.ts";
import { stripWebp } from "./image_webp.ts";

const ffmpeg = await findFfmpeg({ ffmpegPath: Deno.env.get("FFMPEG_PATH") });
const orientations: readonly Orientation[] = [1, 2, 3, 4, 5, 6, 7, 8];

Deno.test("an image is known by its content", async (t) => {
  const jpeg = await encodeJpeg(ffmpeg, quarters());
  const cases = [
    ["JPEG", jpeg, "jpeg", 64, 32],
    ["PNG", pngOf({ width: 7, height: 5 }), "png", 7, 5],
    ["WebP, lossy", (await webpSamples()).lossy, "webp", 64, 32],
    ["WebP, lossless", (await webpSamples()).lossless, "webp", 64, 32],
    ["WebP, extended", (await webpSamples()).extended, "webp", 64, 32],
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
    await refuses(ascii(text), "UNSUPPORTED_MEDIA_TYPE", 415);
  }
});

Deno.test("an empty file is refused with 422", async () => {
  await refuses(new Uint8Array(), "IMAGE_UNREADABLE", 422);
});

Deno.test("10 MB and one byte is refused with 413, whatever it is", async () => {
  await refuses(new Uint8Array(MAX_IMAGE_BYTES + 1), "PAYLOAD_TOO_LARGE", 413);
  await refuses(
    join([pngOf({ width: 1, height: 1 }), new Uint8Array(MAX_IMAGE_BYTES)]),
    "PAYLOAD_TOO_LARGE",
    413,
  );
});

Deno.test("a 30,000 × 30,000 PNG of a few kilobytes is refused without decoding", async () => {
  const bomb = pngOf({ width: 30_000, height: 30_000, rows: new Uint8Array(1_000_000) });
  assert.ok(bomb.length < 5_000);
  const started = performance.now();
  await refuses(bomb, "IMAGE_TOO_LARGE", 422);
  assert.ok(performance.now() - started < 50, "decided from the header");
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
    await refuses(baseline.subarray(0, Math.ceil(baseline.length * part)), "IMAGE_UNREADABLE", 422);
  }
  await refuses(baseline.subarray(0, baseline.length - 2), "IMAGE_UNREADABLE", 422);
});

Deno.test("a JPEG cut short and closed again is found out by decoding it", async () => {
  const baseline = await photoBytes("mate/nature/GreenMeadow.jpg");
  for (const part of [0.3, 0.6, 0.95]) {
    const closed = join([
      baseline.subarray(0, Math.floor(baseline.length * part)),
      Uint8Array.of(0xff, 0xd9),
    ]);
    await refuses(closed, "IMAGE_UNREADABLE", 422);
  }
});

Deno.test("a PNG without all of its rows is refused, though decoders would fill them with black", async () => {
  const rows = new Uint8Array(20 * (1 + 32 * 3));
  await refuses(pngOf({ width: 32, height: 32, rows }), "IMAGE_UNREADABLE", 422);
});

Deno.test("a PNG with a wrong checksum is refused", async () => {
  const png = pngOf({ width: 8, height: 8 });
  png[png.length - 20]! ^= 1;
  await refuses(png, "IMAGE_UNREADABLE", 422);
});

Deno.test("a PNG cut short is refused", async () => {
  const png = await photoBytes("mate/abstract/Waves.png");
  for (const length of [20, 40, 5_000, png.length - 1]) {
    await refuses(png.subarray(0, length), "IMAGE_UNREADABLE", 422);
  }
});

Deno.test("a WebP cut short, or whose header and picture disagree, is refused", async () => {
  const webp = await photoBytes("gnome/wood-d.webp");
  for (const length of [13, 25, 5_000, webp.length - 2]) {
    await refuses(webp.subarray(0, length), "IMAGE_UNREADABLE", 422);
  }
  const { lossy } = await webpSamples();
  await refuses(webpOf(webpCanvas(0, 32, 32), lossy.subarray(12)), "IMAGE_UNREADABLE", 422);
});

Deno.test("a WebP whose first partition stops early inside a sound container is refused", async () => {
  const photo = await photoBytes("gnome/wood-d.webp");
  const firstPartition = (photo[20]! | photo[21]! << 8 | photo[22]! << 16) >>> 5;
  const cut = photo.subarray(20, 20 + firstPartition);
  await refuses(webpOf(riffChunk("VP8 ", cut)), "IMAGE_UNREADABLE", 422);
});

Deno.test("a lossless WebP that stops early inside a sound container is refused", async () => {
  const { lossless } = await webpSamples();
  const body = lossless.subarray(20, 20 + viewOf(lossless).getUint32(16, true));
  await refuses(
    webpOf(riffChunk("VP8L", body.subarray(0, body.length >> 1))),
    "IMAGE_UNREADABLE",
    422,
  );
});

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
  await refuses(many, "IMAGE_UNREADABLE", 422);
  const frame = frameOf(plain);
  await refuses(withSegments(plain, frame), "IMAGE_UNREADABLE", 422);
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
  const { lossy } = await webpSamples();
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

  const { lossy } = await webpSamples();
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
  await refuses(animated(2), "IMAGE_UNREADABLE", 422);
});

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
  const { lossy } = await webpSamples();
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

Deno.test("random bytes and random damage never throw anything but an ApiError", async () => {
  const jpeg = await encodeJpeg(ffmpeg, quarters(16, 8));
  const { lossy, lossless, extended } = await webpSamples();
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

async function refuses(bytes: Uint8Array, code: string, status: number): Promise<void> {
  await assert.rejects(sanitiseImage(bytes, { ffmpeg }), (error) => {
    assert.ok(error instanceof ApiError, String(error));
    assert.deepEqual([error.code, error.status], [code, status]);
    return true;
  });
}

/** The four corners, each as the nearest of the four colours that {@link quarters} uses. */
function cornersOf({ width, height, data }: Pixels): (readonly number[])[] {
  const at = (x: number, y: number) => {
    const i = (Math.floor(y * height) * width + Math.floor(x * width)) * 3;
    const apart = (colour: readonly number[]) =>
      colour.reduce((sum, value, k) => sum + Math.abs(value - data[i + k]!), 0);
    return [RED, GREEN, BLUE, YELLOW].reduce((best, next) =>
      apart(next) < apart(best) ? next : best
    );
  };
  return [at(0.25, 0.25), at(0.75, 0.25), at(0.25, 0.75), at(0.75, 0.75)];
}

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

interface WebpSamples {
  readonly lossy: Uint8Array;
  readonly lossless: Uint8Array;
  readonly extended: Uint8Array;
}

/** The quarters as WebP, each kind once. */
async function webpSamples(): Promise<WebpSamples> {
  const kind = async (args: readonly string[]) => {
    const file = await encode(ffmpeg, quarters(), ["-c:v", "libwebp", ...args, "-f", "webp"]);
    return webpOf(file.subarray(12));
  };
  const lossy = await kind(["-quality", "90"]);
  const lossless = await kind(["-lossless", "1"]);
  return { lossy, lossless, extended: webpOf(webpCanvas(0, 64, 32), lossy.subarray(12)) };
}
