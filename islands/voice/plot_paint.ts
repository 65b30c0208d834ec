import { type PitchRow, type PlotFrame, type Run, xOf, yOf } from "./plot.ts";
import type { PitchNote } from "./pitch.ts";

/** Everything on the plot of one moment, already in pixels where it can be. */
export interface PlotPicture {
  readonly frame: PlotFrame;
  readonly rows: readonly PitchRow[];
  readonly barLines: readonly number[];
  readonly notes: readonly PitchNote[];
  readonly startSeconds: number;
  readonly focus: number | null;
  readonly before: readonly Run[];
  readonly after: readonly Run[];
  /** Which of the two is heard: the other steps back. */
  readonly front: "before" | "after";
}

export interface PlotInks {
  readonly rule: string;
  readonly ink2: string;
  readonly ink3: string;
  readonly paint: string;
  readonly mark: string;
  readonly sheet: string;
  readonly value: string;
}

/** The inks of the theme, as the page has them now. */
export function inksOf(element: HTMLElement): PlotInks {
  const style = getComputedStyle(element);
  const ink = (name: string) => { // only a used colour is a colour: the property holds `light-dark(…)`
    element.style.color = `var(${name})`;
    return style.color;
  };
  const inks = {
    rule: ink("--rule"),
    ink2: ink("--ink-2"),
    ink3: ink("--ink-3"),
    paint: ink("--p"),
    mark: ink("--mark"),
    sheet: ink("--sheet"),
    value: style.getPropertyValue("--f-value"),
  };
  element.style.color = "";
  return inks;
}

/** Half a note's block, in semitones. */
const HALF_BLOCK = .22;
/** Pixels that a row needs to have its name. */
const NAME_HEIGHT = 15;
/** Narrower plots name the tonic alone. */
const NAMES_WIDTH = 420;

export function paintPlot(
  canvas: HTMLCanvasElement,
  picture: PlotPicture,
  inks: PlotInks,
  pixelRatio: number,
): void {
  const { frame } = picture;
  const context = canvas.getContext("2d")!;
  canvas.width = Math.round(frame.width * pixelRatio);
  canvas.height = Math.round(frame.height * pixelRatio);
  context.scale(pixelRatio, pixelRatio);
  context.lineCap = "round";
  context.lineJoin = "round";
  paintRows(context, picture, inks);
  paintNotes(context, picture, inks);
  paintRuns(context, picture, inks);
  paintNames(context, picture, inks);
}

function paintRows(context: CanvasRenderingContext2D, picture: PlotPicture, inks: PlotInks): void {
  const { frame, rows, barLines } = picture;
  const rowHeight = frame.height / (frame.highMidi - frame.lowMidi);
  context.fillStyle = inks.rule;
  for (const { midi, inScale } of rows) {
    if (inScale) continue;
    context.globalAlpha = .16;
    context.fillRect(0, yOf(midi + .5, frame), frame.width, rowHeight);
  }
  context.strokeStyle = inks.rule;
  for (const { midi, inScale, tonic } of rows) {
    if (!inScale) continue;
    context.globalAlpha = tonic ? 1 : .75;
    context.lineWidth = tonic ? 1.6 : 1;
    line(context, 0, yOf(midi, frame), frame.width, yOf(midi, frame));
  }
  context.globalAlpha = .8;
  context.lineWidth = 1;
  for (const x of barLines) line(context, x, 0, x, frame.height);
  context.globalAlpha = 1;
}

function paintNotes(context: CanvasRenderingContext2D, picture: PlotPicture, inks: PlotInks): void {
  const { frame, notes, startSeconds, focus } = picture;
  notes.forEach((note, i) => {
    const x = xOf(startSeconds + note.startSeconds, frame);
    const width = Math.max(3, xOf(startSeconds + note.endSeconds, frame) - x - 1);
    if (x + width < 0 || x > frame.width) return;
    const middle = note.targetMidi ?? Math.round(note.midi);
    const y = yOf(middle + HALF_BLOCK, frame);
    const height = Math.max(9, yOf(middle - HALF_BLOCK, frame) - y);
    context.beginPath();
    context.roundRect(x, y - Math.max(0, 9 - height) / 2, width, height, 3);
    context.globalAlpha = .07 + .13 * note.confidence;
    context.fillStyle = inks.paint;
    context.fill();
    context.globalAlpha = focus === i ? 1 : .2 + .3 * note.confidence;
    context.lineWidth = focus === i ? 2 : 1;
    context.strokeStyle = focus === i ? inks.mark : inks.paint;
    if (note.confidence < .5) context.setLineDash([3, 3]); // not sure that it is one note
    context.stroke();
    context.setLineDash([]);
  });
  context.globalAlpha = 1;
}

function paintRuns(context: CanvasRenderingContext2D, picture: PlotPicture, inks: PlotInks): void {
  const { before, after, front, frame } = picture;
  const thick = thickness(frame);
  const asSung = () => {
    context.strokeStyle = front === "before" ? inks.ink2 : inks.ink3;
    context.lineWidth = front === "before" ? 2 : 1.5;
    context.setLineDash([1, 4]);
    before.forEach((run) => trace(context, run));
    context.setLineDash([]);
  };
  const made = () => {
    context.strokeStyle = inks.paint;
    context.globalAlpha = front === "after" ? 1 : .35;
    context.lineWidth = front === "after" ? thick : thick * .7;
    after.forEach((run) => trace(context, run));
    context.globalAlpha = 1;
  };
  if (after.length > 0) {
    if (front === "after") [asSung, made].forEach((paint) => paint());
    else [made, asSung].forEach((paint) => paint());
    return;
  }
  context.strokeStyle = inks.paint; // nothing made yet: what was sung is what there is
  context.lineWidth = thick * .85;
  before.forEach((run) => trace(context, run));
}

/** From afar the line is thinner, so that a vibrato stays one. */
function thickness({ width, fromSeconds, toSeconds }: PlotFrame): number {
  const pixelsPerSecond = width / (toSeconds - fromSeconds);
  return Math.min(3.5, Math.max(1.6, .45 * Math.sqrt(pixelsPerSecond)));
}

function paintNames(context: CanvasRenderingContext2D, picture: PlotPicture, inks: PlotInks): void {
  const { frame, rows } = picture;
  const rowHeight = frame.height / (frame.highMidi - frame.lowMidi);
  const tonicOnly = frame.width < NAMES_WIDTH || rowHeight < NAME_HEIGHT;
  context.font = `500 11px ${inks.value}`;
  context.textBaseline = "alphabetic";
  for (const { midi, name, inScale, tonic } of rows) {
    if (!inScale || tonicOnly && !tonic) continue;
    const y = yOf(midi, frame) - 5;
    if (y < 10) continue;
    const { width } = context.measureText(name);
    context.globalAlpha = .8;
    context.fillStyle = inks.sheet;
    context.fillRect(6, y - 9, width + 4, 12);
    context.globalAlpha = 1;
    context.fillStyle = tonic ? inks.ink2 : inks.ink3;
    context.fillText(name, 8, y);
  }
}

function trace(context: CanvasRenderingContext2D, run: Run): void {
  context.beginPath();
  context.moveTo(run[0]!, run[1]!);
  for (let i = 2; i < run.length; i += 2) context.lineTo(run[i]!, run[i + 1]!);
  context.stroke();
}

function line(context: CanvasRenderingContext2D, x: number, y: number, toX: number, toY: number) {
  context.beginPath();
  context.moveTo(Math.round(x) + .5, Math.round(y) + .5);
  context.lineTo(Math.round(toX) + .5, Math.round(toY) + .5);
  context.stroke();
}
