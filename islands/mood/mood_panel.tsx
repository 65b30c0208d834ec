import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import { patchCanvas } from "../../collab/document/edits.ts";
import type { AnalysisView, CanvasView, Mood } from "../../collab/document/schema.ts";
import { activeJob, lastJob, startJob } from "../music/jobs.ts";
import { DoneCard } from "../music/done.ts";
import { JobReference } from "../music/job_reference.tsx";
import { JobCard } from "../music/job_card.tsx";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { capital, firstSentence } from "./analysis_words.ts";
import { arousalWords, moodWord, signed, valenceWords } from "./plane.ts";
import { Wheel } from "./wheel.tsx";

/** While something is dragged the document hears of it this often; everyone sees it move, history stays small. */
const WRITE_EVERY_MS = 90;

/** The mood of the sheet: what the picture says, and where people have moved it. Everyone's sliders. */
export function MoodPanel({ studio }: { readonly studio: Studio }) {
  const canvas = studio.canvas.value;
  const problem = useSignal<Problem | null>(null);
  if (!canvas) return null;
  const analysis = canvas.analysis;
  const job = activeJob(studio, "analyse");
  const last = lastJob(studio, "analyse");
  const failed = last?.status === "failed" ? last : null;
  const nothing = studio.shapes.value.length === 0;
  const read = async () => {
    problem.value = null;
    problem.value = await startJob(studio, `/canvases/${canvas.id}/analyze`, {});
  };
  return (
    <>
      <div class="stack mood-head">
        <div class="row between">
          <h2 class="mood-word">
            <span class="sr">Mood:</span>
            {capital(wordFor(canvas))}
          </h2>
          <button
            type="button"
            class="btn"
            disabled={!studio.canEdit.value || nothing || job !== null}
            onClick={read}
          >
            <Icon name="eye" />
            {analysis ? "Read again" : "Read the picture"}
          </button>
        </div>
        <MoodLine analysis={analysis} nothing={nothing} />
        {job ? <JobCard studio={studio} job={job} title="Reading the picture" /> : null}
        {!job && last && (lastJob(studio, "compose")?.at ?? 0) < last.at
          ? (
            <DoneCard
              studio={studio}
              job={last}
              done="The picture is read"
              undone="Undone. The mood is as it was"
            />
          )
          : null}
        {!job && failed
          ? (
            <div class="stack" role="alert">
              <p class="note danger">
                <Icon name="alert" />
                <span>
                  <b>The picture could not be read.</b> {failed.error}
                </span>
              </p>
              <JobReference id={failed.id} />
            </div>
          )
          : null}
        {problem.value
          ? <ProblemNote problem={problem.value} what="The picture was not read." onRetry={read} />
          : null}
      </div>
      <MoodControls studio={studio} canvas={canvas} />
    </>
  );
}

function MoodLine(
  { analysis, nothing }: { readonly analysis: AnalysisView | null; readonly nothing: boolean },
) {
  if (!analysis) {
    return (
      <p class="small muted">
        {nothing
          ? "Paint or add a picture, and its mood is read here. Or set it yourself."
          : "Not read yet. Set the mood yourself, or let the studio read the picture."}
      </p>
    );
  }
  const also = analysis.secondary_emotions.slice(0, 2).join(", ");
  return (
    <p class="small">
      {firstSentence(analysis.mood_description)} {also ? `Also ${also}. ` : ""}
      <span class="muted">
        {Math.round(analysis.confidence * 100)} % sure.
        {analysis.cached === true
          ? " The picture has not changed, so this is the same reading."
          : ""}
      </span>
    </p>
  );
}

function MoodControls(
  { studio, canvas }: { readonly studio: Studio; readonly canvas: CanvasView },
) {
  const { steps } = studio.room;
  const drag = useSignal<Mood | null>(null);
  const written = useRef(0);
  const mood = drag.value ?? canvas.mood;
  const locked = !studio.canEdit.value;
  const write = (next: Partial<Mood>) =>
    steps.edit("Mood", (doc) => patchCanvas(doc, canvas.id, { mood: next }));
  const begin = () => {
    steps.begin("Mood");
    drag.value = canvas.mood;
  };
  const move = (next: Partial<Mood>) => {
    drag.value = { ...(drag.value ?? canvas.mood), ...next };
    const now = performance.now();
    if (now - written.current < WRITE_EVERY_MS) return;
    written.current = now;
    write(drag.value);
  };
  const end = () => {
    if (drag.value) write(drag.value);
    drag.value = null;
    steps.end();
  };
  return (
    <>
      <Wheel
        mood={mood}
        read={canvas.analysis}
        locked={locked}
        onBegin={begin}
        onMove={move}
        onEnd={end}
      />
      <div class="stack mood-sliders">
        <MoodSlider
          id="valence"
          label="Dark to bright"
          value={mood.valence}
          words={valenceWords(mood.valence)}
          locked={locked}
          onBegin={begin}
          onMove={(valence) => move({ valence })}
          onEnd={end}
        />
        <MoodSlider
          id="arousal"
          label="Still to stirring"
          value={mood.arousal}
          words={arousalWords(mood.arousal)}
          locked={locked}
          onBegin={begin}
          onMove={(arousal) => move({ arousal })}
          onEnd={end}
        />
      </div>
    </>
  );
}

interface MoodSliderProps {
  readonly id: string;
  readonly label: string;
  readonly value: number;
  readonly words: string;
  readonly locked: boolean;
  onBegin(): void;
  onMove(value: number): void;
  onEnd(): void;
}

function MoodSlider({ id, label, value, words, locked, onBegin, onMove, onEnd }: MoodSliderProps) {
  const moving = useRef(false);
  return (
    <div class="slider">
      <label for={id}>{label}</label>
      <span class="value">{signed(value)}</span>
      <input
        class="fader from-mid"
        id={id}
        type="range"
        min={-1}
        max={1}
        step={.01}
        value={value}
        disabled={locked}
        aria-valuetext={words}
        style={{ "--v": (value + 1) / 2 }}
        onInput={(event) => {
          if (!moving.current) onBegin();
          moving.current = true;
          onMove(Number(event.currentTarget.value));
        }}
        onChange={() => {
          moving.current = false;
          onEnd();
        }}
      />
    </div>
  );
}

/** The analysis's own word while nobody has moved the mood away from it. */
function wordFor({ mood, analysis }: CanvasView): string {
  const unmoved = analysis &&
    Math.hypot(mood.valence - analysis.valence, mood.arousal - analysis.arousal) < .05;
  return unmoved ? analysis.primary_emotion : moodWord(mood);
}
