import type { MicrophoneFault } from "./microphone.ts";
import { RecordingIcon } from "./recording_icons.tsx";

export interface MicrophoneNoteProps {
  readonly fault: MicrophoneFault;
  onCheck(): void;
  onUpload(): void;
}

/** Why nothing can be recorded, and the two ways on. The rest of the studio still works. */
export function MicrophoneNote({ fault, onCheck, onUpload }: MicrophoneNoteProps) {
  const { title, words, check } = WORDS[fault];
  return (
    <div class="empty mic-note" role="alert">
      <RecordingIcon name="micoff" />
      <h3>{title}</h3>
      <p>{words}</p>
      <div class="btn-row">
        {check
          ? <button type="button" class="btn line" onClick={onCheck}>Check again</button>
          : null}
        <button type="button" class="btn line" onClick={onUpload}>Upload a take</button>
      </div>
    </div>
  );
}

interface FaultWords {
  readonly title: string;
  readonly words: string;
  readonly check: boolean;
}

const UPLOAD =
  "You can upload WAV, MP3, M4A, OGG, WebM or FLAC, up to 5 minutes, and tune it all the same.";

const WORDS: Readonly<Record<MicrophoneFault, FaultWords>> = {
  denied: {
    title: "The browser keeps the microphone off",
    words: "Press the lock beside the address, set Microphone to Allow, and come back here.",
    check: true,
  },
  no_device: {
    title: "No microphone here",
    words: "Plug one in, or switch on the one of your headphones.",
    check: true,
  },
  busy: {
    title: "Something else holds the microphone",
    words: "Another program or tab is using it. End the call there, and check again.",
    check: true,
  },
  insecure: {
    title: "This address cannot record",
    words: `Browsers open the microphone only on https. ${UPLOAD}`,
    check: false,
  },
  unsupported: {
    title: "This browser cannot record",
    words: UPLOAD,
    check: false,
  },
  failed: {
    title: "The microphone did not start",
    words: "The browser did not say why. Unplugging it and plugging it in again often helps.",
    check: true,
  },
};
