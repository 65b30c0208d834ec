import { useSignal } from "@preact/signals";
import {
  nudgeTake,
  removeTake,
  renameTake,
  useSource,
} from "../../collab/document/recording_edits.ts";
import type { JobView, TrackView } from "../../collab/document/schema.ts";
import { isPigment } from "../canvas/pigments.ts";
import { progressOf } from "../music/jobs.ts";
import { Icon } from "../parts/icon.tsx";
import { takeStep } from "../studio/shortcuts.ts";
import type { Studio } from "../studio/studio.ts";
import { Lane } from "../tracks/lane.tsx";
import { type TakeOnLane, useWords } from "./lanes.ts";
import type { Voice } from "./voice.ts";
import { jobWords } from "./voice_jobs.ts";

export interface TakeLaneProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly track: TrackView;
  readonly lane: TakeOnLane;
  readonly job: JobView | null;
}

/** Arrows move a take by this much; with Shift, ten times as far. */
const NUDGE_SECONDS = .01;

/** A take on its lane: a press on its name brings it to the front, "Use" puts it into the mix for everybody. */
export function TakeLane({ studio, voice, track, lane, job }: TakeLaneProps) {
  const { take, sounding } = lane;
  const open = useSignal(false);
  const naming = useSignal(false);
  const { steps } = studio.room;
  const locked = !studio.canEdit.value;
  const front = voice.chosen.value?.take.id === take.id;
  const pigment = isPigment(track.pigment) ? track.pigment : "vermilion";
  const shown: TrackView = {
    ...track,
    name: `${take.name}, ${useWords(lane)}`,
    asset: take.asset,
    listen: take.listen,
    peaks: sounding?.peaks ?? take.peaks,
    duration_seconds: sounding?.duration_seconds ?? take.duration_seconds,
    start_seconds: track.offset_seconds + take.offset_seconds,
    muted: track.muted && sounding !== null,
  };
  const use = () => {
    const best = voice.version.peek();
    const id = best && best.of === take.id ? best.id : take.id;
    steps.edit(`Use ${take.name}`, (doc) => useSource(doc, track.id, id));
  };
  const nudge = (seconds: number) =>
    steps.edit(
      `Move ${take.name}`,
      (doc) => nudgeTake(doc, take.id, take.offset_seconds + seconds),
    );
  const remove = () => {
    steps.edit(`Remove ${take.name}`, (doc) => removeTake(doc, take.id));
    studio.toasts.show(`${take.name} removed`, {
      label: "Undo",
      run: () => takeStep(studio, true),
    });
  };
  const rename = (value: string) => {
    naming.value = false;
    const name = value.trim();
    if (name && name !== take.name) {
      steps.edit(`Rename ${take.name}`, (doc) => renameTake(doc, take.id, name));
    }
  };
  return (
    <li class={`track take p-${pigment}${front ? " front" : ""}`}>
      <div class="track-head">
        <div>
          {naming.value
            ? (
              <input
                class="input name"
                aria-label={`Name of ${take.name}`}
                defaultValue={take.name}
                maxLength={255}
                ref={(input) => input?.select()}
                onBlur={(event) => rename(event.currentTarget.value)}
                onKeyDown={(event) => {
                  if (event.key === "Enter") rename(event.currentTarget.value);
                  if (event.key === "Escape") naming.value = false;
                }}
              />
            )
            : (
              <button
                type="button"
                class="name as-text"
                aria-pressed={front}
                title={take.name}
                onClick={() => voice.look(take.id)}
              >
                {take.name}
              </button>
            )}
          <div class="btn-row">
            <button
              type="button"
              class="tog"
              aria-pressed={sounding !== null}
              aria-label={`Use ${take.name} in the mix`}
              disabled={locked}
              onClick={use}
            >
              Use
            </button>
            <button
              type="button"
              class="tog"
              aria-expanded={open.value}
              aria-label={`More for ${take.name}`}
              disabled={locked}
              onClick={() => open.value = !open.value}
            >
              <Icon name="more" />
            </button>
          </div>
          <span class="muted small sub">{useWords(lane)}</span>
        </div>
      </div>
      <div class="take-lane">
        <Lane studio={studio} track={shown} faint={sounding === null} />
        {sounding ? <span class="comp" /> : null}
        {job
          ? (
            <div class="writing" style={{ "--v": progressOf(studio, job) }}>
              <span role="status">{jobWords(studio, job)}</span>
            </div>
          )
          : null}
        {open.value && !locked
          ? (
            <div class="take-more" role="group" aria-label={`${take.name}: more`}>
              <button type="button" class="btn line" onClick={() => naming.value = true}>
                Rename
              </button>
              <span class="row" role="group" aria-label={`Move ${take.name} in time`}>
                <button
                  type="button"
                  class="btn line icon"
                  aria-label="10 ms earlier, with Shift 100"
                  onClick={(event) => nudge(event.shiftKey ? -10 * NUDGE_SECONDS : -NUDGE_SECONDS)}
                >
                  −
                </button>
                <span class="value">{offsetWords(take.offset_seconds)}</span>
                <button
                  type="button"
                  class="btn line icon"
                  aria-label="10 ms later, with Shift 100"
                  onClick={(event) => nudge(event.shiftKey ? 10 * NUDGE_SECONDS : NUDGE_SECONDS)}
                >
                  +
                </button>
              </span>
              <button type="button" class="btn line" onClick={remove}>
                <Icon name="bin" />Delete
              </button>
              <button
                type="button"
                class="btn icon"
                aria-label="Close"
                onClick={() => open.value = false}
              >
                <Icon name="x" />
              </button>
            </div>
          )
          : null}
      </div>
    </li>
  );
}

function offsetWords(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
