import { type Signal, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { Face, MachineFace } from "../parts/face.tsx";
import { Icon } from "../parts/icon.tsx";
import { whenWords } from "../parts/time_words.ts";
import type { Studio } from "../studio/studio.ts";
import { type ChangeSummary, changeWords } from "./change_words.ts";

export interface AwayNoteProps {
  readonly studio: Studio;
  /** Since when, or null: nothing to tell. Set to null by whoever has read it. */
  readonly since: Signal<Date | null>;
}

/** "While you were away": what others, and machines that others asked, have done since the last visit. */
export function AwayNote({ studio, since }: AwayNoteProps) {
  const news = useSignal<readonly ChangeSummary[]>([]);
  const { user, projectId } = studio.room;
  useEffect(() => {
    const moment = since.peek();
    const stop = new AbortController();
    if (moment) {
      const path = `/projects/${projectId}/changes?since=${moment.toISOString()}`;
      studio.api.get<{ readonly changes: readonly ChangeSummary[] }>(path, stop.signal)
        .then(({ changes }) =>
          news.value = changes.filter((change) =>
            change.user_id !== user.id && changeWords([change]) !== ""
          )
        )
        .catch(() => undefined); // only news; History tells the same and says when it cannot
    }
    return () => stop.abort();
  }, [since]);
  if (!since.value || news.value.length === 0) return null;
  return (
    <section class="note away-note" aria-label="While you were away">
      <Icon name="retry" />
      <div class="grow stack">
        <p>
          <b>While you were away</b>{" "}
          <span class="muted">since {whenWords(since.value, new Date())}</span>
        </p>
        <ul>
          {news.value.slice(0, SHOWN).map((change) => (
            <li key={`${change.user_id}/${change.job_id}`}>
              {change.job_id
                ? <MachineFace size="sm" />
                : <Face name={change.username ?? "?"} color={change.color ?? 0} size="sm" />}
              <span>
                <b>{change.job_id ? "Alchemist" : change.username ?? "Somebody"}</b>
                {change.job_id && change.username ? `, asked by ${change.username}` : ""}:{" "}
                {changeWords([change])}
              </span>
            </li>
          ))}
        </ul>
        {news.value.length > SHOWN
          ? <p class="muted">and {news.value.length - SHOWN} more</p>
          : null}
      </div>
      <div class="btn-row">
        <button
          type="button"
          class="btn line"
          onClick={() => {
            since.value = null;
            studio.showSide("history");
          }}
        >
          See history
        </button>
        <button
          type="button"
          class="btn icon"
          aria-label="Close this note"
          onClick={() => since.value = null}
        >
          <Icon name="x" />
        </button>
      </div>
    </section>
  );
}

const SHOWN = 4;
