import { useSignal } from "@preact/signals";
import { useWhole } from "../../collab/document/piece_edits.ts";
import { nudgeTake, removeTake, renameTake } from "../../collab/document/recording_edits.ts";
import type { JobView, TrackView } from "../../collab/document/schema.ts";
import { isPigment } from "../canvas/pigments.ts";
import { visibleX } from "../canvas/space.ts";
import { progressOf } from "../music/jobs.ts";
import { Icon } from "../parts/icon.tsx";
import { takeStep } from "../studio/shortcuts.ts";
import type { Studio } from "../studio/studio.ts";
import { Lane } from "../tracks/lane.tsx";
import { heardOf, maskOf } from "./comp.ts";
import { LanePhrases, type LanePhrasesProps } from "./lane_phrases.tsx";
import { type TakeOnLane, usableOf, useWords } from "./lanes.ts";
import type { Voice } from "./voice.ts";
import { jobWords } from "./voice_jobs.ts";

export interface TakeLaneProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly track: TrackView;
  readonly lane: TakeOnLane;
  /** Phrases are chosen among several takes; null where there is only one. */
  readonly base: LanePhrasesProps["base"] | null;
  readonly job: JobView | null;
}

/** Arrows move a take by this much; with Shift, ten times as far. */
const NUDGE_SECONDS = .01;

/** A take on its lane: a press on its name brings it to the front, "Use" puts it into the mix for everybody. */
export function TakeLane({ studio, voice, track, lane, base, job }: TakeLaneProps) {
  const { take, sounding, used, guests } = lane;
  const open = useSignal(false);
  const naming = useSignal(false);
  const { steps } = studio.room;
  const locked = !studio.canEdit.value;
  const front = voice.chosen.value?.take.id === take.id;
  const pigment = isPigment(track.pigment) ? track.pigment : "vermilion";
  const sound = usableOf(lane, front ? voice.version.value : null);
  const shown: TrackView = {
    ...track,
    pieces: [],
    name: `${take.name}, ${useWords(lane)}`,
    asset: take.asset,
    listen: take.listen,
    peaks: sound.peaks,
    duration_seconds: sound.duration_seconds,
    start_seconds: track.offset_seconds + take.offset_seconds,
    muted: track.muted && (sounding !== null || used.length > 0),
  };
  const heard = heardOnLane(studio, lane, track);
  const isPart = used.length + guests.length > 0;
  const use = () => {
    const best = voice.version.peek();
    const id = best && best.of === take.id ? best.id : sound.id;
    steps.edit(`Use ${take.name}`, (doc) => useWhole(doc, track.id, id));
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
              aria-pressed={isPart ? "mixed" : sounding !== null}
              aria-label={`Use ${isPart ? "all of " : ""}${take.name} in the mix`}
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
          <span class="muted small sub" title={useWords(lane)}>{useWords(lane)}</span>
        </div>
      </div>
      <div
        class={isPart ? "take-lane in-part" : "take-lane"}
        style={isPart ? { "--heard": maskOf(heard) } : undefined}
      >
        <Lane studio={studio} track={shown} faint={sounding === null && !isPart}>
          {heard.map(({ fromSeconds, toSeconds }) => (
            <span
              key={fromSeconds}
              class="comp"
              style={{ "--a": fromSeconds.toFixed(5), "--b": toSeconds.toFixed(5) }}
            />
          ))}
          {base && !locked
            ? (
              <LanePhrases
                studio={studio}
                voice={voice}
                track={track}
                lane={lane}
                sound={sound}
                base={base}
              />
            )
            : null}
        </Lane>
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

/** Where a take is heard, in fractions of what is seen of the lane. */
function heardOnLane(studio: Studio, lane: TakeOnLane, track: TrackView) {
  const { durationSeconds } = studio.song.value;
  const visible = (laneSeconds: number) => {
    const seconds = Math.min(durationSeconds, Math.max(0, track.offset_seconds + laneSeconds));
    return Math.min(1, Math.max(0, visibleX(seconds / durationSeconds, studio.look.value)));
  };
  return heardOf(track.pieces, lane).map(({ fromSeconds, toSeconds }) => ({
    fromSeconds: visible(fromSeconds),
    toSeconds: visible(toSeconds),
  })).filter(({ fromSeconds, toSeconds }) => toSeconds > fromSeconds);
}

function offsetWords(seconds: number): string {
  return `${seconds.toFixed(2)} s`;
}
