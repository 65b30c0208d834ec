import type { JobView } from "../../collab/document/schema.ts";
import { DoneCard } from "../music/done_card.tsx";
import { OutboxList } from "../recording/outbox_list.tsx";
import { RecordPanel } from "../recording/record_panel.tsx";
import type { Studio } from "../studio/studio.ts";
import { CompareBar } from "./compare_bar.tsx";
import { TunePanel } from "./tune_panel.tsx";
import { VersionsPanel } from "./versions_panel.tsx";
import { voiceOf, type VoiceTab } from "./voice.ts";
import { jobsOf } from "./voice_jobs.ts";

const TABS: readonly (readonly [VoiceTab, string])[] = [
  ["record", "Record"],
  ["tune", "Tune"],
  ["versions", "Versions"],
];

/** Right of the pitch: the microphone, what can be done with the take in front, and what was made of it. */
export function VoiceSide({ studio }: { readonly studio: Studio }) {
  const voice = voiceOf(studio);
  const chosen = voice.chosen.value;
  const recording = studio.recording.value !== "off";
  const tab = !chosen || recording ? "record" : voice.tab.value;
  const outbox = voice.outbox.value;
  const last = chosen ? jobsOf(studio, chosen.take.id).at(-1) : undefined;
  return (
    <div class="voice-side">
      {chosen
        ? (
          <fieldset class="seg voice-tabs" disabled={recording}>
            <legend class="sr">Voice</legend>
            {TABS.map(([id, name]) => (
              <label key={id}>
                <input
                  type="radio"
                  name="voice-tab"
                  checked={tab === id}
                  onChange={() => voice.tab.value = id}
                />
                {name}
                {id === "versions" && chosen.versions.length > 0
                  ? <span class="sr">, {chosen.versions.length}</span>
                  : null}
              </label>
            ))}
          </fieldset>
        )
        : null}
      {tab !== "record" && outbox
        ? <OutboxList outbox={outbox} lasting={voice.lasting.value} />
        : null}
      {tab === "record" ? <RecordPanel studio={studio} voice={voice} /> : null}
      {tab !== "record" ? <CompareBar studio={studio} voice={voice} /> : null}
      {tab !== "record" && last
        ? <DoneCard studio={studio} job={last} done={doneWords(last)} undone="Undone" />
        : null}
      {tab === "tune" && chosen
        ? <TunePanel studio={studio} voice={voice} chosen={chosen} />
        : null}
      {tab === "versions" && chosen
        ? <VersionsPanel studio={studio} voice={voice} chosen={chosen} />
        : null}
    </div>
  );
}

function doneWords({ kind }: JobView): string {
  if (kind === "voice.harmonies") return "The harmonies are here";
  return kind === "voice.style" ? "Sung anew" : "Tuned";
}
