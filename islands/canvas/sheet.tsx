import { effect, useComputed, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { later } from "../parts/later.tsx";
import type { Studio } from "../studio/studio.ts";
import { EmptySheet } from "./empty_sheet.tsx";
import { createInk, type Ink } from "./ink.ts";
import { keyPenPress } from "./key_pen.ts";
import { createOutlineCache } from "./outline.ts";
import { Overlay } from "./overlay.tsx";
import { createPainter } from "./painter.ts";
import { attachPen } from "./pen.ts";
import { Photos } from "./photos.tsx";
import { addPictures, picturesIn } from "./pictures.ts";
import type { PrintGripProps } from "./print_grip.tsx";
import { createPalette } from "./pigments.ts";
import { SheetPicker } from "./sheet_picker.tsx";
import { type Pane, toSheet } from "./space.ts";
import { Zoom } from "./zoom.tsx";

const PrintGrip = later<PrintGripProps>(async () =>
  (await import("../studio/side_panels.ts")).PrintGrip
);

/** The Emotion Canvas: paper, photos, paint, wet paint, and whoever is there, in layers. */
export function Sheet({ studio }: { readonly studio: Studio }) {
  const box = useRef<HTMLDivElement>(null);
  const pad = useRef<HTMLDivElement>(null);
  const dry = useRef<HTMLCanvasElement>(null);
  const wet = useRef<HTMLCanvasElement>(null);
  const pane = useSignal<Pane>({ width: 1, height: 1 });
  const outlines = useRef(createOutlineCache()).current;
  const ink = useRef<Ink | null>(null);
  ink.current ??= createInk(studio);
  const dropping = useSignal(false);

  useEffect(() => {
    const element = box.current!;
    const palette = createPalette(element);
    const painter = createPainter(dry.current!, wet.current!, outlines, palette);
    const repaint = frames({
      dry: () => painter.dry(studio.shapes.peek(), studio.look.peek(), studio.picked.peek()),
      wet: () => {
        const canvas = studio.canvas.peek()?.id ?? "";
        const growing = studio.room.presence.growing.values();
        painter.wet(ink.current!.stroke(), growing, canvas, studio.look.peek());
      },
    });
    const fit = () => {
      const { width, height } = element.getBoundingClientRect();
      if (width === 0 || height === 0) return;
      painter.resize({ width, height });
      pane.value = { width, height };
      repaint.dry();
      repaint.wet();
    };
    const watch = new ResizeObserver(fit);
    watch.observe(element);
    const onTheme = () => {
      painter.recolour();
      repaint.dry();
      repaint.wet();
    };
    const night = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("themechange", onTheme);
    night.addEventListener("change", onTheme);
    const ends = [
      effect(() => {
        void [studio.shapes.value, studio.look.value, studio.picked.value];
        repaint.dry();
      }),
      effect(() => {
        void [ink.current!.changed.value, studio.room.presence.growth.value, studio.look.value];
        repaint.wet();
      }),
      attachPen({
        pad: pad.current!,
        studio,
        ink: ink.current!,
        outlines,
        pane: () => pane.peek(),
      }),
      () => watch.disconnect(),
      () => removeEventListener("themechange", onTheme),
      () => night.removeEventListener("change", onTheme),
      repaint.end,
    ];
    return () => ends.forEach((end) => end());
  }, [studio]);

  const words = useComputed(() => {
    const shapes = studio.shapes.value;
    const pictures = shapes.filter(({ kind }) => kind === "image").length;
    const strokes = shapes.length - pictures;
    return `Emotion canvas, ${count(strokes, "stroke")} and ${count(pictures, "picture")}. ` +
      (studio.canEdit.value ? "Press K to paint with the keys." : "Read-only.");
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey) return;
    if (keyPenPress(event, studio, ink.current!) || toolKey(event, studio)) {
      event.preventDefault();
      event.stopPropagation();
    }
  };
  const onDrop = (event: DragEvent) => {
    event.preventDefault();
    dropping.value = false;
    const corner = box.current!.getBoundingClientRect();
    const spot = { x: event.clientX - corner.left, y: event.clientY - corner.top };
    const at = toSheet(spot, pane.peek(), studio.look.peek());
    void addPictures(studio, picturesIn(event.dataTransfer), at);
  };
  const look = studio.look.value;
  return (
    <div
      ref={box}
      class={dropping.value ? "canvas dropping" : "canvas"}
      data-tool={studio.canEdit.value ? studio.tool.value : "hand"}
      data-readonly={studio.room.readOnly.value ? "" : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        dropping.value = studio.canEdit.peek();
      }}
      onDragLeave={() => dropping.value = false}
      onDrop={onDrop}
    >
      <div
        class="paper-lines"
        aria-hidden="true"
        style={{
          "--line-gap": `${100 * look.zoom / 6}%`,
          "--line-x": `${-look.x * look.zoom * pane.value.width}px`,
        }}
      />
      <Photos studio={studio} pane={pane} />
      <canvas ref={dry} class="paint" aria-hidden="true" />
      <canvas ref={wet} class="wet" aria-hidden="true" />
      <div
        ref={pad}
        id="sheet"
        class="pad"
        tabIndex={0}
        role="group"
        aria-label={words.value}
        onKeyDown={onKey}
      />
      <Overlay studio={studio} pane={pane} outlines={outlines} />
      {studio.shapes.value.some(({ kind }) => kind === "image")
        ? <PrintGrip studio={studio} pane={pane} />
        : null}
      <EmptySheet studio={studio} />
      <SheetPicker studio={studio} />
      <Zoom studio={studio} pane={pane} />
    </div>
  );
}

/** At most one drawing of each layer a frame, whatever changed how often. */
function frames(layers: { readonly dry: () => void; readonly wet: () => void }) {
  let frame = 0;
  const due = new Set<"dry" | "wet">();
  const ask = (layer: "dry" | "wet") => () => {
    due.add(layer);
    frame ||= requestAnimationFrame(() => {
      frame = 0;
      for (const each of due) layers[each]();
      due.clear();
    });
  };
  return { dry: ask("dry"), wet: ask("wet"), end: () => cancelAnimationFrame(frame) };
}

/** Single letters work only while the sheet has the focus (WCAG 2.1.4). */
function toolKey(event: KeyboardEvent, studio: Studio): boolean {
  const { tool, width, keyPen, canEdit } = studio;
  switch (event.key.toLowerCase()) {
    case "d":
    case "p":
      tool.value = "pen";
      return true;
    case "e":
      tool.value = "eraser";
      return true;
    case "h":
      tool.value = "hand";
      return true;
    case "[":
      width.value = Math.max(4, Math.round(width.peek() / 1.2));
      return true;
    case "]":
      width.value = Math.min(160, Math.round(width.peek() * 1.2));
      return true;
    case "k":
      if (canEdit.peek()) raiseKeyPen(studio);
      return keyPen.peek() !== null;
  }
  return false;
}

/** Puts the crosshair in the middle of what is in sight. */
export function raiseKeyPen(studio: Studio): void {
  const { zoom, x, y } = studio.look.peek();
  studio.tool.value = "pen";
  studio.keyPen.value = {
    x: Math.round((x + .5 / zoom) * 1600),
    y: Math.round((y + .5 / zoom) * 900),
    down: false,
  };
  studio.say("Arrows move the brush, Space puts it down and lifts it, Escape ends.");
  document.getElementById("sheet")?.focus();
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
