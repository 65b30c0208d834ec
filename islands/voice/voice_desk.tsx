import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { visibleX } from "../canvas/space.ts";
import { RecordingIcon } from "../recording/recording_icons.tsx";
import { soundsIn } from "../recording/sound_files.ts";
import type { Studio } from "../studio/studio.ts";
import { arrowTabs } from "../studio/tabs.ts";
import { Ruler } from "../tracks/ruler.tsx";
import { PitchPlot } from "./pitch_plot.tsx";
import { TakeFacts } from "./take_facts.tsx";
import { TakeLanes } from "./take_lanes.tsx";
import { voiceOf, type VoicePane } from "./voice.ts";

const PANES: readonly (readonly [VoicePane, string])[] = [
  ["take", "Take"],
  ["lanes", "Lanes"],
  ["tune", "Tune"],
];

/** Pitch above, ruler between, take lanes below: the axis and the needle of the studio. */
export function VoiceDesk({ studio }: { readonly studio: Studio }) {
  const voice = voiceOf(studio);
  const desk = useRef<HTMLElement>(null);
  const needle = useRef<HTMLDivElement>(null);
  const dropping = useSignal(false);
  useEffect(() =>
    effect(() => {
      const at = studio.transport.position.value / studio.song.value.durationSeconds;
      const visible = visibleX(at, studio.look.value);
      desk.current?.style.setProperty("--at", visible.toFixed(5));
      if (needle.current) needle.current.hidden = visible < 0 || visible > 1;
      const resting = studio.transport.state.value.kind !== "playing" && at === 0;
      desk.current?.classList.toggle("resting", resting);
    }), [studio]);
  useEffect(() => holdToCompare(studio), [studio]);
  const chosen = voice.chosen.value;
  const version = voice.version.value;
  const recording = studio.recording.value;
  const pane = voice.pane.value;
  const takes = voice.stack.value?.takes.length ?? 0;
  return (
    <section
      ref={desk}
      class={`pane work voice-desk resting${dropping.value ? " dropping" : ""}`}
      id="work"
      aria-label="Voice: pitch and take lanes"
      data-pane={pane}
      onDragOver={(event) => {
        event.preventDefault();
        dropping.value = studio.canEdit.peek();
      }}
      onDragLeave={() => dropping.value = false}
      onDrop={(event) => {
        event.preventDefault();
        dropping.value = false;
        if (studio.canEdit.peek()) void voice.addFiles(soundsIn(event.dataTransfer));
      }}
    >
      <div class="tabs voice-panes" role="tablist" aria-label="Voice" onKeyDown={arrowTabs}>
        {PANES.map(([id, name]) => (
          <button
            key={id}
            type="button"
            role="tab"
            data-pane={id}
            aria-selected={pane === id}
            aria-controls={id === "tune" ? "side" : "work"}
            tabIndex={pane === id ? 0 : -1}
            onClick={() => voice.pane.value = id}
          >
            {name}
          </button>
        ))}
      </div>
      <div class="picture">
        {chosen
          ? <TakeFacts studio={studio} voice={voice} chosen={chosen} version={version} />
          : <div class="toolcol voicecol" />}
        <div class="canvas roll">
          {chosen
            ? <PitchPlot studio={studio} voice={voice} chosen={chosen} version={version} />
            : recording === "off"
            ? <Nothing studio={studio} />
            : null}
          {recording === "off" ? null : <NowRecording studio={studio} />}
        </div>
      </div>
      <Ruler studio={studio} lead={<Lead studio={studio} takes={takes} />} />
      <TakeLanes studio={studio} voice={voice} />
      <div ref={needle} class="needle" />
    </section>
  );
}

function Lead({ studio, takes }: { readonly studio: Studio; readonly takes: number }) {
  const voice = voiceOf(studio);
  const { stacks } = voice;
  const on = studio.recording.value !== "off";
  return (
    <>
      {stacks.value.length > 1
        ? (
          <select
            class="lead-stack"
            aria-label="Lanes of"
            value={voice.stack.value?.track.id}
            onChange={(event) => voice.lookAtStack(event.currentTarget.value)}
          >
            {stacks.value.map(({ track }) => (
              <option key={track.id} value={track.id}>{track.name}</option>
            ))}
          </select>
        )
        : <span>{takes === 1 ? "1 take" : `${takes} takes`}</span>}
      <button
        type="button"
        class="btn rec"
        aria-pressed={on}
        disabled={!studio.canEdit.value}
        onClick={() => {
          voice.tab.value = "record";
          void voice.record();
        }}
      >
        <RecordingIcon name={on ? "stop" : "rec"} />
        {on ? "Stop" : takes > 0 ? "New take" : "Record"}
      </button>
    </>
  );
}

function Nothing({ studio }: { readonly studio: Studio }) {
  const voice = voiceOf(studio);
  const locked = !studio.canEdit.value;
  return (
    <div class="empty">
      <RecordingIcon name="mic" />
      <h2>{locked ? "Nobody has sung yet" : "Sing it first"}</h2>
      <p>
        {locked
          ? "Takes appear here as they are recorded."
          : "Record a take or drop a file here. It is kept as you sang it; what is made of it lies beside it."}
      </p>
      {locked ? null : (
        <div class="btn-row">
          <button
            type="button"
            class="btn main"
            onClick={() => {
              voice.tab.value = "record";
              void voice.record();
            }}
          >
            <RecordingIcon name="rec" />Record a take
          </button>
        </div>
      )}
    </div>
  );
}

function NowRecording({ studio }: { readonly studio: Studio }) {
  const voice = voiceOf(studio);
  const seconds = voice.recorder.value?.seconds.value ?? 0;
  const beat = voice.recorder.value?.beat.value ?? null;
  const counting = studio.recording.value === "counting";
  return (
    <>
      {beat === null ? null : <div class="count-in" aria-hidden="true">{beat}</div>}
      <div class="now-recording">
        <p class="row" role="status">
          <i class="rec-dot" aria-hidden="true" />
          <b>{counting ? "Counting in" : "Recording"}</b>
          <span class="value" aria-hidden="true">{counting ? "" : `${seconds.toFixed(1)} s`}</span>
        </p>
        <button type="button" class="btn line" onClick={() => void voice.record()}>
          <RecordingIcon name="stop" />Stop
        </button>
      </div>
    </>
  );
}

/** While B is held, the other of the two is heard. */
function holdToCompare(studio: Studio): () => void {
  const voice = voiceOf(studio);
  let before: typeof voice.heard.value | undefined;
  const isB = (event: KeyboardEvent) => event.key.toLowerCase() === "b";
  const onDown = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing =
      target.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select") ||
      target.isContentEditable;
    if (!isB(event) || event.repeat || typing || event.ctrlKey || event.metaKey) return;
    if (!voice.pair.peek() || before !== undefined) return;
    before = voice.heard.peek();
    voice.heard.value = before === "sung" ? "made" : "sung";
  };
  const onUp = (event: KeyboardEvent) => {
    if (!isB(event) || before === undefined) return;
    voice.heard.value = before;
    before = undefined;
  };
  addEventListener("keydown", onDown);
  addEventListener("keyup", onUp);
  return () => {
    removeEventListener("keydown", onDown);
    removeEventListener("keyup", onUp);
    voice.heard.value = null;
  };
}
