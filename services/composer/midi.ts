import { isMinor, keySignature } from "./keys.ts";
import { instrumentName } from "./instruments.ts";
import { perform } from "./perform.ts";
import type { Part, PerformedPart, Score, TempoChange } from "./score.ts";
import { TICKS_PER_QUARTER } from "./score.ts";
import { holdTick, holdTicks, PRE_ROLL_SECONDS } from "./timeline.ts";

export interface MidiOptions {
  /** As played (swing, lag, human timing) or as written on the grid; bars lie on the grid either way. */
  readonly timing?: "performed" | "written";
}

/**
 * A standard MIDI file, format 1: a conductor track (tempo map, metre, key) and one track a part
 * with its name, program, controllers, notes and lyrics. Bar 1 starts at tick 0, so a sequencer's
 * grid fits; the end-of-track event falls exactly at the piece's duration.
 */
export function toMidi(score: Score, options: MidiOptions = {}): Uint8Array<ArrayBuffer> {
  const end = endOf(score);
  const performance = perform(score);
  const tracks = [conductor(score, end)];
  score.parts.forEach((part, i) => {
    const played = performance.parts[i]!;
    tracks.push(
      options.timing === "written"
        ? writtenTrack(part, end.tick)
        : performedTrack(score, part, played, end.tick),
    );
  });
  const header = [
    ...ascii("MThd"),
    ...bytes32(6),
    ...bytes16(1),
    ...bytes16(tracks.length),
    ...bytes16(TICKS_PER_QUARTER),
  ];
  return Uint8Array.from([...header, ...tracks.flat()]);
}

interface TimedEvent {
  readonly tick: number;
  /** Order at one tick: meta and program first, note-offs before controllers before note-ons. */
  readonly order: number;
  readonly data: readonly number[];
}

/** The pre-roll of the audio, 60 ms, follows the music as 48 ticks of 1.25 ms. */
const TAIL = { ticks: 48, usPerQuarter: 600_000 };

function endOf(score: Score): { tick: number; tail: TempoChange } {
  const tick = holdTick(score.plan) + holdTicks(score.plan);
  const usPerQuarter = Math.round(
    (PRE_ROLL_SECONDS * 1e6 * TICKS_PER_QUARTER) / TAIL.ticks,
  );
  return { tick: tick + TAIL.ticks, tail: { tick, usPerQuarter } };
}

function conductor(score: Score, end: ReturnType<typeof endOf>): number[] {
  const { plan, brief } = score;
  const events: TimedEvent[] = [
    meta(0, 0x03, text(`Sonic Alchemy, ${brief.style}`)),
    meta(0, 0x58, [plan.beatsPerBar, 2, 24, 8]),
    meta(0, 0x59, [keySignature(plan.key, plan.family) & 0xff, isMinor(plan.family) ? 1 : 0]),
    ...[...score.tempoMap, end.tail].map(({ tick, usPerQuarter }) =>
      meta(tick, 0x51, bytes32(usPerQuarter).slice(1))
    ),
    ...score.sections.map((section) =>
      meta(section.bar * plan.beatsPerBar * TICKS_PER_QUARTER, 0x06, text(section.id))
    ),
  ];
  return track(events, end.tick);
}

function performedTrack(
  score: Score,
  part: Part,
  played: PerformedPart,
  endTick: number,
): number[] {
  const tickOf = (seconds: number) => ticksAt(seconds - PRE_ROLL_SECONDS, score.tempoMap);
  const starts = new Map(played.notes.map((note) => [note.id, tickOf(note.onSeconds)]));
  return track([
    ...opening(part, played.name),
    ...played.controls.map(({ seconds, controller, value }) =>
      event(tickOf(seconds), 2, [0xb0 | part.channel, controller, value])
    ),
    ...played.notes.flatMap((note) => {
      const on = tickOf(note.onSeconds);
      return noteEvents(part, note, on, Math.max(on + 1, tickOf(note.offSeconds)));
    }),
    ...lyrics(part, (note) => starts.get(note.id) ?? note.tick),
  ], endTick);
}

function writtenTrack(part: Part, endTick: number): number[] {
  return track([
    ...opening(part, instrumentName(part.program, part.drum)),
    ...part.notes.flatMap((note) => noteEvents(part, note, note.tick, note.tick + note.dur)),
    ...lyrics(part, (note) => note.tick),
  ], endTick);
}

function opening(part: Part, name: string): TimedEvent[] {
  return [
    meta(0, 0x03, text(`${part.role}: ${name}`)),
    event(0, 0, [0xc0 | part.channel, part.program]),
    event(0, 0, [0xb0 | part.channel, 7, 100]),
  ];
}

function noteEvents(
  part: Part,
  note: { readonly pitch: number; readonly velocity: number },
  on: number,
  off: number,
): TimedEvent[] {
  return [
    event(on, 3, [0x90 | part.channel, note.pitch, note.velocity]),
    event(off, 1, [0x80 | part.channel, note.pitch, 64]),
  ];
}

function lyrics(part: Part, tickOf: (note: Part["notes"][number]) => number): TimedEvent[] {
  return part.notes.flatMap((note) =>
    note.syllable === undefined ? [] : [meta(tickOf(note), 0x05, text(note.syllable))]
  );
}

/** Tick of a time in seconds from tick 0, the inverse of `secondsAt`; never negative. */
function ticksAt(seconds: number, map: readonly TempoChange[]): number {
  let rest = Math.max(0, seconds);
  for (let i = 0; i < map.length; i++) {
    const { tick, usPerQuarter } = map[i]!;
    const perTick = usPerQuarter / (TICKS_PER_QUARTER * 1e6);
    const next = map[i + 1];
    const length = next ? (next.tick - tick) * perTick : Infinity;
    if (rest < length) return Math.round(tick + rest / perTick);
    rest -= length;
  }
  return 0;
}

function event(tick: number, order: number, data: readonly number[]): TimedEvent {
  return { tick, order, data };
}

function meta(tick: number, type: number, data: readonly number[]): TimedEvent {
  return { tick, order: 0, data: [0xff, type, ...variableLength(data.length), ...data] };
}

function track(events: readonly TimedEvent[], endTick: number): number[] {
  const sorted = [...events].sort((a, b) => a.tick - b.tick || a.order - b.order);
  const body: number[] = [];
  let now = 0;
  for (const { tick, data } of sorted) {
    body.push(...variableLength(tick - now), ...data);
    now = tick;
  }
  body.push(...variableLength(Math.max(0, endTick - now)), 0xff, 0x2f, 0);
  return [...ascii("MTrk"), ...bytes32(body.length), ...body];
}

function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

function bytes32(value: number): number[] {
  return [(value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff];
}

function bytes16(value: number): number[] {
  return [(value >>> 8) & 0xff, value & 0xff];
}

function ascii(value: string): number[] {
  return [...value].map((char) => char.charCodeAt(0));
}

function text(value: string): number[] {
  return [...new TextEncoder().encode(value)];
}
