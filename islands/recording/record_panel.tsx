import { useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import type { Studio } from "../studio/studio.ts";
import type { Voice } from "../voice/voice.ts";
import { MicrophoneNote } from "./microphone_note.tsx";
import { OutboxList } from "./outbox_list.tsx";
import { MicrophoneInput } from "./microphone_input.tsx";
import type { Recorder } from "./recorder.ts";
import { RecordingWays } from "./recording_ways.tsx";
import { RecordingIcon } from "./recording_icons.tsx";
import { SOUND_ACCEPT } from "./sound_files.ts";
import { UploadPlace } from "./upload_place.tsx";

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
        : <MicrophoneInput studio={studio} recorder={recorder} busy={busy} />}
      <Ended recorder={recorder} />
      {!locked
        ? <RecordingWays studio={studio} voice={voice} recorder={recorder} busy={busy} />
        : null}
      <section class="row between" aria-label="Upload">
        <p class="small muted grow">
          WAV, MP3, M4A, OGG, WebM or FLAC, up to 5 minutes and 50 MB.{" "}
          <UploadPlace studio={studio} /> Drop them here, or
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
