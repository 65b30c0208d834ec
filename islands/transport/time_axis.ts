/** The one time axis under canvas, ruler and lanes. Pure; seconds and fractions of the song's length. */

export interface Song {
  readonly durationSeconds: number;
  readonly tempoBpm: number | null;
  readonly beatsPerBar: number;
}

/** How long the axis is when there is no music yet. */
export const BLANK_SECONDS = 60;

export interface Placed {
  readonly start_seconds: number;
  readonly duration_seconds: number;
}

/** The end of the last track, or the blank length. */
export function songLength(tracks: readonly Placed[], blankSeconds = BLANK_SECONDS): number {
  const end = tracks.reduce(
    (latest, track) => Math.max(latest, track.start_seconds + track.duration_seconds),
    0,
  );
  return end > 0 ? end : blankSeconds;
}

export function secondsPerBar({ tempoBpm, beatsPerBar }: Song): number | null {
  return tempoBpm ? 60 / tempoBpm * beatsPerBar : null;
}

/** Bars and beats count from 1; the third number is sixteenths of a beat's quarter. */
export function barPosition(
  seconds: number,
  song: Song,
): { readonly bar: number; readonly beat: number; readonly sixteenth: number } | null {
  if (!song.tempoBpm) return null;
  const beats = Math.max(0, seconds) * song.tempoBpm / 60 + 1e-6;
  return {
    bar: Math.floor(beats / song.beatsPerBar) + 1,
    beat: Math.floor(beats % song.beatsPerBar) + 1,
    sixteenth: Math.floor(beats % 1 * 4) + 1,
  };
}

export interface Mark {
  /** 0 … 1 of the song. */
  readonly at: number;
  /** Empty for a tick without words. */
  readonly label: string;
  readonly seconds: number;
}

/**
 * Marks for the ruler: bars where the tempo is known, else seconds; as dense as `room` labels allow.
 *
 * @param room how many labels fit into the visible part.
 * @param visible the part of the song in sight, as fractions.
 */
export function rulerMarks(
  song: Song,
  room: number,
  visible: { readonly from: number; readonly to: number } = { from: 0, to: 1 },
): Mark[] {
  const bar = secondsPerBar(song);
  const unit = bar ?? 1;
  const span = (visible.to - visible.from) * song.durationSeconds;
  const step = STEPS.find((size) => span / (unit * size) <= Math.max(1, room)) ?? STEPS.at(-1)!;
  const marks: Mark[] = [];
  const first = Math.floor(visible.from * song.durationSeconds / (unit * step)) * step;
  for (let count = first;; count += step) {
    const seconds = count * unit;
    const at = seconds / song.durationSeconds;
    if (at >= visible.to - 1e-9) return marks;
    marks.push({ at, seconds, label: bar ? String(count + 1) : clock(seconds) });
  }
}

const STEPS = [1, 2, 4, 8, 16, 32, 64, 128];

/** Seconds as "0:38". */
export function clock(seconds: number): string {
  const whole = Math.floor(Math.max(0, seconds) + 1e-6);
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

/** Seconds as "0:38.700": the readout. */
export function preciseClock(seconds: number): string {
  const ms = Math.round(Math.max(0, seconds) * 1000);
  return `${clock(Math.floor(ms / 1000))}.${String(ms % 1000).padStart(3, "0")}`;
}
