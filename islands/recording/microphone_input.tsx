import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { InputMeter } from "./input_meter.tsx";
import { microphoneAllowed } from "./microphone.ts";
import { RecordingIcon } from "./recording_icons.tsx";
import type { PartProps } from "./recording_part.ts";

/** Which microphone, how loud it is, and whether one hears oneself. */
export function MicrophoneInput({ studio, recorder, busy }: PartProps) {
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
