import { useSignal } from "@preact/signals";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { LyricDesk } from "./desk.ts";
import { FitReport } from "./fit_report.tsx";
import { EndedJob } from "./lyric_tray.tsx";
import { takeHome } from "./take_home.ts";

/** The words on a melody: which, what would change and why, and the words with their times to take home. */
export function FitStep({ desk }: { readonly desk: LyricDesk }) {
  const { studio, fit } = desk;
  const { recordings, tracks, lyrics } = studio.room.document;
  const wish = useSignal("");
  const takes = recordings.value.flatMap((one) => one.kind === "take" ? [one] : []).toReversed();
  const composed = tracks.value.some(({ kind }) => kind === "stem");
  const melody = takes.some(({ id }) => id === wish.value)
    ? wish.value
    : composed
    ? ""
    : takes[0]?.id ?? "";
  const locked = desk.locked.value;
  const problem = desk.problem.value;
  const last = desk.jobs.lastFit.value;
  const nothing = takes.length === 0 && !composed;
  const empty = lyrics.value.trim() === "";
  const busy = locked !== null || desk.asking.value || nothing || empty ||
    desk.jobs.running.value.some(({ kind }) => kind === "lyrics.match");
  const start = (mode: "apply" | "suggest") => void desk.fitTo(melody || null, mode);
  return (
    <>
      {nothing
        ? (
          <p class="note">
            <Icon name="mic" />
            There is no melody yet. Compose one or sing one, then the words can be fitted to it.
          </p>
        )
        : (
          <div class="field">
            <label for="fit-melody">Sung as</label>
            <select
              class="input"
              id="fit-melody"
              value={melody}
              onChange={(event) => wish.value = event.currentTarget.value}
            >
              {composed ? <option value="">the composed lead</option> : null}
              {takes.map(({ id, name }) => <option key={id} value={id}>{name}</option>)}
            </select>
          </div>
        )}
      <div class="btn-row">
        <button type="button" class="btn main" disabled={busy} onClick={() => start("apply")}>
          <Icon name="lines" />Fit the words
        </button>
        <button type="button" class="btn line" disabled={busy} onClick={() => start("suggest")}>
          Suggest only
        </button>
      </div>
      {locked
        ? (
          <p class="note">
            <Icon name="eye" />
            {locked}
          </p>
        )
        : null}
      {problem ? <ProblemNote problem={problem} what="Not started." /> : null}
      {last && last.status !== "running" && last.status !== "queued"
        ? <EndedJob key={last.id} desk={desk} job={last} />
        : null}
      {fit.value ? <FitReport desk={desk} fit={fit.value} /> : null}
      <div class="row between lyric-home">
        <span class="label">Take the words home</span>
        <div class="btn-row">
          <button
            type="button"
            class="btn line"
            disabled={empty}
            onClick={() => takeHome(desk, "txt")}
          >
            <Icon name="out" />Text
          </button>
          <button
            type="button"
            class="btn line"
            disabled={!desk.times.value.some(Boolean)}
            title="With the times of a match, for karaoke players"
            onClick={() => takeHome(desk, "lrc")}
          >
            <Icon name="out" />LRC
          </button>
        </div>
      </div>
    </>
  );
}
