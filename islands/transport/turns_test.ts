import { expect } from "expect";
import { type Comp, gainIn, partsOf } from "../../services/mixer/seams.ts";
import { type Turn, turnsOf } from "./turns.ts";

const sound = (name: string, start_seconds: number) => ({
  ...{ asset: name, listen: name, peaks: null, start_seconds },
});
const TRACK: Comp = {
  ...sound("own", .5),
  offset_seconds: 1,
  pieces: [{ ...sound("other", 1.2), from_seconds: 2, to_seconds: 4 }],
};
const RATE = 48_000;
const OWN_SECONDS = 8;
const OTHER_SECONDS = 2.5; // ends in its phrase, at 3.7
const lasting = (seconds: number) => ({ length: seconds * RATE, sampleRate: RATE });

Deno.test("a plain track has one turn without curves, as before", () => {
  const [part] = partsOf({ ...TRACK, pieces: [] });
  for (const [at, delaySeconds, intoSeconds] of [[0, .5, 0], [2, 0, 1.5]] as const) {
    expect(turnsOf(part!, lasting(OWN_SECONDS), at)).toEqual([
      { delaySeconds, intoSeconds, lastsSeconds: OWN_SECONDS - intoSeconds, curves: [] },
    ]);
  }
  expect(turnsOf(part!, lasting(OWN_SECONDS), 8.5)).toEqual([]);
  const early = { ...part!, sound: { ...part!.sound, start_seconds: -2 } };
  expect(turnsOf(early, lasting(OWN_SECONDS), 1)[0]!.intoSeconds).toBe(3);
});

Deno.test("wherever one begins to play, every moment has the gain that the seams say", () => {
  const [own, other] = partsOf(TRACK);
  for (const at of [0, 1, 2.9945, 2.996, 3, 3.0059, 3.5, 4.994, 5.001, 5.006, 7]) {
    for (const [part, seconds] of [[own!, OWN_SECONDS], [other!, OTHER_SECONDS]] as const) {
      const turns = turnsOf(part, lasting(seconds), at);
      for (let ms = 0; ms < 9000; ms += .7) {
        const song = at + ms / 1000;
        const start = part.sound.start_seconds;
        if (Math.min(Math.abs(song - start), Math.abs(song - start - seconds)) < 1 / RATE) continue;
        const has = song >= start && song < start + seconds;
        const wanted = has ? Math.max(...part.spans.map((span) => gainIn(span, song))) : 0;
        if (Math.abs(playedAt(turns, ms / 1000) - wanted) > .002) {
          expect([at, song, playedAt(turns, ms / 1000)]).toEqual([at, song, wanted]);
        }
      }
      for (const { delaySeconds, intoSeconds } of turns) {
        expect(delaySeconds).toBeGreaterThanOrEqual(0);
        expect(Math.abs(at + delaySeconds - intoSeconds - part.sound.start_seconds) * RATE)
          .toBeLessThanOrEqual(.5001);
        for (const time of [delaySeconds, intoSeconds]) {
          expect(Math.abs(time * RATE - Math.round(time * RATE))).toBeLessThan(1e-6);
        }
      }
    }
  }
});

Deno.test("curves of one turn follow each other, also where a phrase is shorter than a seam", () => {
  const [piece] = TRACK.pieces;
  const short = { ...TRACK, pieces: [{ ...piece!, from_seconds: 2, to_seconds: 2.004 }] };
  const [turn] = turnsOf(partsOf(short)[1]!, lasting(OTHER_SECONDS), 0);
  const [up, down] = turn!.curves;
  expect(up!.delaySeconds + up!.lastsSeconds).toBeLessThan(down!.delaySeconds);
  expect(up!.values[0]).toBeLessThan(.02);
  expect(up!.values.at(-1)).toBeCloseTo(1, 5);
  expect(down!.values.at(-1)).toBeLessThan(.02);
});

/** What a gain node makes of the turns: a curve's last value stays, and its first is there before. */
function playedAt(turns: readonly Turn[], seconds: number): number {
  const turn = turns.find(({ delaySeconds, lastsSeconds }) => {
    return seconds >= delaySeconds && seconds < delaySeconds + lastsSeconds;
  });
  if (!turn) return 0;
  const curve = turn.curves.findLast(({ delaySeconds }) => delaySeconds <= seconds);
  if (!curve) return turn.curves[0]?.values[0] ?? 1;
  const share = Math.min(1, (seconds - curve.delaySeconds) / curve.lastsSeconds);
  const at = share * (curve.values.length - 1);
  const [low, rest] = [Math.floor(at), at % 1];
  return curve.values[low]! * (1 - rest) + (curve.values[low + 1] ?? 0) * rest;
}
