import { computed, effect, type ReadonlySignal, signal } from "@preact/signals";
import type { JobView } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import type { DraftAnswer, FitAnswer } from "./lyric_answers.ts";

interface JobAnswer {
  readonly kind: string;
  readonly engine: string | null;
  readonly result: unknown;
}

/** The Alchemist's work on the words: what runs, and what the last ones have left. */
export interface LyricJobs {
  /** In the order in which they were asked for. */
  readonly all: ReadonlySignal<readonly JobView[]>;
  readonly running: ReadonlySignal<readonly JobView[]>;
  /** Of what was written into the text, or was not: alternates are offers. */
  readonly lastDraft: ReadonlySignal<JobView | null>;
  readonly lastFit: ReadonlySignal<JobView | null>;
  draftOf(jobId: string): DraftAnswer | null;
  fitOf(jobId: string): FitAnswer | null;
  close(): void;
}

export function createLyricJobs({ room, api }: Pick<Studio, "room" | "api">): LyricJobs {
  const answers = signal<ReadonlyMap<string, JobAnswer>>(new Map());
  const all = computed(() => room.document.jobs.value.filter(({ kind }) => isLyricKind(kind)));
  const isOffer = ({ status, settled }: JobView) => status !== "failed" && settled !== undefined;
  const last = (kind: string) =>
    computed(() => all.value.findLast((job) => job.kind === kind && !isOffer(job)) ?? null);
  const lastDraft = last("lyrics.generate");
  const lastFit = last("lyrics.match");
  const asked = new Set<string>();
  const stop = new AbortController();
  const timers = new Set<ReturnType<typeof setTimeout>>();
  const fetchAnswer = (id: string) => {
    const again = () => {
      const timer = setTimeout(() => {
        timers.delete(timer);
        fetchAnswer(id);
      }, AGAIN_MS);
      timers.add(timer);
    };
    api.get<JobAnswer>(`/jobs/${id}`, stop.signal).then((answer) => {
      // The room may know that a job is done a moment before its row does.
      if (answer.result === null) again();
      else answers.value = new Map([...answers.peek(), [id, answer]]);
    }, () => {
      if (!stop.signal.aborted) again();
    });
  };
  const unfollow = effect(() => {
    const open = all.value.filter(({ settled }) => settled === null);
    for (const job of new Set([...all.value.slice(-REMEMBERED), ...open])) {
      if (job.status !== "succeeded" || asked.has(job.id)) continue;
      asked.add(job.id);
      fetchAnswer(job.id);
    }
  });
  const of = (id: string, kind: string) => {
    const answer = answers.value.get(id);
    return answer?.kind === kind ? answer.result : null;
  };
  return {
    all,
    running: computed(() =>
      all.value.filter(({ status }) => status === "queued" || status === "running")
    ),
    lastDraft,
    lastFit,
    draftOf: (id) => of(id, "lyrics.generate") as DraftAnswer | null,
    fitOf: (id) => of(id, "lyrics.match") as FitAnswer | null,
    close: () => {
      unfollow();
      stop.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}

/** What older jobs have left is not asked for, unless it waits for a choice. */
const REMEMBERED = 6;
const AGAIN_MS = 700;

function isLyricKind(kind: string): boolean {
  return kind === "lyrics.generate" || kind === "lyrics.match";
}
