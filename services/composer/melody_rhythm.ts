import { type Draft, firstOf, stepsPerBar, takeOf } from "./draft.ts";
import { type Stream, stream } from "./random.ts";
import { cadenceCells, type RhythmCell, rhythmCells } from "./rhythm_cells.ts";
import { type Section, type SectionLetter, TICKS_PER_STEP } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";

/** One note of a rhythm, in ticks from the start of its section. */
export interface Onset {
  readonly tick: number;
  readonly dur: number;
  /** Bar of the section it belongs to: a pushed note counts with the bar it anticipates. */
  readonly bar: number;
  readonly pushed: boolean;
}

/** Bars of a section that repeat an earlier bar's rhythm, for the melody to follow. */
export interface SectionRhythm {
  readonly onsets: readonly Onset[];
  /** Sentence: the second half breaks the first bar's head into pieces. */
  readonly sentence: boolean;
}

/**
 * The lead's rhythm: two one-bar cells and a cadence cell per letter, so that every return of a
 * letter is recognised. Four bars are X Y X' Z, eight a period or a sentence (Caplin 1998).
 */
export function melodyRhythm(draft: Draft, section: Section): SectionRhythm {
  const cells = letterCells(draft, section.letter);
  const sentence = section.bars >= 8 && cells.sentence;
  const bars = sentence ? sentenceBars(cells, section.bars) : periodBars(cells, section.bars);
  const pushes = stream(
    draft.brief.seed,
    "push",
    section.letter,
    letterTake(draft, section.letter),
  );
  const flat = bars.flat();
  return { onsets: push(placeOnsets(flat, stepsPerBar(draft.plan)), draft, pushes), sentence };
}

interface LetterCells {
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xVaried: readonly number[];
  readonly halfClose: readonly number[];
  readonly close: readonly number[];
  readonly head: readonly number[];
  readonly sentence: boolean;
}

function letterTake(draft: Draft, letter: SectionLetter): number {
  const first = firstOf(draft, letter);
  return first ? takeOf(draft, "lead", first) : 0;
}

function letterCells(draft: Draft, letter: SectionLetter): LetterCells {
  const { brief, plan } = draft;
  const rng = stream(brief.seed, "mel", "rhythm", letter, letterTake(draft, letter));
  const level = plan.rhythmLevel + letterLevel(letter, rng);
  const x = drawBar(draft, level, rng);
  const y = drawBar(draft, level + rng.pick([-0.8, 0, 0.6]), rng, x);
  const xVaried = rng.chance(0.35) ? vary(x, rng) : x;
  const halfClose = drawCadence(draft, rng);
  const close = drawCadence(draft, rng);
  const head = headTwice(x, stepsPerBar(plan));
  const sentence = rng.chance(0.4);
  if (letter === "B" && rng.chance(0.45)) {
    const [first, second] = augment(letterCells(draft, "A").x, stepsPerBar(plan));
    return { x: first, y: second, xVaried: first, halfClose, close, head, sentence: false };
  }
  return { x, y, xVaried, halfClose, close, head, sentence };
}

function letterLevel(letter: SectionLetter, rng: Stream): number {
  const draw = rng.next();
  if (letter === "B") return draw < 0.6 ? -0.9 : 0.7;
  return letter === "C" ? -0.6 : 0;
}

function drawBar(
  draft: Draft,
  level: number,
  rng: Stream,
  unlike?: readonly number[],
): readonly number[] {
  const style = STYLE_BOOK[draft.brief.style];
  const barSeconds = (draft.plan.beatsPerBar * draft.plan.usPerQuarter) / 1e6;
  if (barSeconds > 2.3 && style.syncopation > 0 && rng.chance(0.45)) {
    const half = () => drawCell(draft, level - 1.5, rng, (c) => c.steps.every((s) => s % 2 === 0));
    return [...half().steps, ...half().steps].map((steps) => steps / 2);
  }
  const other = unlike?.join(" ");
  return drawCell(draft, level, rng, (cell) => cell.steps.join(" ") !== other).steps;
}

function drawCell(
  draft: Draft,
  level: number,
  rng: Stream,
  allowed: (cell: RhythmCell) => boolean,
): RhythmCell {
  const rounded = Math.floor(level + rng.next());
  const cells = rhythmCells(draft.plan.beatsPerBar, rounded).filter(allowed);
  const letter = STYLE_BOOK[draft.brief.style].letter;
  return rng.weighted(cells, (cell) => cell.styles.includes(letter) ? 4 : 0.35);
}

function drawCadence(draft: Draft, rng: Stream): readonly number[] {
  return rng.weighted(cadenceCells(draft.plan.beatsPerBar), (cell) => cell.weight).steps;
}

/** Splits the longest note or joins two equal neighbours: recognisably the same bar. */
function vary(cell: readonly number[], rng: Stream): readonly number[] {
  const twin = cell.findIndex((steps, i) => i > 0 && steps === cell[i - 1] && steps > 0);
  if (twin > 0 && rng.chance(0.5)) {
    return [...cell.slice(0, twin - 1), cell[twin]! * 2, ...cell.slice(twin + 1)];
  }
  const longest = cell.indexOf(Math.max(...cell));
  const steps = cell[longest]!;
  if (steps < 4 || steps % 4 !== 0) return cell;
  return [...cell.slice(0, longest), steps / 2, steps / 2, ...cell.slice(longest + 1)];
}

/** The first half of a bar twice: the fragmentation of a sentence. */
function headTwice(cell: readonly number[], barSteps: number): readonly number[] {
  const half = barSteps / 2;
  const head: number[] = [];
  let filled = 0;
  for (const steps of cell) {
    const room = half - filled;
    if (room <= 0) break;
    head.push(Math.sign(steps) * Math.min(Math.abs(steps), room));
    filled += Math.abs(steps);
  }
  return [...head, ...head];
}

/** A bar at double length, over two. */
function augment(
  cell: readonly number[],
  barSteps: number,
): [readonly number[], readonly number[]] {
  const bars: [number[], number[]] = [[], []];
  let filled = 0;
  for (const steps of cell.map((s) => s * 2)) {
    const bar = filled < barSteps ? 0 : 1;
    const room = barSteps * (bar + 1) - filled;
    const first = Math.min(Math.abs(steps), room);
    bars[bar].push(Math.sign(steps) * first);
    // A note across the bar line is cut there and the rest left silent, so that bars stay whole.
    const rest = Math.abs(steps) - first;
    if (rest > 0) bars[1].push(-rest);
    filled += Math.abs(steps);
  }
  return bars;
}

function periodBars(cells: LetterCells, bars: number): (readonly number[])[] {
  if (bars === 1) return [cells.close];
  if (bars === 2) return [cells.x, cells.close];
  const result: (readonly number[])[] = [];
  for (let first = 0; first < bars; first += 4) {
    const isLast = first + 4 >= bars;
    result.push(cells.x, cells.y, cells.xVaried, isLast ? cells.close : cells.halfClose);
  }
  return result;
}

/** Presentation X Y X Y, continuation by fragments of X, cadence. */
function sentenceBars(cells: LetterCells, bars: number): (readonly number[])[] {
  const result: (readonly number[])[] = [];
  for (let first = 0; first < bars; first += 8) {
    result.push(cells.x, cells.y, cells.xVaried, cells.y);
    result.push(cells.head, cells.head, cells.y, cells.close);
  }
  return result;
}

function placeOnsets(steps: readonly number[], barSteps: number): Onset[] {
  const onsets: Onset[] = [];
  let at = 0;
  for (const length of steps) {
    if (length > 0) {
      onsets.push({
        tick: at * TICKS_PER_STEP,
        dur: length * TICKS_PER_STEP,
        bar: Math.floor(at / barSteps),
        pushed: false,
      });
    }
    at += Math.abs(length);
  }
  return onsets;
}

/** Downbeats after a long note or a rest come an eighth early, as the style syncopates. */
function push(onsets: readonly Onset[], draft: Draft, rng: Stream): Onset[] {
  const barTicks = stepsPerBar(draft.plan) * TICKS_PER_STEP;
  const eighth = 2 * TICKS_PER_STEP;
  const probability = 0.45 * STYLE_BOOK[draft.brief.style].syncopation;
  const result = [...onsets];
  for (let i = 1; i < result.length; i++) {
    const note = result[i]!;
    const before = result[i - 1]!;
    const room = note.tick - before.tick;
    if (note.tick % barTicks !== 0 || room < 2 * eighth || !rng.chance(probability)) continue;
    result[i] = { ...note, tick: note.tick - eighth, dur: note.dur + eighth, pushed: true };
    result[i - 1] = { ...before, dur: Math.min(before.dur, room - eighth) };
  }
  return result;
}
