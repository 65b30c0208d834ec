import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { patchTrack } from "../../collab/document/edits.ts";
import { visibleX } from "../canvas/space.ts";
import type { TrackRowProps } from "./track_row.tsx";
import { offsetWords, placed, stepOf } from "./place.ts";

/** Drags write this often, and once more when they end. */
const WRITE_EVERY_MS = 70;

/** Where a track begins: drag it, or use the arrow keys; everybody hears it there. */
export function PlaceGrip({ studio, track }: TrackRowProps) {
  const { steps } = studio.room;
  const label = `${track.name} moved`;
  const held = useSignal(false);
  const from = useRef({ x: 0, offset: 0, secondsPerPixel: 0 });
  const written = useRef(0);
  const write = (seconds: number) => {
    const offset_seconds = placed(seconds);
    steps.edit(label, (doc) => patchTrack(doc, track.id, { offset_seconds }));
  };
  const offsetAt = (event: PointerEvent) =>
    from.current.offset + (event.clientX - from.current.x) * from.current.secondsPerPixel;
  const onDown = (event: PointerEvent) => {
    event.stopPropagation(); // a press on the lane itself moves the needle
    const grip = event.currentTarget as HTMLElement;
    grip.setPointerCapture(event.pointerId);
    const width = grip.parentElement!.getBoundingClientRect().width;
    // As the axis is now: it may grow with the song while this is dragged.
    const visible = studio.song.peek().durationSeconds / studio.look.peek().zoom;
    from.current = {
      x: event.clientX,
      offset: track.offset_seconds,
      secondsPerPixel: visible / Math.max(1, width),
    };
    held.value = true;
    steps.begin(label);
  };
  const onMove = (event: PointerEvent) => {
    if (!held.peek() || event.timeStamp - written.current < WRITE_EVERY_MS) return;
    written.current = event.timeStamp;
    write(offsetAt(event));
  };
  const onUp = (event: PointerEvent) => {
    if (!held.peek()) return;
    if (event.type === "pointerup" && event.clientX !== from.current.x) write(offsetAt(event));
    held.value = false;
    steps.end();
  };
  const onKey = (event: KeyboardEvent) => {
    const step = stepOf(event);
    if (step === null) return;
    event.preventDefault();
    event.stopPropagation();
    write(step === 0 ? 0 : track.offset_seconds + step);
  };
  const at = visibleX(
    track.start_seconds / studio.song.value.durationSeconds,
    studio.look.value,
  );
  const words = offsetWords(track.offset_seconds);
  return (
    <div
      role="slider"
      tabIndex={0}
      class={held.value ? "place held" : "place"}
      style={{ "--x": Math.min(1, Math.max(0, at)) }}
      aria-label={`${track.name}: place in time`}
      aria-valuemin={-600}
      aria-valuemax={600}
      aria-valuenow={track.offset_seconds}
      aria-valuetext={words}
      title="Drag, or arrow keys: 10 ms, with Shift 100. 0 brings it back"
      onPointerDown={onDown}
      onPointerMove={onMove}
      onPointerUp={onUp}
      onPointerCancel={onUp}
      onKeyDown={onKey}
    >
      <span class="value" aria-hidden="true">{words}</span>
    </div>
  );
}
