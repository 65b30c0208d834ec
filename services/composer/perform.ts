import { instrumentName, sustains } from "./instruments.ts";
import { clamp } from "./mood.ts";
import { type Stream, stream } from "./random.ts";
import type {
  Note,
  Part,
  Performance,
  PerformedControl,
  PerformedNote,
  PerformedPart,
  Score,
} from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";
import { holdTick, PRE_ROLL_SECONDS, secondsAt } from "./timeline.ts";

const RELEASE_SECONDS = 0.9;
/** A note-off must not kill the next note-on of the same pitch. */
const SAME_PITCH_GAP_SECONDS = 0.004;
const SHORTEST_SECONDS = 0.03;

/**
 * Plays a score: swing, ritard, lag, human timing and dynamics, note lengths by mood. Every note
 * ends before the release, so that the end is a held chord let go and never a cut.
 */
export function perform(score: Score): Performance {
  return {
    durationSeconds: score.brief.duration,
    style: score.brief.style,
    preRollSeconds: PRE_ROLL_SECONDS,
    fadeSeconds: score.brief.style === "ambient" ? 4 : 0.5,
    releaseSeconds: RELEASE_SECONDS,
    parts: score.parts.map((part) => performPart(score, part)),
    tempoMap: score.tempoMap,
  };
}

function performPart(score: Score, part: Part): PerformedPart {
  const notes = performNotes(score, part);
  return {
    id: part.id,
    role: part.role,
    name: instrumentName(part.program, part.drum),
    program: part.program,
    channel: part.channel,
    drum: part.drum,
    notes,
    controls: breathes(part) ? expression(notes) : swells(score, part) ? padSwells(notes) : [],
  };
}

function performNotes(score: Score, part: Part): PerformedNote[] {
  const rules = STYLE_BOOK[score.brief.style];
  const end = score.brief.duration - RELEASE_SECONDS;
  const swing = swingOf(score);
  const at = (tick: number) => PRE_ROLL_SECONDS + secondsAt(swing(tick), score.tempoMap);
  const hands = new Map<string, Hand>();
  const performed: PerformedNote[] = [];
  let index = 0;
  while (index < part.notes.length) {
    const tick = part.notes[index]!.tick;
    const chord: Note[] = [];
    while (index < part.notes.length && part.notes[index]!.tick === tick) {
      chord.push(part.notes[index++]!);
    }
    const hand = handOf(hands, score, part, chord[0]!.cell);
    const drift = hand.next() * rules.timingMs / 1000 + lagSeconds(score, part, chord[0]!);
    const roll = rollOf(score, part, chord);
    chord.forEach((note, i) => {
      const spread = part.role === "comp" ? 0.003 * hand.rng.next() : 0;
      const onSeconds = Math.max(0, at(tick + roll(i)) + drift + spread);
      const length = soundingTicks(score, part, note);
      const offSeconds = Math.max(
        onSeconds + SHORTEST_SECONDS,
        at(note.tick + length) + Math.min(0, drift),
      );
      const velocity = note.velocity + rules.velocitySpread * hand.rng.gauss();
      performed.push({
        id: note.id,
        onSeconds,
        offSeconds: Math.min(end, offSeconds),
        pitch: note.pitch,
        velocity: Math.round(clamp(velocity, part.drum ? 12 : 18, 122)),
      });
    });
  }
  return separate(performed.sort((a, b) => a.onSeconds - b.onSeconds || a.pitch - b.pitch));
}

interface Hand {
  readonly rng: Stream;
  /** The next deviation in units of σ. */
  next(): number;
}

/** Human timing is a slow walk, not white noise (Hennig et al. 2011); it restarts per section. */
function handOf(hands: Map<string, Hand>, score: Score, part: Part, cell: string): Hand {
  const known = hands.get(cell);
  if (known) return known;
  const rng = stream(score.plan.seed, "hum", part.role, cell);
  let deviation = 0;
  const hand: Hand = {
    rng,
    next: () => deviation = 0.7 * deviation + 0.71 * clamp(rng.gauss(), -2.5, 2.5),
  };
  hands.set(cell, hand);
  return hand;
}

function lagSeconds(score: Score, part: Part, note: Note): number {
  const { lead, comp, snare } = STYLE_BOOK[score.brief.style].lagMs;
  if (part.role === "lead") return lead / 1000;
  if (part.role === "comp") return comp / 1000;
  return part.drum && (note.pitch === 38 || note.pitch === 37) ? snare / 1000 : 0;
}

/**
 * Swing bends the clock inside the beat. Jazz eighths grow more even as the tempo rises (Friberg &
 * Sundström 2002); lo-fi swings its sixteenths by 58 %.
 */
function swingOf(score: Score): (tick: number) => number {
  const { swing } = STYLE_BOOK[score.brief.style];
  if (swing === "none") return (tick) => tick;
  const unit = swing === "eighths" ? 480 : 240;
  const beat = score.plan.usPerQuarter / 1e6;
  const ratio = clamp((0.55 * (beat - 0.1)) / 0.1, 1.3, 2);
  const share = swing === "eighths" ? ratio / (1 + ratio) : 0.58;
  const end = holdTick(score.plan);
  return (tick) => {
    if (tick >= end) return tick;
    const from = Math.floor(tick / unit) * unit;
    const t = (tick - from) / unit;
    const bent = t < 0.5 ? 2 * t * share : share + (2 * t - 1) * (1 - share);
    return from + bent * unit;
  };
}

/** Ticks by which each note of a chord comes later: strummed strings, the rolled last chord. */
function rollOf(score: Score, part: Part, chord: readonly Note[]): (index: number) => number {
  if (part.role !== "comp" || chord.length < 2) return () => 0;
  const { tick } = chord[0]!;
  if (tick >= holdTick(score.plan)) {
    return STYLE_BOOK[score.brief.style].rollsLastChord ? (i) => 30 * i : () => 0;
  }
  const isGuitar = part.program >= 24 && part.program <= 28;
  const isStrummed = score.brief.style === "folk" || score.brief.style === "rock";
  if (!isGuitar || !isStrummed) return () => 0;
  const isUp = tick % 480 !== 0;
  return isUp ? (i) => 8 * (chord.length - 1 - i) : (i) => 12 * i;
}

/** Short notes shorten with arousal; notes of two beats and more, pads and drums keep their length. */
function soundingTicks(score: Score, part: Part, note: Note): number {
  if (part.drum || part.role === "pad" || note.dur >= 960) return note.dur;
  return note.dur * score.plan.articulation;
}

function separate(notes: readonly PerformedNote[]): PerformedNote[] {
  const nextOn = new Map<number, number>();
  const result: PerformedNote[] = [];
  for (let i = notes.length - 1; i >= 0; i--) {
    const note = notes[i]!;
    const next = nextOn.get(note.pitch) ?? Infinity;
    nextOn.set(note.pitch, note.onSeconds);
    const offSeconds = Math.max(
      note.onSeconds + 0.001,
      Math.min(note.offSeconds, next - SAME_PITCH_GAP_SECONDS),
    );
    if (next - note.onSeconds > 0.006) result.push({ ...note, offSeconds });
  }
  return result.reverse();
}

/** Bowed, blown and sung lines shape their held notes; a line of its own, not a pad. */
function breathes(part: Part): boolean {
  return (part.role === "lead" || part.role === "counter") && sustains(part.program);
}

/** Pads of the slow styles rise and fall with their chords. */
function swells(score: Score, part: Part): boolean {
  const { style } = score.brief;
  return part.role === "pad" && (style === "ambient" || style === "cinematic");
}

function padSwells(notes: readonly PerformedNote[]): PerformedControl[] {
  const starts = notes.map((note) => note.onSeconds)
    .filter((on, i, all) => i === 0 || on - all[i - 1]! > 0.2);
  const end = Math.max(...notes.map((note) => note.offSeconds));
  return starts.flatMap((start, i) => {
    const length = (starts[i + 1] ?? end) - start;
    if (length < 1.6) return [{ seconds: start, controller: EXPRESSION, value: 106 }];
    return PAD_SWELL.map((value, step) => ({
      seconds: start + (step * length) / PAD_SWELL.length,
      controller: EXPRESSION,
      value,
    }));
  });
}

const PAD_SWELL = [100, 103, 107, 111, 114, 115, 113, 109, 105, 102];

const EXPRESSION = 11;
const VIBRATO = 1;
const LONG_SECONDS = 0.7;

/** A swell (CC 11) and late vibrato (CC 1) on held notes, nothing on short ones. */
function expression(notes: readonly PerformedNote[]): PerformedControl[] {
  const controls: PerformedControl[] = [{ seconds: 0, controller: EXPRESSION, value: 108 }];
  let bent = false;
  for (const { onSeconds, offSeconds } of notes) {
    const length = offSeconds - onSeconds;
    const add = (share: number, controller: number, value: number) =>
      controls.push({ seconds: onSeconds + share * length, controller, value });
    if (length < LONG_SECONDS) {
      if (bent) {
        add(0, VIBRATO, 0);
        add(0, EXPRESSION, 108);
      }
      bent = false;
      continue;
    }
    bent = true;
    add(0, VIBRATO, 0);
    SWELL.forEach((value, i) => add(i / (SWELL.length - 1), EXPRESSION, value));
    const start = Math.min(0.5, 0.3 / length);
    [8, 16, 24, 30].forEach((value, i) => {
      add(start + (i * (0.9 - start)) / 4, VIBRATO, value);
    });
  }
  return controls.sort((a, b) => a.seconds - b.seconds);
}

const SWELL = [98, 103, 108, 113, 116, 117, 115, 110, 102];
