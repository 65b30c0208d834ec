import { useMemo, useRef } from "preact/hooks";
import { removeShape } from "../../collab/document/edits.ts";
import type { ImageView, ShapeView, StrokeView } from "../../collab/document/schema.ts";
import { Dab, Icon } from "../parts/icon.tsx";
import type { Studio } from "../studio/studio.ts";
import { openPoints } from "./outline.ts";
import { isPigment } from "./pigments.ts";
import { strokeWords } from "./stroke_words.ts";

/** What is on the sheet, in words and in the order of time: to read, to find, to remove. */
export function Marks({ studio }: { readonly studio: Studio }) {
  const { shapes, song } = studio;
  const known = useRef(new WeakMap<ShapeView, Seen>()).current;
  const duration = song.value.durationSeconds;
  const marks = useMemo(
    () => shapes.value.map((shape) => seen(shape, duration, known)).sort((a, b) => a.from - b.from),
    [shapes.value, duration],
  );
  if (marks.length === 0) {
    return (
      <p class="muted small">Nothing on the sheet yet. Every stroke and picture is listed here.</p>
    );
  }
  let picture = 0;
  return (
    <ul class="marks" aria-label="Marks on the sheet, by time">
      {marks.slice(0, SHOWN).map(({ shape, words }) => (
        <Mark
          key={shape.id}
          studio={studio}
          shape={shape}
          words={words ?? `Picture ${++picture}`}
        />
      ))}
      {marks.length > SHOWN ? <li class="muted small">and {marks.length - SHOWN} more</li> : null}
    </ul>
  );
}

const SHOWN = 200;

interface MarkProps {
  readonly studio: Studio;
  readonly shape: ShapeView;
  readonly words: string;
}

function Mark({ studio, shape, words }: MarkProps) {
  const { picked, room } = studio;
  const by = shape.by === room.user.id ? "you" : studio.nameOf(shape.by);
  const remove = (event: MouseEvent) => {
    keepFocus(event.currentTarget as HTMLElement);
    room.steps.edit(`${words} removed`, (doc) => removeShape(doc, shape.id));
    studio.toasts.show(`${words} removed`, { label: "Undo", run: () => room.steps.undo() });
  };
  return (
    <li>
      <Swatch shape={shape} />
      <button
        type="button"
        class="btn flush mark-name"
        aria-pressed={picked.value === shape.id}
        onClick={() => picked.value = picked.value === shape.id ? null : shape.id}
      >
        <span>
          {words}
          {by ? <span class="muted">, by {by}</span> : null}
        </span>
      </button>
      <button
        type="button"
        class="btn icon"
        aria-label={`Remove ${words}`}
        disabled={!studio.canEdit.value}
        onClick={remove}
      >
        <Icon name="bin" />
      </button>
    </li>
  );
}

function Swatch({ shape }: { readonly shape: StrokeView | ImageView }) {
  if (shape.kind === "image") return <Icon name="image" />;
  return isPigment(shape.color)
    ? <Dab class={`swatch p-${shape.color}`} />
    : (
      <span class="swatch-own" style={{ "--p": shape.color }}>
        <Dab class="swatch" />
      </span>
    );
}

interface Seen {
  readonly shape: ShapeView;
  readonly durationSeconds: number;
  /** Where it begins, in canvas units. */
  readonly from: number;
  /** Null for pictures, which are counted. */
  readonly words: string | null;
}

/** Shapes are immutable and keep their identity: each is opened and described once. */
function seen(shape: ShapeView, durationSeconds: number, known: WeakMap<ShapeView, Seen>): Seen {
  const before = known.get(shape);
  if (before?.durationSeconds === durationSeconds) return before;
  const points = shape.kind === "stroke" ? openPoints(shape) : [];
  const found: Seen = {
    shape,
    durationSeconds,
    from: shape.kind === "image"
      ? shape.x
      : points.reduce((least, { x }) => Math.min(least, x), Infinity),
    words: shape.kind === "image" ? null : strokeWords(shape, points, durationSeconds),
  };
  known.set(shape, found);
  return found;
}

/** The button goes with its line: the next line's takes the focus, or the list's tab. */
function keepFocus(button: HTMLElement): void {
  const line = button.closest("li");
  const next = (line?.nextElementSibling ?? line?.previousElementSibling)
    ?.querySelector<HTMLElement>("button:last-of-type");
  (next ?? document.getElementById("tab-marks"))?.focus();
}
