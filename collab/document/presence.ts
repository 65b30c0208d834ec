import { isRecord } from "./plain.ts";

/**
 * What one open tab tells the others: ephemeral, outside the log, at most 2 KB and 30 times a second.
 * `user` is stamped by the server; whatever a client puts there is replaced.
 */
export interface Presence {
  readonly user: PresenceUser;
  /** In canvas units. */
  readonly cursor: { readonly canvas: string; readonly x: number; readonly y: number } | null;
  /** Where they point on the pitch of a take: the voice page has an axis of its own. */
  readonly plot: PlotPoint | null;
  /** The id of the take whose pitch they look at, while they are on the voice page. */
  readonly take: string | null;
  readonly tool: string | null;
  readonly doing: Doing | null;
  /** A stroke being drawn: the tail of its points, to be drawn under the id that will be committed. */
  readonly live: LiveStroke | null;
  readonly play: Playing | null;
  /** Where they write in the lyrics. */
  readonly caret: Caret | null;
  /** What part of which sheet they look at, so that others can look over their shoulder. */
  readonly look: Looking | null;
  readonly attention: Attention;
}

export interface PresenceUser {
  readonly id: string;
  readonly name: string;
  /** 0 … 7: one of the eight pigments. */
  readonly color: number;
}

/** A place on the plot of a take, whichever of its versions is looked at. */
export interface PlotPoint {
  /** The take's id. */
  readonly recording: string;
  /** Of the song. */
  readonly seconds: number;
  /** 0 … 127, with fractions. */
  readonly midi: number;
}

export type Doing = "recording" | "drawing" | "typing" | "listening";

export interface LiveStroke {
  readonly id: string;
  readonly canvas: string;
  readonly color: string;
  readonly width: number;
  readonly tool: "pen" | "eraser";
  /** Index of the first point in `points` within the whole stroke; receivers append by it. */
  readonly from: number;
  /** x, y, pressure, x, y, pressure, …: at most 32 points. */
  readonly points: readonly number[];
}

/** Where this person's transport stands, so that others can follow it. */
export interface Playing {
  readonly playing: boolean;
  readonly at_seconds: number;
}

/** Yjs relative positions in the lyrics (`encodeRelativePosition`), base64. */
export interface Caret {
  readonly anchor: string;
  readonly head: string;
}

/** A window on a sheet: its left and top as fractions of the sheet, and how often the whole is enlarged. */
export interface Looking {
  readonly canvas: string;
  readonly zoom: number;
  readonly x: number;
  readonly y: number;
}

/** Whether the hands are on it, have rested for a while, or are gone. */
export type Attention = "here" | "idle" | "away";

export const MAX_PRESENCE_BYTES = 2048;
export const MAX_LIVE_POINTS = 32;

/** One awareness state as another client sent it. Never throws; null when it is not a presence. */
export function parsePresence(value: unknown): Presence | null {
  if (!isRecord(value)) return null;
  const user = parseUser(value.user);
  if (!user) return null;
  return {
    user,
    cursor: parseCursor(value.cursor),
    plot: parsePlot(value.plot),
    take: text(value.take, 64) || null,
    tool: text(value.tool, 32) ?? null,
    doing: DOINGS.find((doing) => doing === value.doing) ?? null,
    live: parseLive(value.live),
    play: parsePlay(value.play),
    caret: parseCaret(value.caret),
    look: parseLook(value.look),
    attention: ATTENTIONS.find((attention) => attention === value.attention) ?? "here",
  };
}

const ATTENTIONS: readonly Attention[] = ["here", "idle", "away"];
const DOINGS: readonly Doing[] = ["recording", "drawing", "typing", "listening"];

function parseUser(value: unknown): PresenceUser | null {
  if (!isRecord(value)) return null;
  const id = text(value.id, 64);
  const name = text(value.name, 100);
  const color = number(value.color);
  if (!id || name === undefined) return null;
  const known = color !== undefined && Number.isInteger(color) && color >= 0 && color <= 7;
  return { id, name, color: known ? color : 0 };
}

function parseCursor(value: unknown): Presence["cursor"] {
  if (!isRecord(value)) return null;
  const canvas = text(value.canvas, 64);
  const x = number(value.x);
  const y = number(value.y);
  return canvas && x !== undefined && y !== undefined ? { canvas, x, y } : null;
}

function parsePlot(value: unknown): PlotPoint | null {
  if (!isRecord(value)) return null;
  const recording = text(value.recording, 64);
  const [seconds, midi] = [number(value.seconds), number(value.midi)];
  if (!recording || seconds === undefined || midi === undefined) return null;
  return seconds >= 0 && midi >= 0 && midi <= 127 ? { recording, seconds, midi } : null;
}

function parseLive(value: unknown): LiveStroke | null {
  if (!isRecord(value) || !Array.isArray(value.points)) return null;
  const id = text(value.id, 64);
  const canvas = text(value.canvas, 64);
  const color = text(value.color, 32);
  const width = number(value.width);
  const from = number(value.from);
  const points: readonly unknown[] = value.points;
  if (!id || !canvas || !color || width === undefined || width <= 0) return null;
  if (from === undefined || !Number.isInteger(from) || from < 0) return null;
  if (points.length % 3 !== 0 || points.length > MAX_LIVE_POINTS * 3) return null;
  if (!points.every((item): item is number => number(item) !== undefined)) return null;
  const tool = value.tool === "eraser" ? "eraser" : "pen";
  return { id, canvas, color, width, tool, from, points };
}

function parsePlay(value: unknown): Playing | null {
  if (!isRecord(value) || typeof value.playing !== "boolean") return null;
  const at = number(value.at_seconds);
  return at === undefined || at < 0 ? null : { playing: value.playing, at_seconds: at };
}

function parseCaret(value: unknown): Caret | null {
  if (!isRecord(value)) return null;
  const anchor = text(value.anchor, MAX_POSITION);
  const head = text(value.head, MAX_POSITION);
  return anchor && head ? { anchor, head } : null;
}

const MAX_POSITION = 64;

function parseLook(value: unknown): Looking | null {
  if (!isRecord(value)) return null;
  const canvas = text(value.canvas, 64);
  const [zoom, x, y] = [number(value.zoom), number(value.x), number(value.y)];
  if (!canvas || zoom === undefined || x === undefined || y === undefined) return null;
  const shown = zoom >= 1 && zoom <= 64 && x >= 0 && x <= 1 && y >= 0 && y <= 1;
  return shown ? { canvas, zoom, x, y } : null;
}

function text(value: unknown, maxLength: number): string | undefined {
  return typeof value === "string" && value.length <= maxLength ? value : undefined;
}

function number(value: unknown): number | undefined {
  return typeof value === "number" && Number.isFinite(value) ? value : undefined;
}
