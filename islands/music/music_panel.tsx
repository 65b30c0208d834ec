import { useSignal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import { later } from "../parts/later.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Length, Studio } from "../studio/studio.ts";
import {
  BY_MOOD,
  composeBody,
  type ComposeOptions,
  optionFault,
  optionWords,
} from "./compose_options.ts";
import { DoneCard } from "./done.ts";
import { JobCard } from "./job_card.tsx";
import { JobReference } from "./job_reference.tsx";
import { activeJob, lastJob, startJob } from "./jobs.ts";
import type { OptionFieldsProps } from "./option_fields.tsx";

const OptionFields = later<OptionFieldsProps>(async () =>
  (await import("../studio/side_panels.ts")).OptionFields
);

const LENGTHS: readonly Length[] = [30, 60, 90];

/** Compose: how long, how, and what is happening. */
export function MusicPanel({ studio }: { readonly studio: Studio }) {
  const options = useSignal<ComposeOptions>(BY_MOOD);
  const open = useSignal(false);
  const asking = useSignal(false);
  const problem = useSignal<Problem | null>(null);
  const canvas = studio.canvas.value;
  const job = activeJob(studio, "compose");
  const last = lastJob(studio, "compose");
  const fault = optionFault(options.value);
  const offline = ["offline", "reconnecting", "opening"].includes(studio.room.save.value.kind);
  const locked = !studio.canEdit.value;

  const compose = async (seed = options.value.seed) => {
    if (!canvas || asking.value || fault) return;
    options.value = { ...options.value, seed };
    asking.value = true;
    problem.value = await startJob(
      studio,
      `/canvases/${canvas.id}/music`,
      composeBody(studio.length.value, options.value),
    );
    asking.value = false;
  };
  const retry = async () => {
    if (!last) return;
    problem.value = null;
    try {
      await studio.api.post(`/jobs/${last.id}/retry`);
    } catch (error) {
      problem.value = asProblem(error);
    }
  };
  return (
    <div class="job-slot">
      <div class="panel-head">
        <h2>Music</h2>
        <fieldset class="seg end" disabled={locked}>
          <legend class="sr">Length</legend>
          {LENGTHS.map((length) => (
            <label key={length}>
              <input
                type="radio"
                name="length"
                checked={studio.length.value === length}
                onChange={() => studio.length.value = length}
              />
              {length} s
            </label>
          ))}
        </fieldset>
      </div>
      {job ? <JobCard studio={studio} job={job} /> : (
        <div class="row">
          <button
            type="button"
            class="btn main compose grow"
            disabled={locked || offline || asking.value || fault !== null}
            onClick={() => void compose()}
          >
            <Icon name="gold" />
            {studio.parts.value.length > 0 ? "Compose again" : `Compose ${studio.length.value} s`}
          </button>
          {studio.parts.value.length > 0
            ? (
              <button
                type="button"
                class="btn line icon compose"
                aria-label="Another take, with a new seed"
                title="Another take, with a new seed"
                disabled={locked || offline || asking.value || fault !== null}
                onClick={() => void compose(String(anySeed()))}
              >
                <Icon name="dice" />
              </button>
            )
            : null}
        </div>
      )}
      {!job && last
        ? (
          <DoneCard
            studio={studio}
            job={last}
            done={tracksWords(studio, last.id)}
            undone="Undone. The tracks from before are back"
          />
        )
        : null}
      {offline ? <p class="small muted">Composing needs a connection. Painting does not.</p> : null}
      {!job && last?.status === "failed"
        ? (
          <div class="stack" role="alert">
            <div class="note danger">
              <Icon name="alert" />
              <p>
                <b>The music could not be made.</b> {last.error ?? ""}{" "}
                Your picture and the tracks you have are safe.
              </p>
            </div>
            <div class="btn-row">
              <button type="button" class="btn line" disabled={locked} onClick={retry}>
                <Icon name="retry" />Try again
              </button>
            </div>
            <JobReference id={last.id} />
          </div>
        )
        : null}
      {problem.value
        ? <ProblemNote problem={problem.value} what="Not started." onRetry={() => void compose()} />
        : null}
      <div class="row between small">
        <span class="muted recipe-words">{optionWords(options.value)}</span>
        <button
          type="button"
          class="btn"
          aria-expanded={open.value}
          aria-controls="compose-options"
          disabled={locked}
          onClick={() => open.value = !open.value}
        >
          {open.value ? "Done" : "Change"}
        </button>
      </div>
      {open.value ? <OptionFields options={options} fault={fault} /> : null}
    </div>
  );
}

function tracksWords(studio: Studio, jobId: string): string {
  const count = studio.parts.value.filter(({ job }) => job === jobId).length;
  return count > 0 ? `Composed: ${count} tracks` : "Composed";
}

/** Short enough to be read out to a friend. */
function anySeed(): number {
  return crypto.getRandomValues(new Uint16Array(1))[0]!;
}
