import type { ComponentChildren } from "preact";
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { visibleX } from "../canvas/space.ts";
import type { Studio } from "../studio/studio.ts";
import { clock, preciseClock, rulerMarks } from "../transport/time_axis.ts";

export interface RulerProps {
  readonly studio: Studio;
  /** What stands left of the scale. */
  readonly lead: ComponentChildren;
}

/** Pixels a label needs. */
const LABEL_WIDTH = 74;

/** Between picture and sound: bars and seconds, and the head of the needle. */
export function Ruler({ studio, lead }: RulerProps) {
  const scale = useRef<HTMLDivElement>(null);
  const width = useSignal(600);
  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => width.value = entry!.contentRect.width);
    watch.observe(scale.current!);
    return () => watch.disconnect();
  }, []);
  const song = studio.song.value;
  const look = studio.look.value;
  const visible = { from: look.x, to: look.x + 1 / look.zoom };
  const marks = rulerMarks(song, width.value / LABEL_WIDTH, visible);
  const seekTo = (event: PointerEvent) => {
    const box = scale.current!.getBoundingClientRect();
    const fraction = (event.clientX - box.left) / box.width / look.zoom + look.x;
    studio.transport.seek(fraction * song.durationSeconds);
  };
  return (
    <div class="ruler">
      <div class="lead">{lead}</div>
      <div
        ref={scale}
        class="scale"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          seekTo(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) seekTo(event);
        }}
      >
        <ol aria-hidden="true">
          {marks.map(({ at, label, seconds }) => (
            <li key={at} style={{ "--x": visibleX(at, look) }}>
              <span class="value">{label}</span>
              {song.tempoBpm ? clock(seconds) : null}
            </li>
          ))}
        </ol>
        <Seek studio={studio} />
        <i class="head" aria-hidden="true" />
      </div>
    </div>
  );
}

/** The needle for keys and readers: arrows move it by a second. */
function Seek({ studio }: { readonly studio: Studio }) {
  const position = studio.transport.position;
  const second = Math.round(position.value);
  return (
    <input
      class="seek"
      type="range"
      min={0}
      max={Math.ceil(studio.song.value.durationSeconds)}
      step={1}
      value={second}
      aria-label="Needle"
      aria-valuetext={preciseClock(second).slice(0, -4)}
      onInput={(event) => studio.transport.seek(Number(event.currentTarget.value))}
    />
  );
}
