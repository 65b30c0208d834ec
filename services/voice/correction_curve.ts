import { type Contour, midiOf } from "./contour.ts";
import { pitchLine } from "./pitch_line.ts";
import type { SungNote } from "./sung_note.ts";

export interface CorrectionSettings {
  /** 0 leaves everything as it is, 1 puts every note on its target. */
  readonly strength: number;
  /** How long a correction takes to change; 0 is the hard effect, from 40 on glides stay as they are. */
  readonly retuneMs: number;
  /** 1 keeps a vibrato as it was sung, 0 flattens it. */
  readonly keepVibrato: number;
}

/**
 * By how many semitones each frame is to move. Within a note its slow line goes to the target and takes
 * vibrato and glides along, as far as they are kept; between notes the correction glides; where there is
 * no voice it stays what it is beside it. What has a pitch but is no note stays as it is.
 *
 * @param targets one MIDI note for each of the notes.
 */
export function correctionCurve(
  contour: Contour,
  notes: readonly SungNote[],
  targets: readonly number[],
  settings: CorrectionSettings,
): Float32Array<ArrayBuffer> {
  const midi = contour.f0Hz.map((hz) => hz > 0 ? midiOf(hz) : NaN);
  const curve = new Float32Array(midi.length).fill(NaN);
  notes.forEach((note, index) => {
    const [from, to] = framesOf(note, contour);
    const sung = midi.subarray(from, to);
    curve.set(correctionOf(sung, note.midi, targets[index]!, contour.hopSeconds, settings), from);
  });
  leaveStrangers(curve, midi, notes, contour);
  holdThroughGaps(curve);
  ease(curve, midi, Math.round(settings.retuneMs / 1000 / contour.hopSeconds));
  return curve;
}

/** The frames of a note, the last one not included. */
export function framesOf(
  { startSeconds, endSeconds }: { readonly startSeconds: number; readonly endSeconds: number },
  { hopSeconds, f0Hz }: Contour,
): readonly [number, number] {
  const clamp = (frame: number) => Math.min(f0Hz.length, Math.max(0, frame));
  return [clamp(Math.round(startSeconds / hopSeconds)), clamp(Math.round(endSeconds / hopSeconds))];
}

/** Left and right of a note, where its pitch comes and goes. */
const GLIDE_SECONDS = 0.08;
const NATURAL_RETUNE_MS = 40;
/** A note that is off by less is in tune; what is moved then is mostly the error of hearing it. */
const IN_TUNE_SEMITONES = 0.05;
/** Further than this from its note a frame is a slip of the tracker. */
const SLIP_SEMITONES = 3;

function correctionOf(
  sung: Float32Array,
  noteMidi: number,
  target: number,
  hopSeconds: number,
  { strength, retuneMs, keepVibrato }: CorrectionSettings,
): Float32Array {
  const heard = sung.map((pitch) => Math.abs(pitch - noteMidi) < SLIP_SEMITONES ? pitch : NaN);
  const glide = Math.min(Math.round(GLIDE_SECONDS / hopSeconds), heard.length >> 2);
  const last = heard.length - glide - 1;
  const line = centredOn(noteMidi, pitchLine(heard.subarray(glide, last + 1), hopSeconds));
  const natural = Math.min(1, retuneMs / NATURAL_RETUNE_MS);
  const stray = target - noteMidi;
  const leave = natural * stray / (1 + (stray / IN_TUNE_SEMITONES) ** 2);
  return heard.map((pitch, i) => {
    const onLine = line[Math.min(last, Math.max(glide, i)) - glide]!;
    const centre = Number.isNaN(onLine) ? noteMidi : onLine;
    const kept = i >= glide && i <= last ? keepVibrato : natural;
    const swing = Number.isNaN(pitch) ? 0 : pitch - centre;
    return strength * (target - centre - leave - (1 - kept) * swing);
  });
}

/** The note's pitch was fitted together with its vibrato: its mean is surer than the line's own. */
function centredOn(noteMidi: number, line: Float64Array): Float64Array {
  const heard = line.filter((pitch) => !Number.isNaN(pitch));
  const mean = heard.reduce((sum, pitch) => sum + pitch, 0) / heard.length;
  return line.map((pitch) => pitch - mean + noteMidi);
}

/** How far beyond its notes a voice is taken along: its attack and its release. */
const REACH_SECONDS = 0.1;

/** What has a pitch and is near no note, in time or in pitch, is not moved: speech, a hum. */
function leaveStrangers(
  curve: Float32Array,
  midi: Float32Array,
  notes: readonly SungNote[],
  { hopSeconds }: Contour,
): void {
  let next = 0;
  for (let i = 0; i < curve.length; i++) {
    if (!Number.isNaN(curve[i]!) || Number.isNaN(midi[i]!)) continue;
    const seconds = i * hopSeconds;
    while (next < notes.length && notes[next]!.startSeconds <= seconds) next++;
    const belongs = [notes[next - 1], notes[next]].some((note) =>
      note !== undefined && Math.abs(midi[i]! - note.midi) < SLIP_SEMITONES &&
      seconds > note.startSeconds - REACH_SECONDS && seconds < note.endSeconds + REACH_SECONDS
    );
    if (!belongs) curve[i] = 0;
  }
}

/** Frames without a correction take that of the nearest frame that has one; without any, none is made. */
function holdThroughGaps(curve: Float32Array): void {
  let before = -1;
  for (let i = 0; i <= curve.length; i++) {
    if (i < curve.length && Number.isNaN(curve[i]!)) continue;
    for (let k = before + 1; k < i; k++) {
      const left = before >= 0 ? k - before : Infinity;
      const right = i < curve.length ? i - k : Infinity;
      curve[k] = left === right ? 0 : left <= right ? curve[before]! : curve[i]!;
    }
    before = i;
  }
}

/** Rounds off what is quicker than the retune speed, each voiced stretch for itself. */
function ease(curve: Float32Array, midi: Float32Array, frames: number): void {
  if (frames < 1) return;
  const raw = curve.slice();
  for (let i = 0; i < raw.length; i++) {
    let [sum, weights] = [raw[i]!, 1];
    for (const direction of [-1, 1]) {
      for (let k = 1; k <= frames; k++) {
        const at = i + direction * k;
        if (at < 0 || at >= raw.length || Number.isNaN(midi[at]!) !== Number.isNaN(midi[i]!)) break;
        const weight = 0.5 + 0.5 * Math.cos(Math.PI * k / (frames + 1));
        sum += weight * raw[at]!;
        weights += weight;
      }
    }
    curve[i] = sum / weights;
  }
}
