import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { VersionView } from "../../collab/document/schema.ts";
import { isPigment } from "../canvas/pigments.ts";
import { panBy, zoomAt } from "../canvas/space.ts";
import { Zoom } from "../canvas/zoom.tsx";
import { AfterAWhile } from "../parts/after_a_while.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Studio } from "../studio/studio.ts";
import { rulerMarks } from "../transport/time_axis.ts";
import type { TakeOnLane } from "./lanes.ts";
import { noteName, offWords, type Pitch, type PitchNote } from "./pitch.ts";
import type { PitchState } from "./pitch_book.ts";
import { midiAt, noteUnder, rangeOf, rowsOf, runsOf, secondsAt, xOf } from "./plot.ts";
import { inksOf, paintPlot } from "./plot_paint.ts";
import { tonalityOf } from "./tune_settings.ts";
import type { Voice } from "./voice.ts";

export interface PitchPlotProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
  readonly version: VersionView | null;
}

/** Further than this a press is a drag. */
const DRAG_PIXELS = 5;

/** The pitch of a take over the shared axis: as sung and as made, notes to press, lines of the scale. */
export function PitchPlot({ studio, voice, chosen, version }: PitchPlotProps) {
  const box = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const pane = useSignal({ width: 800, height: 360 });
  const theme = useSignal(0);
  const focus = useSignal<number | null>(null);
  const { take } = chosen;
  const colour = voice.stack.value?.track.pigment ?? "";
  const pigment = isPigment(colour) ? colour : "vermilion";
  const sung = voice.pitches.of(take).value;
  const made = version ? voice.pitches.of(version).value : null;
  const before = pitchIn(sung);
  const after = made ? pitchIn(made) : null;
  const notes = after && after.notes.length > 0 && after.notes.some(hasTarget)
    ? after.notes
    : before?.notes ?? [];
  const start = (voice.stack.value?.track.offset_seconds ?? 0) + take.offset_seconds;
  const song = studio.song.value;
  const look = studio.look.value;
  const meta = studio.room.document.meta.value;
  const tonality = tonalityOf(voice.settings.value.pitch, meta, before?.key ?? null);
  const range = useMemo(() => rangeOf([before, after].filter((each) => each !== null)), [
    before,
    after,
  ]);
  const frame = {
    ...pane.value,
    ...range,
    fromSeconds: look.x * song.durationSeconds,
    toSeconds: (look.x + 1 / look.zoom) * song.durationSeconds,
  };

  useEffect(() => {
    const watch = new ResizeObserver(([entry]) => {
      const { width, height } = entry!.contentRect;
      if (width > 0 && height > 0) pane.value = { width, height };
    });
    watch.observe(box.current!);
    const onTheme = () => theme.value++;
    const dark = matchMedia("(prefers-color-scheme: dark)");
    addEventListener("themechange", onTheme);
    dark.addEventListener("change", onTheme);
    return () => {
      watch.disconnect();
      removeEventListener("themechange", onTheme);
      dark.removeEventListener("change", onTheme);
    };
  }, []);
  void theme.value;
  useEffect(() => {
    if (!canvas.current) return;
    const visible = { from: look.x, to: look.x + 1 / look.zoom };
    paintPlot(
      canvas.current,
      {
        frame,
        rows: rowsOf(range, tonality?.key ?? "", tonality?.scale ?? ""),
        barLines: rulerMarks(song, frame.width / 74, visible).map(({ seconds }) =>
          xOf(seconds, frame)
        ),
        notes,
        startSeconds: start,
        focus: focus.value,
        before: before ? runsOf(before.midi, before.hopSeconds, start, frame) : [],
        after: after ? runsOf(after.midi, after.hopSeconds, start, frame) : [],
        front: voice.heard.value === "sung" ? "before" : "after",
      },
      inksOf(canvas.current),
      devicePixelRatio,
    );
  });

  const hear = (index: number) => {
    const note = notes[index];
    if (!note) return;
    focus.value = index;
    studio.say(noteWords(note, index, notes.length));
    const sound = voice.heard.peek() !== "sung" && version ? version : take;
    void studio.attempt(
      "The note could not be played.",
      () => voice.notes.play(sound.listen, note.startSeconds, note.endSeconds),
    );
  };
  const step = (by: number) => {
    const next = focus.value === null
      ? (by > 0 ? 0 : notes.length - 1)
      : Math.min(notes.length - 1, Math.max(0, focus.value + by));
    const note = notes[next];
    if (!note) return;
    focus.value = next;
    studio.say(noteWords(note, next, notes.length));
    const at = (start + note.startSeconds) / song.durationSeconds;
    const seen = (at - look.x) * look.zoom;
    if (seen < 0 || seen > 1) {
      studio.look.value = panBy(look, { x: (.2 - seen) * frame.width, y: 0 }, frame);
    }
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.target !== event.currentTarget) return;
    const act = {
      ArrowRight: () => step(1),
      ArrowLeft: () => step(-1),
      Enter: () => focus.value === null ? step(1) : hear(focus.value),
      "+": () => zoom(1.5),
      "-": () => zoom(1 / 1.5),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  const zoom = (factor: number, x = frame.width / 2) => {
    studio.look.value = zoomAt(studio.look.value, factor, { x, y: 0 }, frame);
  };
  const press = useRef<{ readonly x: number; moved: boolean; last: number } | null>(null);
  const placeOf = (event: PointerEvent) => {
    const edges = box.current!.getBoundingClientRect();
    return { x: event.clientX - edges.left, y: event.clientY - edges.top };
  };
  const onMove = (event: PointerEvent) => {
    const pressed = press.current;
    const { x } = placeOf(event);
    if (!pressed) return;
    if (Math.abs(x - pressed.x) > DRAG_PIXELS) pressed.moved = true;
    if (pressed.moved) {
      studio.look.value = panBy(studio.look.value, { x: x - pressed.last, y: 0 }, frame);
    }
    pressed.last = x;
  };
  const onUp = (event: PointerEvent) => {
    const pressed = press.current;
    press.current = null;
    if (!pressed || pressed.moved) return;
    const { x, y } = placeOf(event);
    const found = noteUnder(notes, start, secondsAt(x, frame), midiAt(y, frame));
    if (found !== null) hear(found);
    else studio.transport.seek(secondsAt(x, frame));
  };
  const onWheel = (event: WheelEvent) => {
    if (!event.ctrlKey && !event.metaKey && Math.abs(event.deltaX) < Math.abs(event.deltaY)) return;
    event.preventDefault();
    if (event.ctrlKey || event.metaKey) {
      zoom(Math.exp(-event.deltaY / 240), placeOf(event as never).x);
    } else studio.look.value = panBy(studio.look.value, { x: -event.deltaX, y: 0 }, frame);
  };
  useEffect(() => {
    const plot = box.current!;
    plot.addEventListener("wheel", onWheel, { passive: false });
    return () => plot.removeEventListener("wheel", onWheel);
  });
  const problem = sung.kind === "failed"
    ? sung.problem
    : made?.kind === "failed"
    ? made.problem
    : null;
  return (
    <>
      <div
        ref={box}
        class={`roll-plot p-${pigment}`}
        tabIndex={0}
        role="group"
        aria-label={`Pitch of ${take.name}. Arrows go from note to note, Enter plays one`}
        onKeyDown={onKey}
        onPointerDown={(event) => {
          const { x } = placeOf(event);
          press.current = { x, moved: false, last: x };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onMove}
        onPointerUp={onUp}
        onPointerCancel={() => press.current = null}
      >
        <canvas ref={canvas} role="img" aria-label={summary(take.name, before, after)} />
        <ol class="sr" aria-label="Notes">
          {notes.map((note, i) => <li key={i}>{noteWords(note, i, notes.length)}</li>)}
        </ol>
      </div>
      <Legend pigment={pigment} made={after !== null} label={version?.label ?? "tuned"} />
      <Zoom studio={studio} pane={pane} />
      {sung.kind === "loading"
        ? (
          <AfterAWhile>
            <p class="roll-note small muted" role="status">Listening for the pitch</p>
          </AfterAWhile>
        )
        : null}
      {before?.problem
        ? (
          <p class="roll-note small" role="status">
            {PROBLEM_WORDS[before.problem] ?? before.problem}
          </p>
        )
        : null}
      {problem
        ? (
          <div class="roll-note">
            <ProblemNote
              problem={problem}
              what="The pitch could not be shown."
              onRetry={() =>
                voice.pitches.retry(sung.kind === "failed" || !version ? take : version)}
            />
          </div>
        )
        : null}
    </>
  );
}

interface LegendProps {
  readonly pigment: string;
  readonly made: boolean;
  readonly label: string;
}

function Legend({ pigment, made, label }: LegendProps) {
  return (
    <div class={`legend p-${pigment}`} aria-hidden="true">
      <span>
        <svg viewBox="0 0 26 8">
          <path class={made ? "before" : "after"} d="M1 4h24" />
        </svg>
        as sung
      </span>
      {made
        ? (
          <span>
            <svg viewBox="0 0 26 8">
              <path class="after" d="M1 4h24" />
            </svg>
            {label.toLowerCase()}
          </span>
        )
        : null}
    </div>
  );
}

/** What was heard, where there are no notes to show. */
export const PROBLEM_WORDS: Readonly<Record<string, string>> = {
  silent: "There is no sound in this take.",
  unpitched: "No sung pitch in this take. Timing, breath and styles still work.",
  polyphonic:
    "Several voices sound at once, so single notes cannot be tuned. Breath, styles and matching still work.",
};

function pitchIn(state: PitchState): Pitch | null {
  return state.kind === "here" ? state.pitch : null;
}

function hasTarget({ targetMidi }: PitchNote): boolean {
  return targetMidi !== null;
}

function noteWords(note: PitchNote, index: number, count: number): string {
  const target = note.targetMidi ?? Math.round(note.midi);
  const seconds = (note.endSeconds - note.startSeconds).toFixed(1);
  return `Note ${index + 1} of ${count}: ${noteName(target)}, ${
    offWords(note.midi, target)
  }, ${seconds} s, at ${note.startSeconds.toFixed(1)} s`;
}

function summary(name: string, before: Pitch | null, after: Pitch | null): string {
  if (!before) return `Pitch of ${name}, not heard yet`;
  const low = before.notes.reduce((least, { midi }) => Math.min(least, midi), Infinity);
  const high = before.notes.reduce((most, { midi }) => Math.max(most, midi), -Infinity);
  const sung = before.notes.length === 0
    ? "no notes"
    : `${before.notes.length} notes from ${noteName(low)} to ${noteName(high)}`;
  return `Pitch of ${name}: ${sung}${after ? "; as sung dotted, as made in colour" : ""}`;
}
