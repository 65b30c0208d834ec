import { useComputed, useSignalEffect } from "@preact/signals";
import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { StepButton } from "../studio/step_button.tsx";
import type { Studio } from "../studio/studio.ts";
import { showLevel } from "../tracks/tracks.tsx";
import { meterFraction } from "./mixing.ts";
import { barPosition, preciseClock } from "./time_axis.ts";

/** The keys, the lit window and the volume. Stays on every screen. */
export function TransportBar({ studio }: { readonly studio: Studio }) {
  const { transport, parts } = studio;
  const state = transport.state.value;
  const active = state.kind === "playing" || state.kind === "loading";
  const silent = parts.value.length === 0;
  return (
    <footer class="transport" aria-label="Transport">
      <div class="keys" role="group" aria-label="Playback">
        <button
          type="button"
          class="btn icon phone-hide"
          aria-label="Return to start"
          title="Return to start (Home)"
          onClick={() => transport.seek(0)}
        >
          <Icon name="start" />
        </button>
        <button
          type="button"
          class="btn main icon play"
          aria-label={active ? "Pause" : "Play"}
          title={active ? "Pause (Space)" : "Play (Space)"}
          disabled={silent && !active}
          onClick={() => transport.toggle()}
        >
          <Icon name={active ? "pause" : "play"} />
        </button>
        <RecordKey studio={studio} />
        <button
          type="button"
          class="btn icon phone-hide"
          aria-label="Metronome"
          title="Metronome: clicks for you alone"
          aria-pressed={studio.metronome.value}
          onClick={() => studio.metronome.value = !studio.metronome.value}
        >
          <Icon name="metro" />
        </button>
      </div>
      <Readout studio={studio} />
      <div class="narrow-steps" role="group" aria-label="My history">
        <StepButton studio={studio} back />
        <StepButton studio={studio} />
      </div>
      <PlayWords studio={studio} />
      <div class="end">
        <MasterMeter studio={studio} />
        <div class="row volume">
          <Icon name={transport.volume.value === 0 ? "mute" : "sound"} />
          <input
            class="fader"
            type="range"
            min={0}
            max={100}
            value={Math.round(transport.volume.value * 100)}
            aria-label="My volume"
            aria-valuetext={`${Math.round(transport.volume.value * 100)} percent`}
            style={{ "--v": transport.volume.value }}
            onInput={(event) => transport.volume.value = Number(event.currentTarget.value) / 100}
          />
        </div>
      </div>
    </footer>
  );
}

/** Records at the needle, or ends the take; from every panel, so that one can sing from the words. */
function RecordKey({ studio }: { readonly studio: Studio }) {
  const on = studio.recording.value !== "off";
  const press = () =>
    void studio.attempt("The microphone did not start.", async () => {
      if (!on) studio.showSide("voice");
      const { voiceOf } = await import("../voice/voice_parts.ts");
      const voice = voiceOf(studio);
      voice.tab.value = "record";
      await voice.record();
    });
  return (
    <button
      type="button"
      class="btn icon rec"
      aria-label={on ? "Stop recording" : "Record a take"}
      aria-pressed={on}
      disabled={!studio.canEdit.value}
      onClick={press}
    >
      <Icon name="rec" />
    </button>
  );
}

function Readout({ studio }: { readonly studio: Studio }) {
  const { transport, song, room } = studio;
  const time = useComputed(() => preciseClock(transport.position.value));
  const bars = useComputed(() => {
    const place = barPosition(transport.position.value, song.value);
    return place ? `${place.bar} . ${place.beat} . ${place.sixteenth}` : "no bars yet";
  });
  const meta = room.document.meta.value;
  const tonic = [meta.key, meta.scale].filter(Boolean).join(" ");
  return (
    <div class="readout" role="group" aria-label="Position, tempo and key">
      <div>
        <b>{time}</b>
        <small>{bars}</small>
      </div>
      <div class="phone-hide">
        <b>{meta.tempo_bpm ? Math.round(meta.tempo_bpm) : "–"}</b>
        <small>BPM</small>
      </div>
      <div>
        <b>{tonic || "no key yet"}</b>
        <small>{meta.beats_per_bar}/4, {Math.round(song.value.durationSeconds)} s</small>
      </div>
    </div>
  );
}

function PlayWords({ studio }: { readonly studio: Studio }) {
  const state = studio.transport.state.value;
  const others = studio.room.presence.others.value.filter(({ doing }) => doing === "listening");
  const words = state.kind === "loading"
    ? `Getting the sound, ${state.done} of ${state.total}`
    : state.kind === "failed"
    ? `The sound could not be fetched. ${state.problem.message} Press Play to try again.`
    : others.length > 0
    ? `${others.length === 1 ? `${others[0]!.user.name} is` : `${others.length} are`} listening`
    : "";
  return (
    <span
      class={state.kind === "failed" ? "small play-words bad" : "muted small play-words"}
      role="status"
    >
      {words}
    </span>
  );
}

function MasterMeter({ studio }: { readonly studio: Studio }) {
  const meter = useRef<HTMLDivElement>(null);
  useSignalEffect(() => {
    void studio.transport.position.value;
    void studio.transport.state.value;
    if (meter.current) showLevel(meter.current, meterFraction(studio.transport.peak(null)));
  });
  return (
    <div class="master" aria-hidden="true">
      <span class="row between label">Mix</span>
      <div ref={meter} class="meter" />
    </div>
  );
}
