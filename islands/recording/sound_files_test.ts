import { expect } from "expect";
import { nameOfFile, soundFault } from "./sound_files.ts";

for (
  const [name, type, size, fault] of [
    ["take.wav", "audio/wav", 1000, null],
    ["take.M4A", "", 1000, null],
    ["clip.webm", "video/webm", 1000, null],
    ["song.flac", "audio/flac", 50_000_000, null],
    ["song.flac", "audio/flac", 50_000_001, /51 MB.*5 minutes/],
    ["harbour.jpg", "image/jpeg", 1000, /not a sound/],
    ["take.wav", "audio/wav", 0, /empty/],
  ] as const
) {
  Deno.test(`${name}, ${type || "no type"}, ${size} bytes: ${fault ? fault.source : "fine"}`, () => {
    const found = soundFault({ name, type, size });
    if (fault === null) expect(found).toBe(null);
    else expect(found).toMatch(fault);
  });
}

Deno.test("a file's name without its ending names the take", () => {
  expect(nameOfFile("Lead vocal.final.wav")).toBe("Lead vocal.final");
  expect(nameOfFile(".wav")).toBe(".wav");
});
