import { z } from "zod";
import {
  changeLyrics,
  type LyricTime,
  MAX_LYRICS,
  setLyricTimes,
} from "../collab/document/lyric_edits.ts";
import { roots } from "../collab/document/schema.ts";
import { commonLines } from "../collab/document/text_diff.ts";
import { view } from "../collab/document/view.ts";
import type {
  LyricChange,
  LyricMatch,
  MatchedLine,
} from "../services/lyrics/match/match_lyrics.ts";
import { type MelodyNote, melodyOfScore, melodyOfTake } from "../services/lyrics/match/melody.ts";
import { mergeLines } from "../services/lyrics/merge_lines.ts";
import { anyKind, type JobContext, JobError } from "./job_kind.ts";
import { suggestLines } from "./match_suggestions.ts";
import { pitchOf } from "./pitch_contour.ts";
import type { PitchJson } from "./pitch_json.ts";
import { type MadeBy, madeBy } from "./second_engine.ts";
import { pieceThatSounds, songUnder } from "./song_under.ts";
import { findTake } from "./take_sound.ts";

export const MatchWishes = {
  /** A take to sing it as. */
  recording_id: z.uuid().optional(),
  /** A track: a take's, or a stem's piece. Neither: the composed lead, else the newest take. */
  track_id: z.string().min(1).max(100).optional(),
  /** `suggest` changes no words: what would be changed is in the result. Times are kept either way. */
  mode: z.enum(["apply", "suggest"]).default("apply"),
};

export const MatchLyricsInput = z.strictObject({
  ...MatchWishes,
  asked_text: z.string().max(MAX_LYRICS),
});
export type MatchLyricsInput = z.infer<typeof MatchLyricsInput>;

export interface MatchResult extends Omit<LyricMatch, "lines">, MadeBy {
  readonly mode: MatchLyricsInput["mode"];
  /** Where the melody came from. */
  readonly melody: { readonly of: "take" | "piece"; readonly id: string; readonly notes: number };
  readonly lines: readonly MatchedLine[];
  readonly changes: readonly LyricChange[];
  readonly left_alone: readonly number[];
  /** Other words for lines that lie badly on the melody; nothing of it is in the text. */
  readonly suggestions: readonly LyricChange[];
}

/**
 * Fits the lyrics to a melody: few small changes of words, and when each word is sung.
 *
 * Stages: `listening`, `matching`, `suggesting`, `saving`.
 */
export const matchLyrics = anyKind<MatchLyricsInput, MatchResult>({
  kind: "lyrics.match",
  input: MatchLyricsInput,
  timeoutSeconds: 120,
  engineOf: ({ engine }) => engine,
  async run(context, input) {
    const { deps, stage, signal, applyOnce } = context;
    await stage("listening", 0.05);
    const { notes, of, id } = await melodyFor(context, input);
    await stage("matching", 0.5);
    const task = { text: input.asked_text, melody: notes, keep: [] };
    const match = await deps.lyricist.ask("match", task, signal);
    if (match.lines.length === 0 && match.unsung.length === 0) {
      throw new JobError("NO_LYRICS", "There are no lyrics to fit yet: write some first.");
    }
    if (deps.gemini) await stage("suggesting", 0.7);
    const matched = { text: input.asked_text, melody: notes, match };
    const suggested = await suggestLines(context, matched);
    signal.throwIfAborted();
    await stage("saving", 0.9);
    let leftAlone: readonly number[] = [];
    await applyOnce((doc) => {
      if (input.mode === "apply") {
        const read = input.asked_text.split("\n");
        const now = roots(doc).lyrics.toString().split("\n");
        const replace = new Map(match.changes.map(({ line, to }) => [line, to]));
        const edits = { replace, insert: new Map() };
        const merged = mergeLines(read, now, commonLines(read, now), edits);
        leftAlone = merged.leftAlone;
        changeLyrics(doc, merged.text);
      }
      setLyricTimes(doc, match.lines.map((line) => timeOf(line, match, input.mode)));
    });
    const melody = { of, id, notes: notes.length };
    return {
      mode: input.mode,
      melody,
      ...match,
      left_alone: leftAlone,
      suggestions: suggested.ok ? suggested.value : [],
      ...madeBy(suggested),
    };
  },
});

/** A suggestion is not in the text: its time belongs to the words that are. */
function timeOf(
  { line, text, words }: MatchedLine,
  { changes }: LyricMatch,
  mode: MatchLyricsInput["mode"],
): LyricTime {
  const change = changes.find((one) => one.line === line);
  return {
    text: (mode === "suggest" && change ? change.from : text).trim(),
    start_seconds: words[0]!.start_seconds,
    end_seconds: words.at(-1)!.end_seconds,
    words: words.map(({ word, start_seconds, end_seconds, syllable_seconds }) => ({
      word,
      start_seconds,
      end_seconds,
      syllable_seconds,
    })),
  };
}

interface Melody {
  readonly notes: readonly MelodyNote[];
  readonly of: "take" | "piece";
  readonly id: string;
}

/** @throws {JobError} where there is nothing to sing to. */
async function melodyFor(context: JobContext, input: MatchLyricsInput): Promise<Melody> {
  const { deps, job } = context;
  const document = await deps.rooms.read(job.project_id, view);
  const { recording_id, track_id } = input;
  if (recording_id !== undefined) return await melodyOfRecording(context, recording_id);
  const track = document.tracks.find(({ id }) => id === track_id);
  if (track_id !== undefined && !track) {
    throw new JobError("TRACK_GONE", "This track was removed in the meantime.");
  }
  if (track?.kind === "take") {
    const sounding = document.recordings.find(({ id }) => id === track.source);
    if (!sounding) throw new JobError("TRACK_EMPTY", "No take sounds on this track.");
    return await melodyOfRecording(
      context,
      sounding.kind === "version" ? sounding.of : sounding.id,
    );
  }
  const tracks = track ? [track] : document.tracks;
  const piece = await pieceThatSounds(deps, job.project_id, { ...document, tracks });
  if (piece) {
    const notes = melodyOfScore(piece.score, piece.startSeconds);
    if (notes.length > 0) return { notes, of: "piece", id: track?.id ?? "" };
  }
  const take =
    document.recordings.filter((one) => one.kind === "take").toSorted((a, b) => b.at - a.at)[0];
  if (!track && take) return await melodyOfRecording(context, take.id);
  throw new JobError(
    "NO_MELODY",
    "There is no melody to fit the words to: compose or sing one first.",
  );
}

async function melodyOfRecording(
  { deps, job, signal }: JobContext,
  recordingId: string,
): Promise<Melody> {
  const { take, base, file, track } = await findTake(deps, job.project_id, {
    recording_id: recordingId,
  });
  const contour = base.kind === "version" ? base.contour : null;
  const listened = { file, sampleRate: take.sample_rate, contour };
  const bytes = await pitchOf(deps, listened, signal);
  const pitch = JSON.parse(new TextDecoder().decode(bytes)) as PitchJson;
  if (pitch.notes.length === 0) {
    throw new JobError(
      "NO_MELODY",
      "No notes were heard in this take, so the words cannot be fitted to it.",
    );
  }
  const { tempoBpm, beatsPerBar, firstBeatSeconds } = await songUnder(deps, job.project_id);
  const notes = melodyOfTake(
    pitch.notes.map(({ start_seconds, end_seconds, midi, confidence }) => ({
      startSeconds: start_seconds,
      endSeconds: end_seconds,
      midi,
      confidence,
    })),
    (track?.offset_seconds ?? 0) + take.offset_seconds,
    { tempoBpm: tempoBpm ?? UNSAID_TEMPO, beatsPerBar, offsetSeconds: firstBeatSeconds },
  );
  return { notes, of: "take", id: recordingId };
}

/** A grid for songs of which nobody has said how fast they are: long notes then mark the stresses. */
const UNSAID_TEMPO = 100;
