import { expect } from "expect";
import { fileName } from "./file_name.ts";

for (
  const [song, part, type, name] of [
    ["Last ferry", "Cello", "audio/wav", "Last ferry, Cello.wav"],
    ["Last ferry", "Mix", "audio/mpeg; x=y", "Last ferry, Mix.mp3"],
    ["AC/DC: “live?”", "Score", "audio/midi", "AC DC “live ”, Score.mid"],
    ["..", "", "audio/flac", "Song.flac"],
    ["Öğün", "Bass", "application/x", "Öğün, Bass"],
    ["x".repeat(300), "y", "audio/wav", `${"x".repeat(80)}, y.wav`],
  ] as const
) {
  Deno.test(`${part || "a file"} of “${song.slice(0, 20)}” is called ${name.slice(0, 30)}`, () => {
    expect(fileName(song, part, type)).toBe(name);
  });
}
