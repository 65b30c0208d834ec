import { effect, type ReadonlySignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { CANVAS_WIDTH, type StrokeView } from "../../collab/document/schema.ts";
import { Cursor } from "../parts/cursor.tsx";
import type { Studio } from "../studio/studio.ts";
import { crossing } from "./hit.ts";
import type { OutlineCache } from "./outline.ts";
import { isPigment } from "./pigments.ts";
import { type Pane, toScreen } from "./space.ts";

export interface OverlayProps {
  readonly studio: Studio;
  readonly pane: ReadonlySignal<Pane>;
  readonly outlines: OutlineCache;
}

/** Above the paint: the others' pointers, the crosshair of the keys, and rings where paint sounds. */
export function Overlay({ studio, pane, outlines }: OverlayProps) {
  const look = studio.look.value;
  const canvas = studio.canvas.value?.id;
  const pen = studio.keyPen.value;
  const color = studio.color.value;
  return (
    <div class="overlay" aria-hidden="true">
      <Rings studio={studio} pane={pane} outlines={outlines} />
      {studio.room.presence.others.value.map(({ clientId, cursor, user, attention }) => {
        if (!cursor || cursor.canvas !== canvas || attention === "away") return null;
        const { x, y } = toScreen(cursor, pane.value, look);
        return (
          <div
            key={clientId}
            class={x > pane.value.width - 110 ? "cursor-place turned" : "cursor-place"}
            style={{ transform: `translate(${x}px, ${y}px)` }}
          >
            <Cursor name={user.name.split(" ")[0]!} color={user.color} attention={attention} />
          </div>
        );
      })}
      {pen
        ? (
          <div
            class={`crosshair ${pen.down ? "down" : ""} ${isPigment(color) ? `p-${color}` : ""}`}
            style={placed(toScreen(pen, pane.value, look))}
          />
        )
        : null}
    </div>
  );
}

const MAX_RINGS = 24;

/** Rings follow the needle every frame, so they are moved by hand and not by rendering. */
function Rings({ studio, pane, outlines }: OverlayProps) {
  const host = useRef<HTMLDivElement>(null);
  useEffect(() =>
    effect(() => {
      const { durationSeconds } = studio.song.value;
      const playing = studio.transport.state.value.kind === "playing";
      const size = pane.value;
      const look = studio.look.value;
      const at = studio.transport.position.value / durationSeconds;
      const rings: { stroke: StrokeView; x: number; y: number }[] = [];
      if (playing) {
        const x = at * size.width;
        for (const shape of studio.shapes.value) {
          if (shape.kind !== "stroke" || rings.length >= MAX_RINGS) continue;
          const y = crossing(outlines.of(shape, size), x);
          if (y === null) continue;
          const spot = { x: at * CANVAS_WIDTH, y: y / size.height * 900 };
          rings.push({ stroke: shape, ...toScreen(spot, size, look) });
        }
      }
      show(host.current, rings);
    }), [studio]);
  return <div ref={host} />;
}

function show(
  host: HTMLElement | null,
  rings: readonly { readonly stroke: StrokeView; readonly x: number; readonly y: number }[],
): void {
  if (!host) return;
  while (host.childElementCount > rings.length) host.lastElementChild!.remove();
  while (host.childElementCount < rings.length) host.append(document.createElement("div"));
  rings.forEach(({ stroke, x, y }, i) => {
    const ring = host.children[i] as HTMLElement;
    const pigment = isPigment(stroke.color) ? `p-${stroke.color}` : "";
    if (ring.className !== `sounding ${pigment}`) ring.className = `sounding ${pigment}`;
    ring.style.transform = `translate(${x}px, ${y}px)`;
  });
}

function placed({ x, y }: { readonly x: number; readonly y: number }) {
  return { transform: `translate(${x}px, ${y}px)` };
}
