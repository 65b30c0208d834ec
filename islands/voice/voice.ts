import {
  computed,
  effect,
  type ReadonlySignal,
  type Signal,
  signal,
  untracked,
} from "@preact/signals";
import type { VersionView } from "../../collab/document/schema.ts";
import { uuidv7 } from "../../services/ids.ts";
import { openDeviceStore } from "../recording/device_store.ts";
import { createOutbox, type Outbox } from "../recording/outbox.ts";
import { createRecorder, type Recorder } from "../recording/recorder.ts";
import { createSendTake } from "../recording/send_take.ts";
import { nameOfFile, soundFault } from "../recording/sound_files.ts";
import { uploadSeconds } from "../recording/upload_place.tsx";
import type { KeptTake } from "../recording/take_store.ts";
import { holdTake, whenFree } from "../recording/take_locks.ts";
import type { Studio } from "../studio/studio.ts";
import { clock } from "../transport/time_axis.ts";
import { type Pair, type Side, withPair } from "./compare.ts";
import { followTake } from "./follow_take.ts";
import { nextTakeName, type Stack, stacksOf, type TakeOnLane } from "./lanes.ts";
import { createNotePlayer, type NotePlayer } from "./note_player.ts";
import { createPitchBook, type PitchBook } from "./pitch_book.ts";
import { GENTLE, type TuneSettings } from "./tune_settings.ts";

export type VoiceTab = "record" | "tune" | "versions";
/** What is seen where only one pane fits. */
export type VoicePane = "take" | "lanes" | "tune";

/** What the parts of the voice panel share. */
export interface Voice {
  readonly stacks: ReadonlySignal<readonly Stack[]>;
  /** The track whose lanes are open. */
  readonly stack: ReadonlySignal<Stack | null>;
  /** The take in front, and the version of it that is looked at. */
  readonly chosen: ReadonlySignal<TakeOnLane | null>;
  readonly version: ReadonlySignal<VersionView | null>;
  /** Brings a take or a version to the front. */
  look(recordingId: string): void;
  lookAtStack(trackId: string): void;
  /** New takes go onto lanes of their own. */
  readonly newTrack: Signal<boolean>;
  readonly settings: Signal<TuneSettings>;
  readonly tab: Signal<VoiceTab>;
  readonly pane: Signal<VoicePane>;
  /** What this person alone hears of the take in front; null: the mix, as everybody. */
  readonly heard: Signal<Side | null>;
  readonly pair: ReadonlySignal<Pair | null>;
  readonly pitches: PitchBook;
  readonly notes: NotePlayer;
  /** Null while the device's store is being opened. */
  readonly recorder: ReadonlySignal<Recorder | null>;
  readonly outbox: ReadonlySignal<Outbox | null>;
  /** Whether takes outlive this tab. */
  readonly lasting: ReadonlySignal<boolean>;
  /** Begins or ends a take at the needle. */
  record(): Promise<void>;
  /** Takes files up, onto the song from the needle on; what cannot be a take is said. */
  addFiles(files: readonly File[]): Promise<void>;
}

const voices = new WeakMap<Studio, Voice>();

/** The voice of a studio: made when it is first asked for, and there until the studio closes. */
export function voiceOf(studio: Studio): Voice {
  const known = voices.get(studio);
  if (known) return known;
  const voice = createVoice(studio);
  voices.set(studio, voice);
  return voice;
}

const DONE_WORDS: Readonly<Record<string, string>> = {
  "voice.harmonies": "The harmonies are here.",
  "voice.transcribe": "The words of the take are written down.",
};

function createVoice(studio: Studio): Voice {
  const { document: doc } = studio.room;
  const wish = signal<{ readonly stack?: string; readonly recording?: string }>({});
  const stacks = computed(() => stacksOf(doc.tracks.value, doc.recordings.value));
  const stack = computed(() =>
    stacks.value.find(({ track }) => track.id === wish.value.stack) ?? stacks.value.at(-1) ?? null
  );
  const chosen = computed(() => {
    const takes = stack.value?.takes ?? [];
    const wished = wish.value.recording;
    return takes.find(({ take, versions }) =>
      take.id === wished || versions.some(({ id }) => id === wished)
    ) ?? takes.find(({ sounding }) => sounding) ?? takes[0] ?? null;
  });
  const version = computed(() => {
    const versions = chosen.value?.versions ?? [];
    const wished = versions.find(({ id }) => id === wish.value.recording);
    const sounding = versions.find(({ id }) => id === chosen.value?.sounding?.id);
    return wished ?? sounding ?? versions.at(-1) ?? null;
  });
  const pair = computed((): Pair | null =>
    stack.value && chosen.value && version.value
      ? { trackId: stack.value.track.id, sung: chosen.value.take, made: version.value }
      : null
  );
  const heard = signal<Side | null>(null);
  const newTrack = signal(false);
  const tab = signal<VoiceTab>("tune");
  const recorder = signal<Recorder | null>(null);
  const outbox = signal<Outbox | null>(null);
  const lasting = signal(true);

  const look = (recordingId: string) => {
    const home = stacks.peek().find(({ takes }) =>
      takes.some(({ take, versions }) =>
        take.id === recordingId || versions.some(({ id }) => id === recordingId)
      )
    );
    wish.value = { recording: recordingId, ...(home ? { stack: home.track.id } : {}) };
  };
  const whereTo = () => {
    const home = newTrack.peek() ? null : stack.peek();
    return { stack: home?.track.id ?? null, name: nextTakeName(home?.takes ?? []) };
  };

  /** What this person looked at when they made a take. */
  const sentFrom = new Map<string, unknown>();
  const opening = openDeviceStore().then(({ store, lasting: lasts }) => {
    lasting.value = lasts;
    const box = createOutbox({
      store,
      mine: (take) =>
        take.userId === studio.room.user.id && take.projectId === studio.room.projectId,
      send: createSendTake(studio.session),
      alone: whenFree,
      later: (work, ms) => {
        const timer = setTimeout(work, ms);
        return () => clearTimeout(timer);
      },
      onSent: (take, answer) => {
        newTrack.value = false;
        // Whoever has turned to something else meanwhile is not torn away from it.
        if (sentFrom.get(take.id) === wish.peek()) wish.value = { recording: answer.id };
        studio.say(`${take.name} is in the song.`);
      },
    });
    outbox.value = box;
    const send = (take: KeptTake) => {
      sentFrom.set(take.id, wish.peek());
      box.add(take);
    };
    recorder.value = createRecorder({ studio, store, hold: holdTake, onTake: send });
    void box.resume();
    const online = () =>
      box.items.peek().forEach(({ take, state }) => {
        if (state.kind === "waiting" && state.why === "network") box.retry(take.id);
      });
    addEventListener("online", online);
    studio.onClose(() => {
      removeEventListener("online", online);
      recorder.peek()?.close();
      box.close();
    });
    return { store, send };
  });

  const onKey = (event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    const typing = target.isContentEditable ||
      target.matches("input:not([type=range], [type=radio], [type=checkbox]), textarea, select");
    if (typing || event.repeat || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "m") studio.metronome.value = !studio.metronome.peek();
    if (key !== "r" || !studio.canEdit.peek()) return;
    if (studio.recording.peek() === "off") studio.showSide("voice");
    tab.value = "record";
    void voice.record();
  };
  addEventListener("keydown", onKey);
  studio.onClose(() => removeEventListener("keydown", onKey));

  // Said aloud when it is done, whoever asked.
  const running = new Set<string>();
  studio.onClose(effect(() => {
    for (const { id, kind, status } of doc.jobs.value) {
      if (!kind.startsWith("voice.")) continue;
      if (status === "queued" || status === "running") running.add(id);
      else if (running.delete(id) && status === "succeeded") {
        studio.say(DONE_WORDS[kind] ?? "A new version is here.");
      }
    }
  }));

  // While two are compared, this person's mix holds both; the shared one stays as it is.
  studio.onClose(effect(() => {
    const [both, side] = [pair.value, heard.value];
    const open = studio.view.value === "voice";
    studio.audition.value = both && side && open ? (tracks) => withPair(tracks, both, side) : null;
  }));
  const voice: Voice = {
    stacks,
    stack,
    chosen,
    version,
    look,
    lookAtStack: (trackId) => wish.value = { stack: trackId },
    newTrack,
    settings: signal(GENTLE),
    tab,
    pane: signal<VoicePane>("take"),
    heard,
    pair,
    pitches: createPitchBook(studio.api),
    notes: createNotePlayer(studio),
    recorder,
    outbox,
    lasting,
    record: async () => {
      await opening;
      const box = recorder.peek()!;
      if (studio.recording.peek() !== "off") return await box.stop();
      heard.value = null;
      await box.start(whereTo());
      if (box.state.peek().kind === "blocked") voice.pane.value = "tune"; // where it is said why
    },
    addFiles: async (files) => {
      const offsetSeconds = untracked(() => uploadSeconds(studio));
      const { store, send } = await opening;
      for (const file of files) {
        const fault = soundFault(file);
        if (fault) {
          studio.toasts.show(fault);
          studio.say(fault);
          continue;
        }
        const take: KeptTake = {
          id: uuidv7(),
          userId: studio.room.user.id,
          projectId: studio.room.projectId,
          name: nameOfFile(file.name),
          stack: whereTo().stack,
          offsetSeconds,
          startedAtMs: Date.now(),
          format: { kind: "file", type: file.type, fileName: file.name },
          finished: true,
        };
        await store.begin(take);
        await store.append(take.id, new Uint8Array(await file.arrayBuffer()));
        if (offsetSeconds > 0) {
          studio.say(`${take.name} begins at the needle, ${clock(offsetSeconds)}.`);
        }
        send(take);
      }
    },
  };
  studio.onClose(followTake(studio, voice));
  return voice;
}
