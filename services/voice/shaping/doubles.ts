import { stream } from "../../composer/random.ts";
import type { SungNote } from "../sung_note.ts";
import { targetSeconds, type TimeMap, timeMap } from "../time_map.ts";
import { heldStart } from "./lay_back.ts";

/** More singers of the same line. */
export interface Doubles {
  readonly voices: number;
  /** How far each stands from the pitch, spread evenly to both sides. */
  readonly detuneCents: number;
  /** How far each note of each is off the time, one standard deviation. */
  readonly looseMs: number;
  /** All of them together, against the lead. */
  readonly levelDb: number;
  /** How far they are spread, 1 = from side to side. */
  readonly width: number;
  /** How unlike their throats are: .06 gives −6 % … +6 %. */
  readonly throats: number;
  /** A slow sway of each one's pitch. */
  readonly swayCents: number;
}

/** One of them, as it is to be rendered. */
export interface Double {
  /** Multiplies the lead's own factor on the pitch, at a moment of the source. */
  readonly ratioAt: (seconds: number) => number;
  readonly timeMap: TimeMap;
  /** −1 left … 1 right. */
  readonly pan: number;
  readonly throat: number;
  readonly gainDb: number;
}

const CLOSEST_SECONDS = 0.05;
const MOST_LOOSE = 2;

/** Draws the doubles. Their detunings sum to nothing, so that the pitch of all is the lead's. */
export function drawDoubles(
  notes: readonly SungNote[],
  doubles: Doubles,
  lead: { readonly ratioAt: (seconds: number) => number; readonly timeMap: TimeMap },
  strength: number,
  durationSeconds: number,
  seed: number,
): Double[] {
  return Array.from({ length: doubles.voices }, (_, voice): Double => {
    const rng = stream(seed, "double", voice);
    // −1 … 1 across the voices; their order in pitch is not their order in space.
    const spread = doubles.voices === 1 ? 1 : 2 * voice / (doubles.voices - 1) - 1;
    const shuffled = voice % 2 === 0 ? spread : -spread;
    const sway = swaying(doubles.swayCents * strength, rng.next(), 0.31 + 0.2 * rng.next());
    const detune = spread * doubles.detuneCents * strength;
    return {
      ratioAt: (seconds) => lead.ratioAt(seconds) * 2 ** ((detune + sway(seconds)) / 1200),
      timeMap: loosened(lead.timeMap, notes, doubles.looseMs * strength, durationSeconds, [
        seed,
        voice,
      ]),
      pan: shuffled * doubles.width,
      throat: 1 + doubles.throats * strength * (2 * ((voice * 0.618) % 1) - 1),
      gainDb: doubles.levelDb - 10 * Math.log10(doubles.voices) + 0.7 * rng.gauss(),
    };
  });
}

/** Two incommensurable turns: no beat is heard in it. */
function swaying(cents: number, phase: number, hz: number): (seconds: number) => number {
  return (seconds) =>
    cents * 0.6 *
    (Math.sin(2 * Math.PI * (hz * seconds + phase)) +
      0.7 * Math.sin(2 * Math.PI * (2.37 * hz * seconds + 2 * phase)));
}

/** The lead's own map with each note moved a little, drawn per note. */
function loosened(
  map: TimeMap,
  notes: readonly SungNote[],
  looseMs: number,
  durationSeconds: number,
  [seed, voice]: readonly [number, number],
): TimeMap {
  const points = heldStart();
  notes.forEach((note, n) => {
    const draw = stream(seed, "loose", voice, n).gauss();
    // A singer who is late is heard; one who is early is a mistake.
    const late = looseMs / 1000 * (0.5 + Math.max(-MOST_LOOSE, Math.min(MOST_LOOSE, draw)));
    const source = note.startSeconds;
    const target = targetSeconds(map, source) + late;
    const last = points.at(-1)!;
    const clear = source - last.sourceSeconds >= CLOSEST_SECONDS &&
      target - last.targetSeconds >= CLOSEST_SECONDS / 2;
    if (clear && target < durationSeconds - CLOSEST_SECONDS) {
      points.push({ sourceSeconds: source, targetSeconds: target });
    }
  });
  points.push({ sourceSeconds: durationSeconds, targetSeconds: durationSeconds });
  return timeMap(points);
}
