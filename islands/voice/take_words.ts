import { computed, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { LyricTime } from "../../collab/document/lyric_edits.ts";
import type { JobView } from "../../collab/document/schema.ts";
import { createSongTimes } from "../lyrics/song_times.ts";
import type { Studio } from "../studio/studio.ts";
import { type SungWord, wordsInTime, wordsOnNotes } from "./sung_words.ts";
import { wordsOfTranscript } from "./transcript.ts";

export interface LaidNote {
  readonly startSeconds: number;
  readonly endSeconds: number;
}

export interface TakeWordsDeps {
  readonly lines: ReadonlySignal<readonly string[]>;
  /** When each line is sung, as far as it is known. */
  readonly times: ReadonlySignal<readonly (LyricTime | null)[]>;
  readonly jobs: ReadonlySignal<readonly JobView[]>;
  /** Fetches what a job has found; what goes wrong is said by whoever fetches. */
  fetchResult(jobId: string, use: (result: unknown) => void): void;
}

/** The words that are sung in takes, by the best that is known. */
export interface TakeWords {
  /**
   * The lyrics where they lie on the take's notes; else what was written down from the take itself.
   *
   * @param startSeconds where the take begins in the song.
   * @param notes of the take as it was sung, in seconds of the take.
   */
  of(
    takeId: string,
    startSeconds: number,
    notes: readonly LaidNote[],
  ): ReadonlySignal<readonly SungWord[]>;
}

export function createTakeWords({ lines, times, jobs, fetchResult }: TakeWordsDeps): TakeWords {
  const timed = computed(() => wordsInTime(lines.value, times.value));
  const transcripts = new Map<string, Signal<readonly SungWord[]>>();
  const transcriptOf = ({ id }: JobView) => {
    const known = transcripts.get(id);
    if (known) return known;
    const page = signal<readonly SungWord[]>([]);
    transcripts.set(id, page);
    fetchResult(id, (result) => page.value = wordsOfTranscript(result));
    return page;
  };
  return {
    of: (takeId, startSeconds, notes) =>
      computed(() => {
        const inSong = notes.map((note) => moved(note, startSeconds));
        const sung = wordsOnNotes(timed.value, inSong);
        if (sung.length > 0) return sung;
        const job = jobs.value.findLast(({ kind, status, recording }) =>
          kind === "voice.transcribe" && status === "succeeded" && recording === takeId
        );
        return job ? transcriptOf(job).value.map((word) => movedWord(word, startSeconds)) : [];
      }),
  };
}

/** The same for a studio. */
export function takeWordsOf(studio: Studio): TakeWords & { close(): void } {
  const { document: doc } = studio.room;
  const lines = computed(() => doc.lyrics.value.split("\n"));
  const { times, close } = createSongTimes(studio, lines);
  const fetchResult = (jobId: string, use: (result: unknown) => void) =>
    void studio.attempt("The words of the take could not be fetched.", async () => {
      use((await studio.api.get<{ readonly result: unknown }>(`/jobs/${jobId}`)).result);
    });
  return { ...createTakeWords({ lines, times, jobs: doc.jobs, fetchResult }), close };
}

function moved<T extends LaidNote>(stretch: T, bySeconds: number): T {
  return {
    ...stretch,
    startSeconds: stretch.startSeconds + bySeconds,
    endSeconds: stretch.endSeconds + bySeconds,
  };
}

function movedWord(word: SungWord, bySeconds: number): SungWord {
  const parts = word.parts.map(({ text, startSeconds }) => ({
    text,
    startSeconds: startSeconds + bySeconds,
  }));
  return { ...moved(word, bySeconds), noteSeconds: word.noteSeconds + bySeconds, parts };
}
