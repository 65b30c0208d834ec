import { strict as assert } from "node:assert";
import { realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { analyseVoice } from "./analyse_voice.ts";
import { midiOf } from "./contour.ts";
import { planPitch } from "./correct_pitch.ts";
import { sing } from "./singer/sing.ts";
import type { Take } from "./take.ts";

const NATURAL = { key: "C", scale: "major", strength: 1, retuneMs: 40, keepVibrato: 1 };

Deno.test("the mains that hum in the pauses of a real voice are no notes and are not moved", async () => {
  const analysis = analyseVoice(await realVoice(VOICES[0]!));
  const { contour, notes } = analysis;
  const humming = contour.f0Hz.filter((hz) => hz > 0 && midiOf(hz) < 40).length;
  assert.ok(humming > 80, `${humming} frames of hum`);
  assert.ok(notes.length >= 8 && notes.every(({ midi }) => midi > 50), JSON.stringify(notes));
  const { semitones } = planPitch(analysis, NATURAL);
  // Within the retune time of a note the correction still changes.
  const farFromNotes = (seconds: number) =>
    notes.every((note) => seconds < note.startSeconds - .1 || seconds > note.endSeconds + .1);
  contour.f0Hz.forEach((hz, i) => {
    if (hz > 0 && midiOf(hz) < 40 && farFromNotes(i * contour.hopSeconds)) {
      assert.equal(semitones[i], 0, `frame ${i}`);
    }
  });
});

Deno.test("a hum under a synthetic singer is not heard as one", () => {
  const tune = [60, 62, 64].map((midi, i) => {
    return {
      startSeconds: 1 + i,
      endSeconds: 1.6 + i,
      midi,
      vowel: "a",
      consonant: "none",
    } as const;
  });
  const { take } = sing(tune, { tailSeconds: 1 });
  const hummed: Take = {
    ...take,
    channels: take.channels.map((channel) =>
      channel.map((x, i) => x + 0.01 * Math.sin(2 * Math.PI * 60 * i / take.sampleRate))
    ),
  };
  const { notes } = analyseVoice(hummed);
  assert.deepEqual(notes.map(({ midi }) => Math.round(midi)), [60, 62, 64]);
});

Deno.test("speech has few notes", async () => {
  const { notes } = analyseVoice(
    await realVoice(VOICES.find(({ name }) => name === "alsa front")!),
  );
  assert.deepEqual(notes, []);
});
