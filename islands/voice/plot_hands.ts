import type { RefObject } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { panBy, zoomAt } from "../canvas/space.ts";
import type { Studio } from "../studio/studio.ts";
import { midiAt, type PlotFrame, secondsAt } from "./plot.ts";

/** Further than this a press is a drag. */
const DRAG_PIXELS = 5;

export interface PlotHands {
  readonly studio: Studio;
  readonly plot: RefObject<HTMLElement>;
  readonly frame: PlotFrame;
  readonly takeId: string;
  /** A press that was no drag: seconds of the song, and a pitch. */
  onPress(seconds: number, midi: number): void;
  /** One note on or back. */
  onStep(by: 1 | -1): void;
  /** To the first note, or the last. */
  onEnd(end: "first" | "last"): void;
  /** Plays the note in focus. */
  onHear(): void;
}

/**
 * Pointer, wheel and keys on the plot: pressing, dragging the axis, zooming. Where the pointer rests is told to
 * the others.
 */
export function usePlotHands(hands: PlotHands) {
  const { studio, plot, frame, takeId } = hands;
  const press = useRef<{ readonly x: number; moved: boolean; last: number } | null>(null);
  const placeOf = (event: MouseEvent) => {
    const edges = plot.current!.getBoundingClientRect();
    return { x: event.clientX - edges.left, y: event.clientY - edges.top };
  };
  const zoom = (factor: number, x = frame.width / 2) => {
    studio.look.value = zoomAt(studio.look.value, factor, { x, y: 0 }, frame);
  };
  const pan = (x: number) => studio.look.value = panBy(studio.look.value, { x, y: 0 }, frame);
  const { presence } = studio.room;
  const point = ({ x, y }: { readonly x: number; readonly y: number }) =>
    presence.tell({
      plot: {
        recording: takeId,
        seconds: Math.max(0, round(secondsAt(x, frame), 1000)),
        midi: Math.min(127, Math.max(0, round(midiAt(y, frame), 100))),
      },
    });
  const unpoint = () => presence.tell({ plot: null });
  useEffect(() => unpoint, [takeId]);

  const onWheel = (event: WheelEvent) => {
    const zooms = event.ctrlKey || event.metaKey;
    if (!zooms && Math.abs(event.deltaX) < Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (zooms) zoom(Math.exp(-event.deltaY / 240), placeOf(event).x);
    else pan(-event.deltaX);
  };
  useEffect(() => {
    const element = plot.current!;
    element.addEventListener("wheel", onWheel, { passive: false });
    return () => element.removeEventListener("wheel", onWheel);
  });

  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.target !== event.currentTarget || event.ctrlKey || event.metaKey) return;
      const act = {
        ArrowRight: () => hands.onStep(1),
        ArrowLeft: () => hands.onStep(-1),
        Home: () => hands.onEnd("first"),
        End: () => hands.onEnd("last"),
        Enter: hands.onHear,
        "+": () => zoom(1.5),
        "-": () => zoom(1 / 1.5),
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    },
    onPointerDown: (event: PointerEvent) => {
      const { x } = placeOf(event);
      press.current = { x, moved: false, last: x };
      plot.current!.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent) => {
      const place = placeOf(event);
      point(place);
      const pressed = press.current;
      if (!pressed) return;
      if (Math.abs(place.x - pressed.x) > DRAG_PIXELS) pressed.moved = true;
      if (pressed.moved) pan(place.x - pressed.last);
      pressed.last = place.x;
    },
    onPointerUp: (event: PointerEvent) => {
      const pressed = press.current;
      press.current = null;
      if (!pressed || pressed.moved) return;
      const { x, y } = placeOf(event);
      hands.onPress(secondsAt(x, frame), midiAt(y, frame));
    },
    onPointerCancel: () => press.current = null,
    onPointerLeave: unpoint,
  };
}

function round(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
