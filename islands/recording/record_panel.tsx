import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { setMeta } from "../../collab/document/edits.ts";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Studio } from "../studio/studio.ts";
import type { Voice } from "../voice/voice.ts";
import { USUAL_TEMPO_BPM } from "./clicks.ts";
import { InputMeter } from "./input_meter.tsx";
import { latencyWords } from "./latency.ts";
import { microphoneAllowed } from "./microphone.ts";
import { MicrophoneNote } from "./microphone_note.tsx";
import { OutboxList } from "./outbox_list.tsx";
import type { Recorder, RecordOptions } from "./recorder.ts";
import { RecordingIcon } from "./recording_icons.tsx";
import { SOUND_ACCEPT } from "./sound_files.ts";

export interface RecordPanelProps {
  readonly studio: Studio;
  readonly voice: Voice;
}

/** The microphone, what is heard while one sings, and the takes that are on their way. */
export function RecordPanel({ studio, voice }: RecordPanelProps) {
  const recorder = voice.recorder.value;
  const outbox = voice.outbox.value;
  const files = useRef<HTMLInputElement>(null);
  if (!recorder || !outbox) return null;
  const state = recorder.state.value;
  const upload = () => files.current?.click();
  const locked = !studio.canEdit.value;
  const busy = ["counting", "recording", "keeping", "measuring"].includes(state.kind);
  return (
    <div class="record">
      {locked
        ? (
          <p class="note">
            <RecordingIcon name="micoff" />
            You can look and listen here. Whoever owns the song can let you record.
          </p>
        )
        : state.kind === "blocked"
        ? (
          <MicrophoneNote
            fault={state.fault}
            onCheck={() => void recorder.prepare()}
            onUpload={upload}
          />
        )
        : <Input studio={studio} recorder={recorder} busy={busy} />}
      <Ended recorder={recorder} />
      {!locked ? <Ways studio={studio} voice={voice} recorder={recorder} busy={busy} /> : null}
      <section class="row between" aria-label="Upload">
        <p class="small muted grow">
          WAV, MP3, M4A, OGG, WebM or FLAC, up to 5 minutes and 50 MB. Drop them here, or
        </p>
        <button type="button" class="btn line" disabled={locked} onClick={upload}>
          <RecordingIcon name="up" />
          Upload
        </button>
        <input
          ref={files}
          type="file"
          class="sr"
          tabIndex={-1}
          aria-label="Sound files"
          accept={SOUND_ACCEPT}
          multiple
          onChange={(event) => {
            void voice.addFiles([...event.currentTarget.files ?? []]);
            event.currentTarget.value = "";
          }}
        />
      </section>
      <OutboxList outbox={outbox} lasting={voice.lasting.value} />
    </div>
  );
}

interface PartProps {
  readonly studio: Studio;
  readonly recorder: Recorder;
  readonly busy: boolean;
}

function Input({ studio, recorder, busy }: PartProps) {
  const state = recorder.state.value;
  const { deviceId, monitoring } = recorder.options.value;
  const devices = recorder.devices.value;
  const allowed = useSignal<PermissionState | null>(null);
  useEffect(() => {
    void microphoneAllowed().then((answer) => {
      allowed.value = answer;
      if (answer === "granted" && studio.canEdit.peek()) void recorder.prepare();
    });
  }, []);
  if (state.kind === "off" || state.kind === "asking") {
    return (
      <section class="stack" aria-label="Microphone">
        <p class="small">
          {state.kind === "asking"
            ? "Your browser asks now whether the studio may hear you. Choose Allow."
            : "Switch the microphone on to see its level. Your browser will ask you once."}{" "}
          Nothing is recorded or sent before you press Record.
        </p>
        <button
          type="button"
          class="btn line"
          disabled={state.kind === "asking"}
          onClick={() => void recorder.prepare()}
        >
          <RecordingIcon name="mic" />
          {state.kind === "asking" ? "Waiting for your answer" : "Switch the microphone on"}
        </button>
      </section>
    );
  }
  return (
    <section class="stack" aria-label="Microphone">
      <div class="field">
        <label for="record-device">Microphone</label>
        <select
          class="input"
          id="record-device"
          value={deviceId}
          disabled={busy}
          onChange={(event) => recorder.set({ deviceId: event.currentTarget.value })}
        >
          <option value="">the one that your system prefers</option>
          {devices.filter(({ id }) => id !== "default").map(({ id, label }) => (
            <option key={id} value={id}>{label}</option>
          ))}
        </select>
      </div>
      <InputMeter level={recorder.level.value} onForgetClip={() => recorder.forgetClip()} />
      <div class="row between">
        <label class="switch">
          <input
            type="checkbox"
            checked={monitoring}
            onChange={(event) => recorder.set({ monitoring: event.currentTarget.checked })}
          />
          Hear myself
        </label>
        <span class="small muted">{monitoring ? "with headphones only" : "off"}</span>
      </div>
    </section>
  );
}

/** How a take ended that nobody stopped, and what went wrong; the take is kept either way. */
function Ended({ recorder }: { readonly recorder: Recorder }) {
  const ending = recorder.ending.value;
  const problem = recorder.problem.value;
  if (problem) {
    return <ProblemNote problem={problem} what="The take was not recorded to its end." />;
  }
  if (ending === null) return null;
  return (
    <p class="note warn" role="status">
      <Icon name="alert" />
      {ending === "full"
        ? "A take can be five minutes long. It stopped there, and is kept."
        : "The microphone went away. What was sung until then is kept."}
    </p>
  );
}

const COUNT_INS: readonly (readonly [RecordOptions["countInBars"], string])[] = [
  [0, "none"],
  [1, "1 bar"],
  [2, "2 bars"],
];

function Ways({ studio, voice, recorder, busy }: PartProps & { readonly voice: Voice }) {
  const { countInBars, clicks } = recorder.options.value;
  const { tempo_bpm } = studio.room.document.meta.value;
  const stack = voice.stack.value;
  return (
    <section class="stack" aria-label="How to record">
      <div class="row between">
        <span class="label" id="count-in">Count-in</span>
        <fieldset class="seg" aria-labelledby="count-in" disabled={busy}>
          {COUNT_INS.map(([bars, name]) => (
            <label key={bars}>
              <input
                type="radio"
                name="count-in"
                checked={countInBars === bars}
                onChange={() => recorder.set({ countInBars: bars })}
              />
              {name}
            </label>
          ))}
        </fieldset>
      </div>
      <div class="row between">
        <label class="switch">
          <input
            type="checkbox"
            checked={clicks}
            disabled={busy}
            onChange={(event) => recorder.set({ clicks: event.currentTarget.checked })}
          />
          Clicks while I sing
        </label>
        {tempo_bpm
          ? <span class="small muted">{Math.round(tempo_bpm)} BPM</span>
          : <Tempo studio={studio} />}
      </div>
      {stack
        ? (
          <label class="switch">
            <input
              type="checkbox"
              checked={voice.newTrack.value}
              disabled={busy}
              onChange={(event) => voice.newTrack.value = event.currentTarget.checked}
            />
            On a track of its own, not with {stack.track.name}
          </label>
        )
        : null}
      <Latency studio={studio} recorder={recorder} busy={busy} />
    </section>
  );
}

/** A song that nothing was composed for has no tempo yet: whoever records first may say one. */
function Tempo({ studio }: { readonly studio: Studio }) {
  return (
    <span class="row small">
      <label for="song-tempo">Tempo</label>
      <input
        class="input tempo"
        id="song-tempo"
        type="number"
        min={40}
        max={200}
        placeholder={String(USUAL_TEMPO_BPM)}
        onChange={(event) => {
          const tempo_bpm = Math.min(200, Math.max(40, Number(event.currentTarget.value)));
          if (tempo_bpm > 0) studio.room.steps.edit("Tempo", (doc) => setMeta(doc, { tempo_bpm }));
        }}
      />
    </span>
  );
}

const NUDGE_MS = 100;

function Latency({ studio, recorder, busy }: PartProps) {
  const open = useSignal(false);
  const told = useSignal("");
  const trip = recorder.roundTrip.value;
  if (trip === null) return null;
  const { measuredSeconds, nudgeSeconds } = recorder.latency.value;
  const nudgeMs = Math.round(nudgeSeconds * 1000);
  const measure = async () => {
    told.value = "Listening for five clicks";
    const found = await recorder.measure();
    told.value = found
      ? `${found.heard} of 5 clicks heard, ${Math.round(found.seconds * 1000)} ms round`
      : "The clicks were not heard. Turn the loudspeakers up, hold the microphone to them, and try again.";
    studio.say(told.value);
  };
  return (
    <div class="latency">
      <button
        type="button"
        class="btn flush"
        aria-expanded={open.value}
        aria-controls="latency-parts"
        onClick={() => open.value = !open.value}
      >
        Lateness <span class="value">{Math.round(trip * 1000)} ms</span>
        <span class="small muted">
          {measuredSeconds === null ? "as the browser says" : "measured"}
        </span>
      </button>
      {open.value
        ? (
          <div class="stack" id="latency-parts">
            <p class="small muted">
              {latencyWords(trip)}. Every take is moved earlier by it, so that what you sang on the
              beat lies on the beat.
            </p>
            <div class="slider">
              <label for="latency-nudge">Nudge</label>
              <span class="value">{nudgeMs > 0 ? "+" : ""}{nudgeMs} ms</span>
              <input
                class="fader from-mid"
                id="latency-nudge"
                type="range"
                min={-NUDGE_MS}
                max={NUDGE_MS}
                value={nudgeMs}
                aria-valuetext={`${nudgeMs} milliseconds ${nudgeMs < 0 ? "later" : "earlier"}`}
                style={{ "--v": (nudgeMs + NUDGE_MS) / 2 / NUDGE_MS }}
                onInput={(event) => recorder.nudge(Number(event.currentTarget.value) / 1000)}
              />
            </div>
            <div class="row between">
              <span class="small muted" role="status">
                {told.value || "Clicks through your loudspeakers, heard by the microphone."}
              </span>
              <button
                type="button"
                class="btn line"
                disabled={busy}
                onClick={() => void studio.attempt("It was not measured.", measure)}
              >
                Measure
              </button>
            </div>
          </div>
        )
        : null}
    </div>
  );
}
