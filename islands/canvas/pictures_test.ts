import { expect } from "expect";
import { pictureFault } from "./pictures.ts";

const MB = 1024 * 1024;

for (
  const [name, type, size, fault] of [
    ["ferry.jpg", "image/jpeg", 3 * MB, null],
    ["ferry.webp", "image/webp", 10 * MB, null],
    ["nameless", "", 10, null],
    ["pano.png", "image/png", 38 * MB, "pano.png is 38 MB. Pictures can be up to 10 MB."],
    ["nothing.png", "image/png", 0, "nothing.png is empty."],
    [
      "scan.tiff",
      "image/tiff",
      MB,
      "scan.tiff is not a picture we can read. JPEG, PNG and WebP work.",
    ],
  ] as const
) {
  Deno.test(`${name} of ${size} bytes: ${fault ?? "welcome"}`, () => {
    expect(pictureFault({ name, type, size })).toBe(fault);
  });
}
