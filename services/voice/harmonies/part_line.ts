import { stream } from "../../composer/random.ts";
import type { Expression } from "../shaping/expression.ts";
import { readAt } from "../shaping/expression.ts";
import { heldStart } from "../shaping/lay_back.ts";
import { smooth } from "../shaping/pitch_touch.ts";
import { type TimeMap, timeMap } from "../time_map.ts";
import type { LeadStep } from "./lead_line.ts";

/** One part as it is to be sung. */
export interface PartLine {
  /** The factor on the lead's pitch at a moment of the lead. */
  readonly ratioAt: (seconds: number) => number;
  readonly timeMap: TimeMap;
  /** The pitch that is meant at a frame of the lead's contour, fractional MIDI; NaN without a voice. */
  readonly targetMidi: Float32Array<ArrayBuffer>;
}

/** How much of the lead's life a part keeps: who sings harmony sings straighter. */
const KEEP_VIBRATO = 0.6;
const MOST_VIBRATO = 0.3;
const KEEP_DRIFT = 0.25;
const MOST_DRIFT = 0.6;

const GLIDE_SECONDS = 0.07;
const DETUNE_CENTS = 3;
const LOOSE_MS = 7;
const CLOSEST_SECONDS = 0.06;
const BESIDE_SECONDS = 0.08;
/** Semitones: further from its note a frame is a slip of the voice or of the tracker. */
const FARTHEST = 7;

/**
 * Plans one part: each step's pitch, reached by a short glide, a few cents and milliseconds off as
 * a person is, with a share of the lead's vibrato and drift.
 *
 * @param pitches per step, MIDI.
 * @param tuning the lead's distance from A = 440 Hz, semitones.
 */
export function partLine(
  expression: Expression,
  steps: readonly LeadStep[],
  pitches: readonly number[],
  tuning: number,
  durationSeconds: number,
  seed: number,
  part: number,
): PartLine {
  const { hopSeconds, midi } = expression;
  const detune = steps.map((_, s) =>
    DETUNE_CENTS / 100 * Math.max(-2, Math.min(2, stream(seed, "detune", part, s).gauss()))
  );
  const height = (s: number) => pitches[s]! + tuning + detune[s]!;
  const shift = new Float32Array(midi.length);
  const targetMidi = new Float32Array(midi.length).fill(NaN);
  for (let i = 0, s = 0; i < midi.length; i++) {
    const at = i * hopSeconds;
    while (s + 1 < steps.length && at >= boundary(steps, s)) s++;
    if (Number.isNaN(midi[i]!)) {
      shift[i] = i > 0 ? shift[i - 1]! : height(s) - steps[s]!.pitch - tuning;
      continue;
    }
    targetMidi[i] = pitches[s]! + tuning;
    if (!belongs(steps[s]!, at, midi[i]! - tuning)) {
      // What is no note (creak, a cry, hum) goes beside the lead.
      targetMidi[i] = NaN;
      shift[i] = pitches[s]! - steps[s]!.pitch;
      continue;
    }
    const glided = glide(steps, s, at, height);
    const expressed = limit(KEEP_VIBRATO * expression.vibrato[i]!, MOST_VIBRATO) +
      KEEP_DRIFT * limit(expression.drift[i]!, MOST_DRIFT);
    shift[i] = glided + expressed - midi[i]!;
  }
  return {
    ratioAt: (seconds) => 2 ** (readAt(shift, hopSeconds, seconds) / 12),
    timeMap: loose(steps, durationSeconds, seed, part),
    targetMidi,
  };
}

/** Whether a frame is part of what is sung on a step. */
function belongs(step: LeadStep, at: number, midi: number): boolean {
  return at > step.startSeconds - BESIDE_SECONDS && at < step.endSeconds + BESIDE_SECONDS &&
    Math.abs(midi - step.pitch) < FARTHEST;
}

/** Where one step gives way to the next. */
function boundary(steps: readonly LeadStep[], s: number): number {
  return (steps[s]!.endSeconds + steps[s + 1]!.startSeconds) / 2;
}

/** The height at a moment, half of the way between two steps that touch at their boundary. */
function glide(
  steps: readonly LeadStep[],
  s: number,
  at: number,
  height: (s: number) => number,
): number {
  const own = height(s);
  const half = GLIDE_SECONDS / 2;
  const begun = s > 0 ? at - boundary(steps, s - 1) : Infinity;
  if (begun < half && touches(steps, s - 1)) {
    return height(s - 1) + (own - height(s - 1)) * smooth((begun + half) / GLIDE_SECONDS);
  }
  const left = s + 1 < steps.length ? boundary(steps, s) - at : Infinity;
  if (left < half && touches(steps, s)) {
    return own + (height(s + 1) - own) * smooth((half - left) / GLIDE_SECONDS);
  }
  return own;
}

function touches(steps: readonly LeadStep[], s: number): boolean {
  return steps[s + 1]!.startSeconds - steps[s]!.endSeconds < 0.03;
}

/** Every phrase and note a few milliseconds off the lead's. */
function loose(
  steps: readonly LeadStep[],
  durationSeconds: number,
  seed: number,
  part: number,
): TimeMap {
  const points = heldStart();
  steps.forEach(({ startSeconds }, s) => {
    const off = Math.max(-2, Math.min(2, stream(seed, "loose", part, s).gauss())) * LOOSE_MS / 1000;
    const target = startSeconds + off + LOOSE_MS / 1000;
    const last = points.at(-1)!;
    const clear = startSeconds - last.sourceSeconds >= CLOSEST_SECONDS &&
      target - last.targetSeconds >= CLOSEST_SECONDS / 2;
    if (clear && target < durationSeconds - CLOSEST_SECONDS) {
      points.push({ sourceSeconds: startSeconds, targetSeconds: target });
    }
  });
  points.push({ sourceSeconds: durationSeconds, targetSeconds: durationSeconds });
  return timeMap(points);
}

function limit(value: number, most: number): number {
  return Math.max(-most, Math.min(most, value));
}
