import { type Biquad, type BiquadState, filter, highPass, lowPass } from "./biquad.ts";
import { allPassBlock, delayBlock, type DelayLine, delayLine } from "./delay_lines.ts";
import type { Stereo } from "./stereo.ts";

/** A room. */
export interface ReverbSettings {
  /** Seconds until the tail has fallen by 60 dB, at low and middle frequencies. */
  readonly decaySeconds: number;
  /** The same at 8 kHz: air and curtains. */
  readonly brightDecaySeconds: number;
  readonly preDelaySeconds: number;
  /** Scales the delay lines; 1 is a hall, at least 0.3. */
  readonly size: number;
}

const LINES = 8;
/**
 * The room works at half the rate: a tail holds nothing above 9 kHz anyway. Samples per block at
 * that rate, shorter than the shortest line, so that a block can be read before it is written.
 */
const BLOCK = 128;

/** Far from simple ratios, so that their echoes do not pile up. */
const LINE_SECONDS = [0.0297, 0.0371, 0.0411, 0.0437, 0.0533, 0.0617, 0.0671, 0.0731];
const DIFFUSER_SECONDS = [0.0047, 0.0036, 0.0127, 0.0093];
const DIFFUSION = 0.6;

/**
 * Adds to a sound the tail it leaves in a room, in place: a feedback delay network of eight lines
 * (Jot & Chaigne 1991) mixed by a Hadamard matrix, each line with the gain and the low-pass that
 * give every frequency its decay. It is linear and never modulated: the tails of stems add up to
 * the tail of their sum, and equal input gives equal output.
 *
 * @param gain of the tail; at 1 it is about as loud as the sound, for a steady noise.
 */
export function addReverb(
  sound: Stereo,
  sampleRate: number,
  settings: ReverbSettings,
  gain: number,
): void {
  const halfRate = sampleRate / 2;
  const lines = LINE_SECONDS.map((seconds) =>
    networkLine(Math.round(seconds * settings.size * halfRate), halfRate, settings)
  );
  // Different diffusers left and right: the two sides of the tail are unlike each other.
  const sides = [1, 1.13].map((stretch) => makeSide(stretch, sampleRate, settings));
  const level = gain * outputLevel(lines);
  const taps = lines.map(() => new Float32Array(BLOCK));
  for (let start = 0; start < sound.left.length; start += 2 * BLOCK) {
    const left = sound.left.subarray(start, start + 2 * BLOCK);
    const right = sound.right.subarray(start, start + 2 * BLOCK);
    send(sides[0]!, left);
    send(sides[1]!, right);
    lines.forEach((line, l) => readLine(line, taps[l]!));
    hadamard(taps);
    // Rows 1 and 2 of the matrix: two unlike sums of all lines.
    addDoubled(left, taps[1]!, level, sides[0]!);
    addDoubled(right, taps[2]!, level, sides[1]!);
    lines.forEach((line, l) => writeLine(line, taps[l]!, sides[l % 2]!.block));
  }
}

interface Side {
  readonly full: Float32Array;
  /** What goes into the room, at half the rate. */
  readonly block: Float32Array;
  readonly lowPass: Biquad;
  readonly lowPassState: BiquadState;
  readonly highPass: Biquad;
  readonly highPassState: BiquadState;
  readonly diffusers: readonly DelayLine[];
  readonly preDelay: DelayLine;
  /** The tail's last sample, from which the next is reached in a straight line. */
  last: number;
}

function makeSide(stretch: number, sampleRate: number, settings: ReverbSettings): Side {
  const halfRate = sampleRate / 2;
  return {
    full: new Float32Array(2 * BLOCK),
    block: new Float32Array(BLOCK),
    lowPass: lowPass(8_000, sampleRate),
    lowPassState: { s1: 0, s2: 0 },
    highPass: highPass(180, halfRate),
    highPassState: { s1: 0, s2: 0 },
    diffusers: DIFFUSER_SECONDS.map((s) => delayLine(Math.round(s * stretch * halfRate))),
    preDelay: delayLine(Math.max(1, Math.round(settings.preDelaySeconds * halfRate))),
    last: 0,
  };
}

/** Brings a block of sound to half the rate, cleans it, and smears it. */
function send(side: Side, sound: Float32Array): void {
  const { full, block } = side;
  if (sound.length < full.length) full.fill(0);
  full.set(sound);
  filter(full, side.lowPass, side.lowPassState);
  for (let i = 0; i < BLOCK; i++) block[i] = (full[2 * i]! + full[2 * i + 1]!) / 2;
  filter(block, side.highPass, side.highPassState);
  for (const diffuser of side.diffusers) allPassBlock(diffuser, block, DIFFUSION);
  delayBlock(side.preDelay, block);
}

/** Adds a block of the tail to the sound at its full rate. */
function addDoubled(sound: Float32Array, tail: Float32Array, gain: number, side: Side): void {
  let { last } = side;
  for (let i = 0; i < sound.length; i += 2) {
    const next = tail[i >> 1]! * gain;
    sound[i] = sound[i]! + (last + next) / 2;
    if (i + 1 < sound.length) sound[i + 1] = sound[i + 1]! + next;
    last = next;
  }
  side.last = last;
}

interface NetworkLine extends DelayLine {
  readonly gain: number;
  /** Pole of the low-pass in the loop. */
  readonly damping: number;
  state: number;
}

function networkLine(delay: number, sampleRate: number, settings: ReverbSettings): NetworkLine {
  const loss = (seconds: number) => 10 ** (-3 * delay / (seconds * sampleRate));
  const gain = loss(settings.decaySeconds);
  const damping = onePole(loss(settings.brightDecaySeconds) / gain, 8_000, sampleRate);
  return { ...delayLine(delay), gain, damping, state: 0 };
}

/** The pole whose low-pass `y += (1 − p)(x − y)` has magnitude `wanted` at `hz`. */
function onePole(wanted: number, hz: number, sampleRate: number): number {
  const cos = Math.cos(2 * Math.PI * hz / sampleRate);
  const m2 = Math.min(0.999, wanted) ** 2;
  const half = (1 - m2 * cos) / (1 - m2);
  return half - Math.sqrt(half * half - 1);
}

/** Makes a steady noise as loud in the tail as it was in the send. */
function outputLevel(lines: readonly NetworkLine[]): number {
  const kept = lines.reduce((sum, line) => sum + line.gain ** 2, 0) / LINES;
  return Math.sqrt((1 - kept) / kept);
}

function readLine(line: NetworkLine, out: Float32Array): void {
  const { memory, damping } = line;
  const input = line.gain * (1 - damping);
  let { position, state } = line;
  for (let i = 0; i < BLOCK; i++) {
    state = memory[position]! * input + state * damping + 1e-20;
    out[i] = state;
    if (++position === memory.length) position = 0;
  }
  line.state = state;
}

function writeLine(line: NetworkLine, feedback: Float32Array, send: Float32Array): void {
  const { memory } = line;
  let { position } = line;
  for (let i = 0; i < BLOCK; i++) {
    memory[position] = feedback[i]! + send[i]!;
    if (++position === memory.length) position = 0;
  }
  line.position = position;
}

/** Mixes the eight lines by the orthogonal 8 × 8 Hadamard matrix, in place (three butterflies). */
function hadamard(taps: readonly Float32Array[]): void {
  for (let span = 1; span < LINES; span *= 2) {
    for (let l = 0; l < LINES; l++) {
      if ((l & span) === 0) butterfly(taps[l]!, taps[l + span]!);
    }
  }
}

function butterfly(a: Float32Array, b: Float32Array): void {
  for (let i = 0; i < BLOCK; i++) {
    const x = a[i]!;
    const y = b[i]!;
    a[i] = (x + y) * Math.SQRT1_2;
    b[i] = (x - y) * Math.SQRT1_2;
  }
}
