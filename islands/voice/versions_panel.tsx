import { useTakeAs } from "../../collab/document/piece_edits.ts";
import { removeVersion } from "../../collab/document/recording_edits.ts";
import type { RecordingView } from "../../collab/document/schema.ts";
import { Icon } from "../parts/icon.tsx";
import { whenWords } from "../parts/time_words.ts";
import { takeStep } from "../studio/shortcuts.ts";
import type { Studio } from "../studio/studio.ts";
import type { TakeOnLane } from "./lanes.ts";
import { reportLines } from "./report_words.ts";
import type { Voice } from "./voice.ts";

export interface VersionsPanelProps {
  readonly studio: Studio;
  readonly voice: Voice;
  readonly chosen: TakeOnLane;
}

/** What was made of a take, newest first, down to the take itself. */
export function VersionsPanel({ studio, voice, chosen }: VersionsPanelProps) {
  const { take, versions } = chosen;
  return (
    <ol class="versions" aria-label={`Versions of ${take.name}`}>
      {[...versions].reverse().map((version) => (
        <VersionLine
          key={version.id}
          studio={studio}
          voice={voice}
          chosen={chosen}
          sound={version}
        />
      ))}
      <VersionLine studio={studio} voice={voice} chosen={chosen} sound={take} />
    </ol>
  );
}

interface VersionLineProps extends VersionsPanelProps {
  readonly sound: RecordingView;
}

function VersionLine({ studio, voice, chosen, sound }: VersionLineProps) {
  const { steps } = studio.room;
  const locked = !studio.canEdit.value;
  const name = sound.kind === "take" ? "As sung" : sound.label;
  const used = chosen.sounding?.id === sound.id ||
    chosen.used.some(({ recording }) => recording === sound.id);
  const shown = sound.kind === "version" && voice.version.value?.id === sound.id;
  const who = sound.by === studio.room.user.id ? "You" : studio.nameOf(sound.by) || "Somebody";
  const use = () => {
    const track = voice.stack.peek()?.track.id;
    if (track) steps.edit(`Use ${name}`, (doc) => useTakeAs(doc, track, sound.id));
    studio.say(`${name} is in the mix`);
  };
  const remove = () => {
    steps.edit(`Remove ${name}`, (doc) => removeVersion(doc, sound.id));
    studio.toasts.show(`“${name}” removed`, { label: "Undo", run: () => takeStep(studio, true) });
  };
  return (
    <li class={shown ? "front" : undefined}>
      <div class="row between">
        <h3>{name}</h3>
        {used ? <span class="tag p-vermilion">in the mix</span> : null}
      </div>
      <p class="small muted">
        {who}, {whenWords(new Date(sound.at), new Date())}
        {sound.lufs === null ? "" : `, ${sound.lufs.toFixed(1).replace("-", "−")} LUFS`}
      </p>
      {sound.kind === "version"
        ? (
          <ul class="small report">
            {reportLines(sound.report).map((line) => <li key={line}>{line}</li>)}
          </ul>
        )
        : <p class="small">Kept byte for byte. Nothing made of it changes it.</p>}
      <div class="btn-row">
        {sound.kind === "version"
          ? (
            <button
              type="button"
              class="btn line"
              aria-pressed={shown}
              onClick={() => voice.look(sound.id)}
            >
              Show
            </button>
          )
          : null}
        <button type="button" class="btn line" disabled={locked || used} onClick={use}>
          Use in the mix
        </button>
        {sound.kind === "version"
          ? (
            <button
              type="button"
              class="btn icon"
              aria-label={`Remove ${name}`}
              disabled={locked}
              onClick={remove}
            >
              <Icon name="bin" />
            </button>
          )
          : null}
      </div>
    </li>
  );
}
