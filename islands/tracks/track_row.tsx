import { useRef } from "preact/hooks";
import { patchTrack, type TrackPatch } from "../../collab/document/edits.ts";
import type { TrackView } from "../../collab/document/schema.ts";
import { isPigment } from "../canvas/pigments.ts";
import type { Studio } from "../studio/studio.ts";
import { later } from "../parts/later.tsx";
import { Lane } from "./lane.tsx";

export interface TrackRowProps {
  readonly studio: Studio;
  readonly track: TrackView;
}

const PlaceGrip = later<TrackRowProps>(async () =>
  (await import("../studio/side_panels.ts")).PlaceGrip
);

/** Faders write this often while they are dragged, and once more when they are let go. */
const WRITE_EVERY_MS = 70;

/** A track: its head with fader, pan, mute and solo, and its lane. */
export function TrackRow({ studio, track }: TrackRowProps) {
  const { steps } = studio.room;
  const locked = !studio.canEdit.value;
  const moving = useRef(false);
  const written = useRef(0);
  const write = (patch: TrackPatch) =>
    steps.edit(`${track.name} ${partOf(patch)}`, (doc) => patchTrack(doc, track.id, patch));
  const drag = (patch: TrackPatch) => {
    if (!moving.current) steps.begin(`${track.name} ${partOf(patch)}`);
    moving.current = true;
    const now = performance.now();
    if (now - written.current < WRITE_EVERY_MS) return;
    written.current = now;
    write(patch);
  };
  const drop = (patch: TrackPatch) => {
    write(patch);
    if (moving.current) steps.end();
    moving.current = false;
  };
  const pigment = isPigment(track.pigment) ? track.pigment : "lapis";
  return (
    <li class={`track p-${pigment}`}>
      <div class="track-head">
        <div>
          <span class="name" title={track.name}>{track.name}</span>
          <div class="btn-row">
            <button
              type="button"
              class="tog"
              aria-pressed={track.muted}
              aria-label={`Mute ${track.name}`}
              disabled={locked}
              onClick={() => write({ muted: !track.muted })}
            >
              M
            </button>
            <button
              type="button"
              class="tog solo"
              aria-pressed={track.soloed}
              aria-label={`Solo ${track.name}`}
              disabled={locked}
              onClick={() => write({ soloed: !track.soloed })}
            >
              S
            </button>
          </div>
          <div class="level">
            <div class="meter" data-meter={track.id} />
            <input
              class="fader"
              type="range"
              min={-60}
              max={track.kind === "stem" ? 6 : 30}
              step={.5}
              value={track.gain_db}
              disabled={locked}
              aria-label={`${track.name} gain`}
              aria-valuetext={decibels(track.gain_db)}
              onInput={(event) => drag({ gain_db: Number(event.currentTarget.value) })}
              onChange={(event) => drop({ gain_db: Number(event.currentTarget.value) })}
              onDblClick={() => write({ gain_db: 0 })}
            />
          </div>
          <Pan track={track} locked={locked} onDrag={drag} onDrop={drop} />
        </div>
      </div>
      <Lane studio={studio} track={track}>
        {locked ? null : <PlaceGrip studio={studio} track={track} />}
      </Lane>
    </li>
  );
}

interface PanProps {
  readonly track: TrackView;
  readonly locked: boolean;
  onDrag(patch: TrackPatch): void;
  onDrop(patch: TrackPatch): void;
}

function Pan({ track, locked, onDrag, onDrop }: PanProps) {
  return (
    <input
      class="fader from-mid pan"
      type="range"
      min={-1}
      max={1}
      step={.05}
      value={track.pan}
      disabled={locked}
      aria-label={`${track.name} pan`}
      aria-valuetext={panWords(track.pan)}
      title={`Pan: ${panWords(track.pan)}`}
      style={{ "--v": (track.pan + 1) / 2 }}
      onInput={(event) => onDrag({ pan: Number(event.currentTarget.value) })}
      onChange={(event) => onDrop({ pan: Number(event.currentTarget.value) })}
      onDblClick={() => onDrop({ pan: 0 })}
    />
  );
}

/** What a step of undo is called after the track's name. */
function partOf(patch: TrackPatch): string {
  if (patch.gain_db !== undefined) return "fader";
  if (patch.pan !== undefined) return "pan";
  if (patch.muted !== undefined) return patch.muted ? "muted" : "unmuted";
  return patch.soloed ? "solo" : "solo off";
}

/** "minus 6 decibels", "off". */
export function decibels(gainDb: number): string {
  if (gainDb <= -60) return "off";
  return `${gainDb < 0 ? "minus " : ""}${Math.abs(gainDb)} decibels`;
}

/** "centre", "40 percent left". */
export function panWords(pan: number): string {
  const percent = Math.round(Math.abs(pan) * 100);
  return percent === 0 ? "centre" : `${percent} percent ${pan < 0 ? "left" : "right"}`;
}
