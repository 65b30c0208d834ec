import type {
  DurationSeconds,
  Performance,
  PerformedNote,
  PerformedPart,
} from "../composer/score.ts";
import type { Role, Style } from "../composer/score.ts";

const BEAT = 0.5;
const CHORDS = [[60, 64, 67], [55, 59, 62], [57, 60, 64], [53, 57, 60]] as const;
const TUNE = [72, 74, 76, 79, 77, 76, 74, 71] as const;

/**
 * A small piece for tests that need sound but no composer: a tune, chords, a pad, a bass, a counter
 * voice and drums over four chords, two beats each.
 */
export function fixturePerformance(
  durationSeconds: DurationSeconds = 30,
  style: Style = "pop",
): Performance {
  const end = durationSeconds - 0.9;
  const slots = Array.from({ length: Math.floor(end / (2 * BEAT)) }, (_, i) => i * 2 * BEAT + 0.06);
  const chord = (slot: number) => CHORDS[slot % CHORDS.length]!;
  const note = (on: number, length: number, pitch: number, velocity: number): PerformedNote => ({
    id: `${pitch}@${on}`,
    onSeconds: on,
    offSeconds: Math.min(on + length, end),
    pitch,
    velocity,
  });
  const overSlots = (write: (at: number, slot: number) => PerformedNote[]) => slots.flatMap(write);
  const part = (
    role: Role,
    name: string,
    program: number,
    channel: number,
    notes: PerformedNote[],
  ): PerformedPart => ({
    ...{ id: role, role, name, program, channel, drum: role === "drums", notes },
    controls: role === "pad" ? [{ seconds: 0, controller: 11, value: 100 }] : [],
  });
  return {
    durationSeconds,
    style,
    preRollSeconds: 0.06,
    fadeSeconds: 0.5,
    releaseSeconds: 0.9,
    tempoMap: [{ tick: 0, usPerQuarter: BEAT * 1e6 }],
    parts: [
      part(
        "lead",
        "Piano",
        0,
        0,
        overSlots((at, s) => [
          note(at, BEAT * .9, TUNE[s % 8]!, 84),
          note(at + BEAT, BEAT * .9, TUNE[(s * 3 + 1) % 8]!, 76),
        ]),
      ),
      part(
        "comp",
        "Acoustic guitar",
        25,
        1,
        overSlots((at, s) =>
          [0, BEAT, 1.5 * BEAT].flatMap((off) => chord(s).map((p) => note(at + off, .4, p, 66)))
        ),
      ),
      part(
        "pad",
        "Strings",
        48,
        2,
        overSlots((at, s) => chord(s).map((p) => note(at, .98, p, 60))),
      ),
      part(
        "bass",
        "Bass",
        33,
        3,
        overSlots((at, s) => [
          note(at, .45, chord(s)[0] - 24, 80),
          note(at + 1.5 * BEAT, .22, chord(s)[0] - 24, 70),
        ]),
      ),
      part("counter", "Cello", 42, 4, overSlots((at, s) => [note(at, .97, chord(s)[1] - 12, 60)])),
      part(
        "drums",
        "Drum kit",
        0,
        9,
        overSlots((at) => [
          note(at, .1, 36, 96),
          note(at + BEAT, .1, 38, 92),
          ...[0, .25, .5, .75].map((off) => note(at + off, .1, 42, 64)),
        ]),
      ),
    ],
  };
}
