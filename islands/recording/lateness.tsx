import { useSignal } from "@preact/signals";
import { latencyWords } from "./latency.ts";
import type { PartProps } from "./recording_part.ts";

const NUDGE_MS = 100;

/** How late the microphone is, a nudge of one's own, and the measurement by clicks. */
export function Lateness({ studio, recorder, busy }: PartProps) {
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
