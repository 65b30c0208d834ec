import { expect } from "expect";
import { decodePeaks, encodePeaks } from "../../services/mixer/peaks.ts";
import { melody } from "../../services/voice/singer/melody.ts";
import { phrasesOfNotes, phrasesOfPeaks } from "./phrases.ts";

const note = (startSeconds: number, endSeconds: number) => ({ startSeconds, endSeconds });

Deno.test("notes that follow each other are a phrase; a pause of a quarter of a second ends it", () => {
  const notes = [note(1, 1.5), note(1.52, 2), note(2.2, 3), note(3.3, 4), note(5, 6)];
  expect(phrasesOfNotes(notes, 6.1)).toEqual([
    { fromSeconds: .8, toSeconds: expect.closeTo(3.15, 9) },
    { fromSeconds: expect.closeTo(3.15, 9), toSeconds: 4.2 },
    { fromSeconds: 4.8, toSeconds: expect.closeTo(6.1, 9) },
  ]);
  expect(phrasesOfNotes([note(.05, 1), note(3, 3.05)], 9)).toEqual([
    { fromSeconds: 0, toSeconds: 1.2 },
  ]);
  expect(phrasesOfNotes([], 4)).toEqual([]);
});

Deno.test("a singer's phrases are found, in order and apart", () => {
  for (let seed = 1; seed < 20; seed++) {
    const sung = melody({ voice: "alto", seconds: 30, seed, offGridMs: 40 });
    const end = sung.at(-1)!.endSeconds;
    const phrases = phrasesOfNotes(sung, end + .1);
    expect(phrases).toHaveLength(Math.ceil(sung.length / 7)); // sung in sevens
    phrases.forEach(({ fromSeconds, toSeconds }, i) => {
      expect(fromSeconds).toBeGreaterThanOrEqual(phrases[i - 1]?.toSeconds ?? 0);
      expect(fromSeconds).toBeLessThanOrEqual(sung[7 * i]!.startSeconds);
      expect(toSeconds).toBeGreaterThanOrEqual(
        sung[Math.min(sung.length, 7 * i + 7) - 1]!.endSeconds,
      );
      expect(toSeconds).toBeLessThanOrEqual(end + .1 + 1e-9);
    });
  }
});

Deno.test("what has no notes has its phrases where it is loud; hiss is none", () => {
  const rate = 8000;
  const samples = Float32Array.from({ length: 4 * rate }, (_, i) => {
    const seconds = i / rate;
    const level = seconds > .5 && seconds < 1.5 || seconds > 2.5 && seconds < 3 ? .5 : .004;
    return level * (i % 2 ? 1 : -1);
  });
  const peaks = decodePeaks(encodePeaks([samples], rate, rate / 50));
  const found = phrasesOfPeaks(peaks).map(({ fromSeconds, toSeconds }) => [fromSeconds, toSeconds]);
  expect(found).toEqual([
    [expect.closeTo(.3, 1), expect.closeTo(1.7, 1)],
    [expect.closeTo(2.3, 1), expect.closeTo(3.2, 1)],
  ]);
  const hiss = decodePeaks(encodePeaks([samples.map((x) => x * .005)], rate, 160));
  expect(phrasesOfPeaks(hiss)).toEqual([]);
});
