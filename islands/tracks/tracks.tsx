import { effect } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import type { JobView } from "../../collab/document/schema.ts";
import { activeJob, progressOf, stageOf, stageWords } from "../music/jobs.ts";
import { MachineFace } from "../parts/face.tsx";
import type { Studio } from "../studio/studio.ts";
import { meterFraction } from "../transport/mixing.ts";
import { TrackRow } from "./track_row.tsx";

/** The lanes under the ruler: what plays, and what is being written. */
export function Tracks({ studio, folded }: { readonly studio: Studio; readonly folded: boolean }) {
  const list = useRef<HTMLUListElement>(null);
  const job = activeJob(studio, "compose");
  const parts = studio.parts.value;
  useEffect(() =>
    effect(() => {
      void studio.transport.position.value; // every frame while playing, once when it stops
      readMeters(list.current, studio);
    }), [studio]);
  return (
    <ul
      ref={list}
      class={folded ? "sound folded" : "sound"}
      aria-label="Tracks"
      tabIndex={0}
    >
      {job ? <JobLane studio={studio} job={job} /> : null}
      {parts.map((track) => <TrackRow key={track.id} studio={studio} track={track} />)}
      {parts.length === 0 && !job
        ? (
          <li class="quiet">
            <b>Quiet so far.</b> <span class="muted">Compose, and the tracks appear here.</span>
          </li>
        )
        : null}
    </ul>
  );
}

/** A job is shown on the lane it fills, from the left, with a wet edge. */
function JobLane({ studio, job }: { readonly studio: Studio; readonly job: JobView }) {
  const progress = progressOf(studio, job);
  const words = stageWords(stageOf(studio, job), job.status);
  return (
    <li class="track p-lapis job-lane">
      <div class="track-head">
        <div>
          <span class="row name">
            <MachineFace size="sm" />Alchemist
          </span>
        </div>
      </div>
      <div class="lane">
        <div class="written" style={{ "--v": progress }} />
        <div class="writing" style={{ "--v": progress }}>
          <span>{words}, {Math.round(progress * 100)} %</span>
        </div>
      </div>
    </li>
  );
}

function readMeters(list: HTMLElement | null, studio: Studio): void {
  if (!list || list.offsetParent === null) return;
  for (const meter of list.querySelectorAll<HTMLElement>("[data-meter]")) {
    showLevel(meter, meterFraction(studio.transport.peak(meter.dataset.meter ?? "")));
  }
}

/** The bar follows the sound; the mark above it holds the last peak and sinks slowly. */
export function showLevel(meter: HTMLElement, level: number): void {
  const held = Math.max(level, Number(meter.dataset.held ?? 0) - .004);
  meter.dataset.held = String(level === 0 && held < .02 ? 0 : held);
  meter.style.setProperty("--l", level.toFixed(3));
  meter.style.setProperty("--k", held.toFixed(3));
}
