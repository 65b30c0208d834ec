import { computed, effect, type ReadonlySignal } from "@preact/signals";
import { patchJob } from "../../collab/document/edits.ts";
import { type JobView, roots, type Settled } from "../../collab/document/schema.ts";
import type { Studio } from "../studio/studio.ts";
import { canKeep, keepAlternate } from "./keep_lines.ts";
import type { AskedAbout, DraftAnswer } from "./lyric_answers.ts";
import type { LyricJobs } from "./lyric_jobs.ts";
import { changeWholeLines, type OwnLetters, removeLetters } from "./whole_lines.ts";

/** Alternates that wait for somebody's choice: everybody in the room sees the same. */
export interface Offer {
  readonly job: JobView;
  readonly answer: DraftAnswer;
  readonly asked: AskedAbout;
  /** Whether something of what was asked about still stands as it was. */
  readonly canKeep: boolean;
}

export interface Offers {
  readonly open: ReadonlySignal<readonly Offer[]>;
  /** Puts an alternate in the place of what was asked about, and settles the offer: one step. */
  keep(offer: Offer, kept: number): void;
  letGo(offer: Offer): void;
  close(): void;
}

type Room = Studio["room"];
interface OffersDeps extends Pick<Studio, "say" | "nameOf" | "toasts"> {
  readonly room: Pick<Room, "document" | "doc" | "steps"> & {
    readonly user: { readonly id: string };
  };
  readonly jobs: Pick<LyricJobs, "all" | "draftOf">;
  /** Milliseconds since the epoch. */
  readonly now?: () => number;
}

/** Alternates, kept or let go by whoever may write; how it ended stands beside the job in the document. */
export function createOffers(
  { room, jobs, toasts, say, nameOf, now = Date.now }: OffersDeps,
): Offers {
  const { lyrics } = room.document;
  const open = computed(() =>
    jobs.all.value.flatMap((job): readonly Offer[] => {
      const answer = isOpen(job) ? jobs.draftOf(job.id) : null;
      if (!answer?.asked) return [];
      return [{ job, answer, asked: answer.asked, canKeep: canKeep(answer.asked, lyrics.value) }];
    })
  );
  const settled = (kept: number | null): Settled => ({ by: room.user.id, at: now(), kept });
  const waiting = new Set<string>();
  const own = new Map<string, { readonly end: Settled; readonly letters: OwnLetters }>();
  /** Two have chosen at the same moment: the choice that stands in the document is the one that holds. */
  const giveWay = (jobId: string) => {
    const letters = own.get(jobId)?.letters;
    if (!letters) return;
    own.delete(jobId);
    const { lyrics } = roots(room.doc);
    const removed = room.doc.transact(() => removeLetters(lyrics, letters), GIVING_WAY);
    if (removed > 0) room.steps.forget(STEP);
  };
  const unfollow = effect(() => {
    for (const { id, settled: end, ...job } of jobs.all.value) {
      if (end === null && job.status === "succeeded") waiting.add(id);
      if (!end) continue;
      const mine = own.get(id);
      const lost = mine !== undefined && !isSame(mine.end, end) && end.kept !== null;
      if (lost) queueMicrotask(() => giveWay(id));
      const isNews = waiting.delete(id) || lost;
      if (isNews && end.by !== room.user.id) toasts.show(endWords(nameOf(end.by), end));
    }
  });
  return {
    open,
    keep: ({ job, answer, asked }, kept) => {
      const before = lyrics.peek();
      const { text, leftAlone } = keepAlternate(asked, before, answer.alternates[kept] ?? []);
      if (text !== before) {
        const end = settled(kept);
        const letters = room.steps.edit(STEP, (doc) => {
          patchJob(doc, job.id, { settled: end });
          return changeWholeLines(doc, roots(doc).lyrics, text);
        });
        own.set(job.id, { end, letters });
      }
      if (leftAlone.length > 0) toasts.show(leftAloneWords(leftAlone.length));
      else say("Kept.");
    },
    letGo: ({ job }) => {
      room.steps.edit("Others let go", (doc) => patchJob(doc, job.id, { settled: settled(null) }));
      say("Let go.");
    },
    close: unfollow,
  };
}

const STEP = "Alternate";
const GIVING_WAY = Object.freeze({ source: "giving way" as const });

function isOpen({ status, settled }: JobView): boolean {
  return status === "succeeded" && settled === null;
}

function isSame(a: Settled, b: Settled): boolean {
  return a.by === b.by && a.at === b.at && a.kept === b.kept;
}

function endWords(name: string, { kept }: Settled): string {
  return `${name || "Somebody"} ${kept === null ? "let the others go" : "kept one of the others"}`;
}

export function leftAloneWords(count: number): string {
  return count === 1
    ? "One line has been changed since; it was left as it is"
    : `${count} lines have been changed since; they were left as they are`;
}
