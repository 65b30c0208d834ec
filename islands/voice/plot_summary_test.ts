import { expect } from "expect";
import { readPitch } from "./pitch.ts";
import { noteWords, plotSummary } from "./plot_summary.ts";

const note = (midi: number, target_midi: number | null = null) => ({
  ...{ start_seconds: 1, end_seconds: 1.4, midi, confidence: 1, target_midi },
});
const pitch = (...notes: readonly unknown[]) => readPitch({ hop_seconds: .01, f0_hz: [], notes });

Deno.test("the plot in words: what was sung, how far off, and what has been made of it", () => {
  const sung = pitch(note(56.7), note(59), note(62.3), note(62.28));
  expect(plotSummary("Take 1", sung, null)).toBe(
    "Pitch of Take 1: 4 notes from A3 to D4; by more than 20 cents, 1 is low and 2 are high.",
  );
  const report = { pitch: { median_abs_cents_before: 31, median_abs_cents_after: 6 } };
  expect(plotSummary("Take 1", pitch(note(57)), { label: "In tune", report })).toBe(
    "Pitch of Take 1: 1 note, A3. In tune is drawn over it: off pitch 31, now 6 cents.",
  );
});

Deno.test("where nothing is known or sung, the words say so", () => {
  expect(plotSummary("Take 1", null, null)).toBe("Pitch of Take 1, not heard yet.");
  expect(plotSummary("Take 1", pitch(), null)).toBe("Pitch of Take 1: no notes.");
});

Deno.test("a note says what it is, how far off, how long and where", () => {
  const [one, two] = pitch(note(56.88), note(57.2, 58)).notes;
  expect(noteWords(one!, 0, 2)).toBe("Note 1 of 2: A3, 12 cents low, 0.4 s, at 1.0 s");
  expect(noteWords(two!, 1, 2)).toBe("Note 2 of 2: Bb3, 80 cents low, 0.4 s, at 1.0 s");
});
