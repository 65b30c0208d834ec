import { useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import type { VersionView } from "../../collab/document/schema.ts";
import { isPigment } from "../canvas/pigments.ts";
import { panBy } from "../canvas/space.ts";
import { Zoom } from "../canvas/zoom.tsx";
import { AfterAWhile } from "../parts/after_a_while.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Studio } from "../studio/studio.ts";
import { rulerMarks } from "../transport/time_axis.ts";
import type { TakeOnLane } from "./lanes.ts";
import type { Pitch, PitchNote } from "./pitch.ts";
import type { PitchState } from "./pitch_book.ts";
import { noteUnder, rangeOf, rowsOf, runsOf, withRoom, xOf } from "./plot.ts";
import { usePlotHands } from "./plot_hands.ts";
import { PlotLegend } from "./plot_legend.tsx";
import { PlotOthers } from "./plot_others.tsx";
import { inksOf, paintPlot } from "./plot_paint.ts";
import { noteWords, plotSummary } from "./plot_summary.ts";
import { PlotWords } from "./plot_words.tsx";
import { takeWordsOf } from "./take_words.ts";
import { tonalityOf } from "./tune_settings.ts";
import type { Voice } from "./voice.ts";

export interface PitchPlotProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
  readonly version: VersionView | null;
}

/** What lies over the plot and must not cover notes: the legend above, the zoom below, in pixels. */
const LEGEND_PIXELS = 64;
const ZOOM_PIXELS = 56;
/** Narrower, there is no zoom. */
const NARROW_PIXELS = 420;

/** The pitch of a take over the shared axis: as sung and as made, notes to press, the words under them. */
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
  const sungRange = useMemo(() => rangeOf([before, after].filter((each) => each !== null)), [
    before,
    after,
  ]);
  const range = withRoom(
    sungRange,
    pane.value.height,
    LEGEND_PIXELS,
    pane.value.width < NARROW_PIXELS ? 0 : ZOOM_PIXELS,
  );
  const frame = {
    ...pane.value,
    ...range,
    fromSeconds: look.x * song.durationSeconds,
    toSeconds: (look.x + 1 / look.zoom) * song.durationSeconds,
  };
  const takeWords = useMemo(() => takeWordsOf(studio), [studio]);
  useEffect(() => takeWords.close, [takeWords]);
  const words = useMemo(
    () => takeWords.of(take.id, start, before?.notes ?? []),
    [takeWords, take.id, start, before],
  ).value;

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
  const go = (to: number) => {
    const next = Math.min(notes.length - 1, Math.max(0, to));
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
  const hands = usePlotHands({
    studio,
    frame,
    plot: box,
    takeId: take.id,
    onPress: (seconds, midi) => {
      const found = noteUnder(notes, start, seconds, midi);
      if (found !== null) hear(found);
      else studio.transport.seek(seconds);
    },
    onStep: (by) => go(focus.value === null ? (by > 0 ? 0 : notes.length - 1) : focus.value + by),
    onEnd: (end) => go(end === "first" ? 0 : notes.length - 1),
    onHear: () => focus.value === null ? go(0) : hear(focus.value),
  });
  const failed = [sung, made].find((each) => each?.kind === "failed");
  return (
    <>
      <div
        ref={box}
        class={`roll-plot p-${pigment}`}
        tabIndex={0}
        role="group"
        aria-label={`Pitch of ${take.name}. Arrows go from note to note, Enter plays one`}
        {...hands}
      >
        <canvas
          ref={canvas}
          role="img"
          aria-label={plotSummary(take.name, before, made?.kind === "here" ? version : null)}
        />
        <ol class="sr" aria-label="Notes">
          {notes.map((note, i) => <li key={i}>{noteWords(note, i, notes.length)}</li>)}
        </ol>
        <PlotOthers studio={studio} takeId={take.id} frame={frame} />
      </div>
      {words.length > 0 ? <PlotWords studio={studio} words={words} frame={frame} /> : null}
      {before && before.problem !== "silent"
        ? <PlotLegend pigment={pigment} made={after ? version?.label ?? "tuned" : null} />
        : null}
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
      {failed?.kind === "failed"
        ? (
          <div class="roll-note">
            <ProblemNote
              problem={failed.problem}
              what="The pitch could not be shown."
              onRetry={() => {
                if (sung.kind === "failed") voice.pitches.retry(take);
                if (made?.kind === "failed" && version) voice.pitches.retry(version);
              }}
            />
          </div>
        )
        : null}
    </>
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
