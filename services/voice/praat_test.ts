import { strict as assert } from "node:assert";
import { printFigures } from "../../tests/fixtures/figure_table.ts";
import { praatAt, praatPitch } from "../../tests/fixtures/praat.ts";
import { realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { to16k, trackPitch } from "./track_pitch.ts";

Deno.test("real voices are heard as Praat hears them", async () => {
  const takes = await Promise.all(VOICES.map(realVoice));
  const references = await praatPitch(takes);
  const rows = VOICES.map(({ name }, i) => {
    const { f0Hz, hopSeconds } = trackPitch(to16k(takes[i]!));
    let [voiced, agreed, ours] = [0, 0, 0];
    f0Hz.forEach((hz, frame) => {
      const reference = praatAt(references[i]!, frame * hopSeconds);
      if (hz > 0) ours++;
      if (reference === 0) return;
      voiced++;
      if (hz > 0 && Math.abs(1200 * Math.log2(hz / reference)) <= 50) agreed++;
    });
    return { voice: name, voiced, ours, agreement: 100 * agreed / voiced };
  });
  printFigures(
    "frames that Praat hears voiced, ours, and within 50 cents of Praat in percent",
    rows,
  );
  for (const { voice, agreement } of rows) assert.ok(agreement >= 93, `${voice}: ${agreement} %`);
});
