import type { JobView } from "../../collab/document/schema.ts";
import { DoneCard } from "../music/done_card.tsx";
import { JobReference } from "../music/job_reference.tsx";
import { progressOf, stageOf } from "../music/jobs.ts";
import { MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { Alternates } from "./alternates.tsx";
import type { LyricDesk } from "./desk.ts";
import { type DraftAnswer, engineName, type FitAnswer, reasonWords } from "./lyric_answers.ts";
import { insteadWords, runningWords } from "./running_words.ts";

/** Under the words: what the Alchemist writes now, what it offers, what it has done. */
export function LyricTray({ desk }: { readonly desk: LyricDesk }) {
  const { jobs, offers } = desk;
  const ended = [jobs.lastDraft.value, jobs.lastFit.value].filter((job) => job !== null)
    .toSorted((a, b) => (b.finished_at ?? b.at) - (a.finished_at ?? a.at));
  const running = jobs.running.value;
  const last = ended[0];
  return (
    <div class="lyric-tray">
      {running.map((job) => <RunningCard key={job.id} desk={desk} job={job} />)}
      {offers.open.value.map((offer) => (
        <Alternates
          key={offer.job.id}
          desk={desk}
          offer={offer}
        />
      ))}
      {running.length === 0 && last && desk.step.value === null
        ? <EndedJob key={last.id} desk={desk} job={last} />
        : null}
    </div>
  );
}

interface CardProps {
  readonly desk: LyricDesk;
  readonly job: JobView;
}

function RunningCard({ desk: { studio }, job }: CardProps) {
  const stage = stageOf(studio, job);
  const words = runningWords(job, stage);
  const instead = insteadWords(stage);
  const progress = progressOf(studio, job);
  const asker = job.by === studio.room.user.id ? "You" : studio.nameOf(job.by) || "Somebody";
  const cancel = () =>
    void studio.attempt(
      "It could not be stopped.",
      () => studio.api.post(`/jobs/${job.id}/cancel`),
    );
  return (
    <div
      class="job p-murex"
      role="group"
      aria-label={`${words}, ${Math.round(progress * 100)} percent`}
    >
      <div class="row">
        <MachineFace size="sm" />
        <p class="grow">
          <b>{words}</b>{" "}
          <span class="small muted">
            {instead ? `${instead} ` : ""}
            {asker} asked. Keep writing.
          </span>
        </p>
        <button
          type="button"
          class="btn flush"
          disabled={studio.room.readOnly.value}
          onClick={cancel}
        >
          Cancel
        </button>
      </div>
      <div class="progress" style={{ "--v": progress }} role="presentation">
        <i />
      </div>
    </div>
  );
}

/** What a job has done, or why it could not; the step back is here. */
export function EndedJob({ desk, job }: CardProps) {
  const { studio, jobs } = desk;
  const draft = jobs.draftOf(job.id);
  const fit = jobs.fitOf(job.id);
  if (job.status === "failed") {
    if (desk.dismissed.value === job.id) return null;
    const retry = () =>
      void studio.attempt(
        "Not started.",
        () => studio.api.post(`/jobs/${job.id}/retry`),
      );
    return (
      <div class="stack" role="alert">
        <div class="note danger">
          <Icon name="alert" />
          <p>
            <b>
              {job.kind === "lyrics.match"
                ? "The words could not be fitted."
                : "The words could not be written."}
            </b>{" "}
            {job.error ?? ""} Your words are as they were.
          </p>
        </div>
        <div class="btn-row">
          <button
            type="button"
            class="btn line"
            disabled={desk.locked.value !== null}
            onClick={retry}
          >
            <Icon name="retry" />Try again
          </button>
          <button type="button" class="btn" onClick={() => desk.dismissed.value = job.id}>
            Let go
          </button>
        </div>
        <JobReference id={job.id} />
      </div>
    );
  }
  if (!draft && !fit) return null;
  const reason = reasonWords((draft ?? fit)?.engine_reason);
  const left = (draft ?? fit)!.left_alone.length;
  return (
    <>
      <DoneCard
        studio={studio}
        job={job}
        done={draft ? draftWords(draft) : fitWords(fit!)}
        undone="Undone. The words from before are back"
      />
      {reason && !job.undone ? <p class="small muted">{reason}</p> : null}
      {left > 0 && !job.undone
        ? (
          <p class="small muted">
            {left === 1 ? "1 line" : `${left} lines`}{" "}
            had been changed meanwhile and stayed as they were.
          </p>
        )
        : null}
    </>
  );
}

/** "Verse 2, by Alchemist, local". */
function draftWords({ sections, engine }: DraftAnswer): string {
  const names = sections.map(({ title }) => title).filter(Boolean);
  const what = names.length > 2 ? `${names.length} sections` : names.join(" and ") || "Lines";
  return `${what}, drafted by ${engineName(engine)}`;
}

function fitWords({ changes, mode, lines, engine }: FitAnswer): string {
  const count = changes.length;
  const words = count === 0
    ? `All ${lines.length} lines fit`
    : mode === "suggest"
    ? count === 1 ? "1 change is suggested" : `${count} changes are suggested`
    : count === 1
    ? "Fitted, 1 line changed"
    : `Fitted, ${count} lines changed`;
  return `${words}, by ${engineName(engine)}`;
}
