import * as Y from "yjs";

/**
 * The shared document: one `Y.Doc` per project, every root flat and keyed by id, so that no merge can
 * make it illegal. Readers go through `view()`; writers through `edits.ts`.
 */

/** Canvas units: the drawing surface every client scales from. x is also time: 0 is the first sample. */
export const CANVAS_WIDTH = 1600;
export const CANVAS_HEIGHT = 900;

export interface Roots {
  readonly meta: Y.Map<unknown>;
  readonly canvases: Y.Map<Y.Map<unknown>>;
  readonly shapes: Y.Map<Y.Map<unknown>>;
  readonly lyrics: Y.Text;
  readonly tracks: Y.Map<Y.Map<unknown>>;
  readonly recordings: Y.Map<Y.Map<unknown>>;
  readonly comments: Y.Map<Y.Map<unknown>>;
  readonly jobs: Y.Map<Y.Map<unknown>>;
}

export function roots(doc: Y.Doc): Roots {
  return {
    meta: doc.getMap("meta"),
    canvases: doc.getMap("canvases"),
    shapes: doc.getMap("shapes"),
    lyrics: doc.getText("lyrics"),
    tracks: doc.getMap("tracks"),
    recordings: doc.getMap("recordings"),
    comments: doc.getMap("comments"),
    jobs: doc.getMap("jobs"),
  };
}

export interface Mood {
  /** −1 unpleasant … 1 pleasant. */
  readonly valence: number;
  /** −1 still … 1 stirring. */
  readonly arousal: number;
}

/** What `analyze` found; shown beside the mood and explained by it. Plain JSON, replaced as a whole. */
export interface AnalysisView {
  readonly primary_emotion: string;
  readonly secondary_emotions: readonly string[];
  readonly confidence: number;
  readonly valence: number;
  readonly arousal: number;
  readonly mood_description: string;
  readonly [more: string]: unknown;
}

export interface CanvasView {
  readonly id: string;
  readonly name: string;
  readonly order: string;
  readonly mood: Mood;
  readonly analysis: AnalysisView | null;
}

export interface StrokePoint {
  readonly x: number;
  readonly y: number;
  /** 0 … 1. */
  readonly pressure: number;
  /** Milliseconds since the stroke began. */
  readonly timeMs: number;
}

export interface StrokeView {
  readonly kind: "stroke";
  readonly id: string;
  readonly canvas: string;
  readonly order: string;
  readonly by: string;
  /** Milliseconds since the epoch, as the author's clock had it. */
  readonly at: number;
  readonly color: string;
  readonly width: number;
  readonly tool: "pen" | "eraser";
  /** The packed points as stored; `unpackPoints` opens them. Immutable, so safe as a cache key. */
  readonly points: Uint8Array;
}

export interface ImageView {
  readonly kind: "image";
  readonly id: string;
  readonly canvas: string;
  readonly order: string;
  readonly by: string;
  readonly at: number;
  readonly asset: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export type ShapeView = StrokeView | ImageView;

export type TrackKind = "stem" | "take" | "harmony" | "mix";

export interface TrackView {
  readonly id: string;
  readonly kind: TrackKind;
  readonly name: string;
  /** Asset id of the full-quality file. */
  readonly asset: string;
  /** Asset id of a smaller lossless copy to play in the browser; the same as `asset` when there is none. */
  readonly listen: string;
  /** Asset id of the waveform's peaks, or null. */
  readonly peaks: string | null;
  readonly order: string;
  readonly gain_db: number;
  readonly pan: number;
  readonly muted: boolean;
  readonly soloed: boolean;
  /** How far the lane was moved. */
  readonly offset_seconds: number;
  /** Where its first sample sounds in the song: of a take, its own offset is added to the lane's. */
  readonly start_seconds: number;
  /** From there to the end of what sounds. */
  readonly duration_seconds: number;
  /** One of the eight pigments: the colour of its lane. */
  readonly pigment: string;
  readonly by: string;
  readonly job: string | null;
  readonly canvas: string | null;
  /** Of a take's track: the recording that sounds, a take or one of its versions. */
  readonly source: string | null;
  /** The take that it is, or that a harmony was made from; null when that is gone. */
  readonly recording: string | null;
  /** Of a take's track: where something else than its source sounds; in order, without overlaps. */
  readonly pieces: readonly PieceView[];
}

/** A phrase of another recording in a track. What the track's source has there is not heard. */
export interface PieceView {
  readonly recording: string;
  /** The recording's files, as a track's. */
  readonly asset: string;
  readonly listen: string;
  readonly peaks: string | null;
  /** From where to where it takes the place: seconds of the song less the track's offset. */
  readonly from_seconds: number;
  readonly to_seconds: number;
  /** Where the recording's first sample would sound in the song. */
  readonly start_seconds: number;
}

interface SoundView {
  readonly id: string;
  /** Asset id of the full-quality file; of a take, what came in, byte for byte. */
  readonly asset: string;
  /** Asset id of a smaller lossless copy to play in the browser. */
  readonly listen: string;
  /** Asset id of the waveform's peaks, or null. */
  readonly peaks: string | null;
  readonly duration_seconds: number;
  /** Integrated loudness, so that recordings can be compared equally loud; null for silence. */
  readonly lufs: number | null;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

/** Something that was sung. */
export interface TakeView extends SoundView {
  readonly kind: "take";
  readonly name: string;
  /** The track whose lanes it belongs to; null when that is gone. */
  readonly stack: string | null;
  readonly sample_rate: number;
  readonly channels: number;
  /** Later than the lane by so much: what recording and hearing were late by, and a nudge. */
  readonly offset_seconds: number;
}

/** What a job made of a take: beside it, never instead of it. */
export interface VersionView extends SoundView {
  readonly kind: "version";
  /** The take. */
  readonly of: string;
  /** The take or the version that it was made from. */
  readonly from: string;
  readonly label: string;
  /** What was asked for, as the API has it. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** What changed, in figures. */
  readonly report: Readonly<Record<string, unknown>>;
  /** Asset id of its pitch contour, or null. */
  readonly contour: string | null;
  readonly job: string | null;
}

export type RecordingView = TakeView | VersionView;

export type JobStatus = "queued" | "running" | "succeeded" | "failed" | "cancelled";

export interface JobView {
  readonly id: string;
  readonly kind: string;
  readonly canvas: string | null;
  /** The take that it is about. */
  readonly recording?: string;
  readonly status: JobStatus;
  readonly stage: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly finished_at: number | null;
  /** Why it failed, in a person's words. */
  readonly error: string | null;
  /** What it did has been undone, and can be redone. */
  readonly undone?: boolean;
  /** Only of a job that offers something to choose from: null while it waits for somebody's choice. */
  readonly settled?: Settled | null;
}

/** How an offer ended. */
export interface Settled {
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** Which of the alternates was kept, from 0; null: they were let go. */
  readonly kept: number | null;
}

export interface MetaView {
  readonly title: string;
  readonly tempo_bpm: number | null;
  readonly key: string | null;
  readonly scale: string | null;
  readonly beats_per_bar: number;
}

export interface CommentView {
  readonly id: string;
  readonly text: string;
  readonly by: string;
  readonly at: number;
  readonly anchor: { readonly kind: "time" | "line" | "stroke" | "project"; readonly at: string };
  readonly resolved: boolean;
}

/** The document as everyone sees it: legal, ordered, with dangling references resolved. */
export interface DocumentView {
  readonly meta: MetaView;
  readonly canvases: readonly CanvasView[];
  readonly shapes: readonly ShapeView[];
  readonly lyrics: string;
  readonly tracks: readonly TrackView[];
  readonly recordings: readonly RecordingView[];
  readonly comments: readonly CommentView[];
  readonly jobs: readonly JobView[];
}
