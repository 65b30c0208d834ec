import { type Signal, useSignal, useSignalEffect } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { JobView } from "../../collab/document/schema.ts";
import { progressOf, stageOf, startJob } from "../music/jobs.ts";
import { JobReference } from "../music/job_reference.tsx";
import { MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { settings } from "../transport/mixing.ts";
import { ExportList } from "./export_list.tsx";
import {
  type ExportFormat,
  type ExportKind,
  exportStageWords,
  FORMATS,
  KIND_WORDS,
  LOUDNESS,
  promiseWords,
  wishWords,
} from "./export_words.ts";
import { createExports } from "./exports.ts";

export interface ExportDialogProps {
  readonly studio: Studio;
  readonly open: Signal<boolean>;
}

const KINDS = Object.keys(FORMATS) as ExportKind[];

/** The way out of the studio: what is to be made, what is being made, and what was. */
export function ExportDialog({ studio, open }: ExportDialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const exports = useMemo(() => createExports(studio), [studio]);
  const jobs = studio.room.document.jobs.value.filter(({ kind }) => kind === "export");
  const running = jobs.filter(({ status }) => status === "queued" || status === "running");
  const last = jobs.at(-1);
  useSignalEffect(() => {
    if (open.value && !dialog.current?.open) dialog.current?.showModal();
  });
  const waited = useRef<string | null>(null);
  useEffect(() => {
    if (waited.current === last?.id && last?.status === "succeeded") {
      studio.say("The file is ready.");
    }
    waited.current = running.at(-1)?.id ?? null;
    if (open.value) void exports.refresh();
  }, [open.value, jobs.map(({ id, status }) => id + status).join()]);
  return (
    <dialog
      ref={dialog}
      class="sheet"
      aria-labelledby="export-title"
      onClose={() => open.value = false}
    >
      <header>
        <h2 id="export-title">Export</h2>
        <form method="dialog">
          <button type="submit" class="btn icon" aria-label="Close">
            <Icon name="x" />
          </button>
        </form>
      </header>
      <section class="stack">
        <Wish studio={studio} />
        {running.map((job) => <Making key={job.id} studio={studio} job={job} />)}
        {last?.status === "failed" ? <Failed studio={studio} job={last} /> : null}
      </section>
      <section class="stack">
        <h3 class="label">Made so far</h3>
        <ExportList studio={studio} exports={exports} />
      </section>
    </dialog>
  );
}

/** What and as what, and the key that makes it. */
function Wish({ studio }: { readonly studio: Studio }) {
  const kind = useSignal<ExportKind>("mix");
  const formats = useSignal<Readonly<Record<ExportKind, ExportFormat>>>({
    ...{ mix: "wav", stems: "zip", midi: "mid", lyrics: "txt" },
  });
  const lufs = useSignal(LOUDNESS[0]![0]);
  const asking = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const format = formats.value[kind.value];
  const heard = [...settings(studio.room.document.tracks.value).values()]
    .filter(({ gain }) => gain > 0).length;
  const locked = studio.room.readOnly.value;
  const make = async (event?: Event) => {
    event?.preventDefault();
    if (asking.value) return;
    asking.value = true;
    problem.value = await startJob(studio, `/projects/${studio.room.projectId}/exports`, {
      kind: kind.value,
      format,
      ...(kind.value === "mix" ? { target_lufs: lufs.value } : {}),
    });
    asking.value = false;
  };
  return (
    <form class="stack" onSubmit={make}>
      <fieldset class="seg">
        <legend class="sr">What</legend>
        {KINDS.map((each) => (
          <label key={each}>
            <input
              type="radio"
              name="export-kind"
              checked={kind.value === each}
              onChange={() => kind.value = each}
            />
            {KIND_WORDS[each]}
          </label>
        ))}
      </fieldset>
      <p class="small muted">{promiseWords(kind.value, format, heard)}</p>
      <div class="row">
        {FORMATS[kind.value].length > 1
          ? (
            <fieldset class="seg">
              <legend class="sr">Format</legend>
              {FORMATS[kind.value].map((each) => (
                <label key={each}>
                  <input
                    type="radio"
                    name="export-format"
                    checked={format === each}
                    onChange={() => formats.value = { ...formats.value, [kind.value]: each }}
                  />
                  {each.toUpperCase()}
                </label>
              ))}
            </fieldset>
          )
          : null}
        {kind.value === "mix"
          ? (
            <div class="field grow">
              <label class="sr" for="export-loudness">Loudness</label>
              <select
                class="input"
                id="export-loudness"
                value={lufs.value}
                onChange={(event) => lufs.value = Number(event.currentTarget.value)}
              >
                {LOUDNESS.map(([value, words]) => <option key={value} value={value}>{words}
                </option>)}
              </select>
            </div>
          )
          : null}
      </div>
      {locked
        ? <p class="small muted">Who may only look takes home what others have exported.</p>
        : (
          <button type="submit" class="btn main" disabled={asking.value}>
            <Icon name="out" />
            {wishWords(kind.value, format)}
          </button>
        )}
      {problem.value
        ? <ProblemNote problem={problem.value} what="Not started." onRetry={() => void make()} />
        : null}
    </form>
  );
}

interface JobProps {
  readonly studio: Studio;
  readonly job: JobView;
}

function Making({ studio, job }: JobProps) {
  const words = exportStageWords(stageOf(studio, job), job.status);
  const percent = Math.round(progressOf(studio, job) * 100);
  const cancel = () =>
    void studio.attempt(
      "It could not be stopped.",
      () => studio.api.post(`/jobs/${job.id}/cancel`),
    );
  return (
    <div class="job p-lapis" role="group" aria-label={`Export: ${words}, ${percent} percent`}>
      <div class="row">
        <MachineFace size="sm" />
        <p class="grow">
          <b>{words}</b>
        </p>
        <span class="value">{percent} %</span>
        <button
          type="button"
          class="btn flush"
          disabled={studio.room.readOnly.value}
          onClick={cancel}
        >
          Cancel
        </button>
      </div>
      <div class="progress" style={{ "--v": percent / 100 }} role="presentation">
        <i />
      </div>
    </div>
  );
}

function Failed({ studio, job }: JobProps) {
  const retry = () =>
    void studio.attempt("It was not tried again.", () => studio.api.post(`/jobs/${job.id}/retry`));
  return (
    <div class="stack" role="alert">
      <div class="note danger">
        <Icon name="alert" />
        <p>
          <b>This export was not made.</b> {job.error ?? ""}
        </p>
      </div>
      <div class="btn-row">
        <button
          type="button"
          class="btn line"
          disabled={studio.room.readOnly.value}
          onClick={retry}
        >
          <Icon name="retry" />Try again
        </button>
      </div>
      <JobReference id={job.id} />
    </div>
  );
}
