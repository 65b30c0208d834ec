import { strict as assert } from "node:assert";
import { CHOIR, NOISE, realVoice, VOICES } from "../../tests/fixtures/voices.ts";
import { stream } from "../composer/random.ts";
import { analyseVoice, type VoiceProblem } from "./analyse_voice.ts";
import { singTune } from "./singer/sing_tune.ts";
import type { Take } from "./take.ts";

const sung = singTune({ voice: "alto", seconds: 5, seed: 6, sampleRate: 48_000 });

const TAKES: readonly {
  readonly what: string;
  readonly problem: VoiceProblem | null;
  readonly take: () => Take | Promise<Take>;
}[] = [
  { what: "no samples", problem: "silent", take: () => made(44_100, 0, () => 0) },
  { what: "digital silence", problem: "silent", take: () => made(44_100, 2, () => 0) },
  { what: "a room's faint hiss", problem: "silent", take: () => hiss(0.0005) },
  { what: "an offset and nothing else", problem: "silent", take: () => made(16_000, 2, () => 0.5) },
  { what: "white noise", problem: "unpitched", take: () => hiss(0.3) },
  { what: "pink noise", problem: "unpitched", take: () => realVoice(NOISE) },
  { what: "clicks", problem: "unpitched", take: () => made(44_100, 3, clicks) },
  { what: "a real choir", problem: "polyphonic", take: () => realVoice(CHOIR) },
  { what: "a real singer", problem: null, take: () => realVoice(VOICES[0]!) },
  { what: "a synthetic singer", problem: null, take: () => sung.take },
  { what: "one held tone", problem: null, take: () => made(44_100, 1, tone(220)) },
  { what: "a whistle", problem: "unpitched", take: () => made(44_100, 1, tone(1_800)) },
  { what: "a voice recorded far too hot", problem: null, take: () => clipped(sung.take, 8) },
  { what: "one side turned upside down", problem: null, take: () => upsideDown(sung.take) },
  { what: "8 kHz mono", problem: null, take: () => made(8_000, 1, tone(220)) },
];

for (const { what, problem, take } of TAKES) {
  Deno.test(`${what}: ${problem ?? "no problem"}`, async () => {
    const analysis = analyseVoice(await take());
    assert.equal(analysis.problem, problem, JSON.stringify(analysis.polyphony));
    assert.ok(analysis.voicedRatio >= 0 && analysis.voicedRatio <= 1);
    assert.ok(Number.isFinite(analysis.key.confidence));
    if (problem === "silent") assert.deepEqual(analysis.notes, []);
  });
}

Deno.test("a stereo take at 96 kHz tells what its mono at 48 kHz tells", () => {
  const mono = sung.take.channels[0]!;
  const doubled = Float32Array.from(
    { length: 2 * mono.length - 1 },
    (_, i) => (mono[i >> 1]! + mono[(i + 1) >> 1]!) / 2,
  );
  const [one, two] = [sung.take, { sampleRate: 96_000, channels: [doubled, doubled] }].map(
    analyseVoice,
  );
  assert.equal(two!.notes.length, one!.notes.length);
  for (const [i, note] of two!.notes.entries()) {
    assert.ok(Math.abs(note.midi - one!.notes[i]!.midi) < 0.02);
    assert.ok(Math.abs(note.startSeconds - one!.notes[i]!.startSeconds) < 0.02);
  }
});

Deno.test("a voice far off the zero line, or turned upside down on one side, is heard as it is", () => {
  const offset: Take = { ...sung.take, channels: [sung.take.channels[0]!.map((x) => x + 0.25)] };
  const [plain, off, turned] = [sung.take, offset, upsideDown(sung.take)].map(analyseVoice);
  assert.deepEqual(turned!.contour, plain!.contour);
  assert.equal(off!.notes.length, plain!.notes.length);
  assert.deepEqual(off!.key.key, plain!.key.key);
});

Deno.test("the same take gives the same analysis, and stays as it was", () => {
  const before = sung.take.channels[0]!.slice();
  assert.deepEqual(analyseVoice(sung.take), analyseVoice(sung.take));
  assert.deepEqual(sung.take.channels[0], before);
});

function made(sampleRate: number, seconds: number, at: (t: number) => number): Take {
  const length = sampleRate * seconds;
  return { sampleRate, channels: [Float32Array.from({ length }, (_, i) => at(i / sampleRate))] };
}

function clipped({ sampleRate, channels }: Take, times: number): Take {
  const cut = (x: number) => Math.max(-1, Math.min(1, times * x));
  return { sampleRate, channels: channels.map((channel) => channel.map(cut)) };
}

function upsideDown({ sampleRate, channels }: Take): Take {
  return { sampleRate, channels: [channels[0]!, channels[0]!.map((x) => -x)] };
}

function hiss(level: number): Take {
  const random = stream(9, "hiss");
  return made(44_100, 3, () => level * (2 * random.next() - 1));
}

function clicks(seconds: number): number {
  return seconds % 0.37 < 0.0005 ? 0.9 : 0;
}

function tone(hz: number): (seconds: number) => number {
  return (seconds) => 0.4 * Math.sin(2 * Math.PI * hz * seconds);
}
