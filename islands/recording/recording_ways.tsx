import { setMeta } from "../../collab/document/edits.ts";
import type { Studio } from "../studio/studio.ts";
import type { Voice } from "../voice/voice.ts";
import { USUAL_TEMPO_BPM } from "./clicks.ts";
import { Lateness } from "./lateness.tsx";
import type { RecordOptions } from "./record_options.ts";
import type { PartProps } from "./recording_part.ts";

const COUNT_INS: readonly (readonly [RecordOptions["countInBars"], string])[] = [
  [0, "none"],
  [1, "1 bar"],
  [2, "2 bars"],
];

/** Count-in, clicks, the track, and how late the device is. */
export function RecordingWays(
  { studio, voice, recorder, busy }: PartProps & { readonly voice: Voice },
) {
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
      <Lateness studio={studio} recorder={recorder} busy={busy} />
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
