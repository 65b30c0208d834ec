import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { changeLyrics, type LyricTime, setLyricTimes } from "../../collab/document/lyric_edits.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import type { CaretPlace, LyricsEditor } from "./editor.ts";
import { keepChanges, timesAfter } from "./keep_lines.ts";
import type { DraftAnswer, FitAnswer, FitChange } from "./lyric_answers.ts";
import { createLyricJobs, type LyricJobs } from "./lyric_jobs.ts";
import { createOffers, leftAloneWords, type Offers } from "./offers.ts";
import type { SheetNotes } from "./sheet_state.ts";
import { type OutlineEntry, outlineOf, sectionAt } from "./outline.ts";
import { createReadings, type Readings } from "./readings.ts";
import { createRhymeBook, type RhymeBook } from "./rhymes.ts";
import { createSongTimes } from "./song_times.ts";
import type { SungNow } from "./sung_now.ts";
import { type DraftAsk, FIRST_WISHES, generateBody, type Wishes } from "./wishes.ts";

export type Step = "theme" | "ideas" | "draft" | "fit";
/** What a draft is about. */
export type Scope = "song" | "section" | "line";

/** What the parts of the lyrics panel share. */
export interface LyricDesk {
  readonly studio: Studio;
  /** The step whose sheet is open; null: nothing but the words. */
  readonly step: Signal<Step | null>;
  readonly wishes: Signal<Wishes>;
  readonly scope: Signal<Scope>;
  readonly readings: Readings;
  readonly jobs: LyricJobs;
  readonly rhymes: RhymeBook;
  readonly outline: ReadonlySignal<readonly OutlineEntry[]>;
  readonly editor: Signal<LyricsEditor | null>;
  readonly caret: ReadonlySignal<CaretPlace | null>;
  /** The section the caret stands in; the last while nobody has put the caret anywhere. */
  readonly section: ReadonlySignal<OutlineEntry | null>;
  /** When each line of the text is sung, where a match has found it. */
  readonly times: ReadonlySignal<readonly (LyricTime | null)[]>;
  readonly sung: ReadonlySignal<SungNow | null>;
  readonly notes: ReadonlySignal<SheetNotes>;
  /** What the last match has left; null while there is none, or after it was undone. */
  readonly fit: ReadonlySignal<FitAnswer | null>;
  readonly offers: Offers;
  /** The failed job that this person has heard enough of. */
  readonly dismissed: Signal<string>;
  /** The words of a song to read while singing, instead of the editor. */
  readonly singing: Signal<boolean>;
  readonly asking: ReadonlySignal<boolean>;
  readonly problem: ReadonlySignal<Problem | null>;
  /** Why nothing can be asked of the Alchemist now; null when it can. */
  readonly locked: ReadonlySignal<string | null>;
  draft(ask: DraftAsk): Promise<void>;
  fitTo(recordingId: string | null, mode: FitAnswer["mode"]): Promise<void>;
  /** Makes changes that a match has suggested, as one step. */
  take(changes: readonly FitChange[]): void;
  /** Puts words where the caret stands; where only one pane fits the caret does not follow. */
  insert(words: string, label: string): void;
}

const desks = new WeakMap<Studio, LyricDesk>();

/** The lyrics of a studio: made when they are first seen, and there until the studio closes. */
export function deskOf(studio: Studio): LyricDesk {
  const known = desks.get(studio);
  if (known) return known;
  const desk = createDesk(studio);
  desks.set(studio, desk);
  return desk;
}

/** A draft is told apart from the rest for this long. */
const NEW_MS = 20 * 60_000;

function createDesk(studio: Studio): LyricDesk {
  const { room, api } = studio;
  const { lyrics } = room.document;
  const path = `/projects/${room.projectId}/lyrics`;
  const readings = createReadings(studio);
  const jobs = createLyricJobs(studio);
  const editor = signal<LyricsEditor | null>(null);
  const caret = computed(() => editor.value?.caret.value ?? null);
  const outline = computed(() => outlineOf(lyrics.value, readings.lines.value));
  const wishes = signal(FIRST_WISHES);
  const offers = createOffers({ ...studio, jobs });
  const asking = signal(false);
  const problem = signal<Problem | null>(null);
  const lines = computed(() => lyrics.value.split("\n"));

  const song = createSongTimes(studio, lines);
  const fit = computed(() => {
    const job = jobs.lastFit.value;
    return job && !job.undone ? jobs.fitOf(job.id) : null;
  });
  const notes = computed((): SheetNotes => {
    const job = jobs.lastDraft.value;
    const fresh = job && !job.undone && Date.now() - job.at < NEW_MS ? jobs.draftOf(job.id) : null;
    return {
      read: readings.lines.value,
      matched: fit.value ? matchedNow(fit.value) : [],
      drafted: new Set(fresh?.sections.flatMap((section) => section.lines)),
      offered: new Set(offers.open.value.flatMap(({ asked }) => asked.lines)),
    };
  });
  const locked = computed(() => {
    if (!studio.canEdit.value) {
      return "You can read, sing along and take the words home. Whoever owns the song can let you write.";
    }
    const away = ["offline", "reconnecting", "opening"].includes(room.save.value.kind);
    if (away) return "The Alchemist needs a connection. Writing does not.";
    return null;
  });

  const ask = async (route: string, body: unknown, onStarted: (jobId: string) => void) => {
    if (asking.peek()) return;
    asking.value = true;
    problem.value = null;
    try {
      const { id } = await api.post<{ readonly id: string }>(`${path}/${route}`, body);
      onStarted(id);
    } catch (error) {
      problem.value = asProblem(error);
    }
    asking.value = false;
  };
  studio.onClose(() => {
    readings.close();
    jobs.close();
    offers.close();
    song.close();
    untell();
  });

  /** What this person has asked for is told to them when it has come, and brought in sight. */
  const mine = signal<readonly string[]>([]);
  const untell = effect(() => {
    const come = mine.value.filter((id) => jobs.draftOf(id) ?? jobs.fitOf(id));
    if (come.length === 0) return;
    mine.value = mine.value.filter((id) => !come.includes(id));
    for (const id of come) {
      const draft = jobs.draftOf(id);
      studio.say(comeWords(draft));
      const first = draft?.sections[0]?.lines[0];
      if (first !== undefined) editor.peek()?.reveal(lines.peek().indexOf(first) - 1);
    }
  });

  return {
    studio,
    step: signal<Step | null>(
      lyrics.peek().trim() === "" && studio.canEdit.peek() ? "theme" : null,
    ),
    wishes,
    scope: signal<Scope>("song"),
    readings,
    jobs,
    rhymes: createRhymeBook(api),
    outline,
    editor,
    caret,
    section: computed(() =>
      caret.value?.placed
        ? sectionAt(outline.value, caret.value.line)
        : outline.value.at(-1) ?? null
    ),
    times: song.times,
    sung: song.sung,
    notes,
    fit,
    offers,
    dismissed: signal(""),
    singing: signal(false),
    asking,
    problem,
    locked,
    draft: async (draft) => {
      await ask("generate", generateBody(wishes.peek(), draft), (jobId) => {
        mine.value = [...mine.peek(), jobId];
      });
    },
    fitTo: async (recordingId, mode) => {
      const wishes = { mode, ...(recordingId ? { recording_id: recordingId } : {}) };
      await ask("match", wishes, (jobId) => mine.value = [...mine.peek(), jobId]);
    },
    take: (changes) => {
      const now = lyrics.peek();
      const { text, leftAlone } = keepChanges(now, changes);
      if (text !== now) {
        const made = changes.filter(({ line }) => !leftAlone.includes(line));
        room.steps.edit("Fitted words", (doc) => {
          changeLyrics(doc, text);
          setLyricTimes(doc, timesAfter(song.stored.peek(), made, fit.peek()?.lines ?? []));
        });
      }
      if (leftAlone.length > 0) studio.toasts.show(leftAloneWords(leftAlone.length));
    },
    insert: (words, label) => {
      editor.peek()?.insert(words, label);
      studio.say(`${words}, put in.`);
      if (!matchMedia("(max-width: 700px)").matches) editor.peek()?.focus();
    },
  };
}

function comeWords(draft: DraftAnswer | null): string {
  if (!draft) return "The words are laid on the melody.";
  if (draft.mode === "alternates") return "Others to choose from are under the words.";
  return "The words are here.";
}

/** What was suggested is not in the text: the notes belong to the words that are. */
function matchedNow({ mode, lines, changes }: FitAnswer): SheetNotes["matched"] {
  return lines.flatMap(({ line, text, notes }) => {
    const change = mode === "suggest" ? changes.find((one) => one.line === line) : undefined;
    return [text, ...(change ? [change.from] : [])].map((words) => ({ text: words.trim(), notes }));
  });
}
