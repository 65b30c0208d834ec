import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { uuidv7 } from "../../services/ids.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { beginTake, countInSeconds, type UnderWay } from "./begin_take.ts";
import type { Block } from "./capture.ts";
import type { ClickDelay } from "./click_delay.ts";
import type { DeviceLatency } from "./latency.ts";
import type { Level } from "./level.ts";
import { measureLateness } from "./measure_lateness.ts";
import {
  type InputDevice,
  MicrophoneError,
  type MicrophoneFault,
  microphoneFault,
} from "./microphone.ts";
import { type RecordOptions, rememberedOptions, rememberOptions } from "./record_options.ts";
import { createSoundInput } from "./sound_input.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";

/** What the microphone is doing in this tab. */
export type RecorderState =
  | { readonly kind: "off" }
  | { readonly kind: "asking" }
  | { readonly kind: "blocked"; readonly fault: MicrophoneFault }
  | { readonly kind: "ready" }
  | { readonly kind: "measuring" }
  | { readonly kind: "counting" }
  | { readonly kind: "recording" }
  | { readonly kind: "keeping" };

/** How a take ended that nobody stopped. */
export type Ending = "full" | "lost" | null;

export interface Recorder {
  readonly state: ReadonlySignal<RecorderState>;
  readonly level: ReadonlySignal<Level>;
  readonly devices: ReadonlySignal<readonly InputDevice[]>;
  readonly options: ReadonlySignal<RecordOptions>;
  readonly latency: ReadonlySignal<DeviceLatency>;
  /** The round trip that the next take is corrected by, or null while no microphone is open. */
  readonly roundTrip: ReadonlySignal<number | null>;
  /** Seconds of the take under way, and its waveform so far. */
  readonly seconds: ReadonlySignal<number>;
  readonly peaks: () => readonly number[];
  /** The beat of the count-in that sounds, from 1; null when nothing is counted. */
  readonly beat: ReadonlySignal<number | null>;
  /** Where in the song the take under way began. */
  readonly offsetSeconds: ReadonlySignal<number>;
  readonly ending: ReadonlySignal<Ending>;
  readonly problem: Signal<Problem | null>;
  /** Opens the microphone and its meter. */
  prepare(): Promise<boolean>;
  set(patch: Partial<RecordOptions>): void;
  forgetClip(): void;
  nudge(seconds: number): void;
  /** Plays clicks, hears them, and keeps what it found for this device. */
  measure(): Promise<ClickDelay | null>;
  /** Counts in and records at the needle, onto the lanes of `stack`. */
  start(take: { readonly name: string; readonly stack: string | null }): Promise<void>;
  /** Ends the take and hands it on. Within the count-in: nothing was sung, nothing is kept. */
  stop(): Promise<void>;
  release(): void;
  close(): void;
}

export interface RecorderDeps {
  readonly studio: Studio;
  readonly store: TakeStore;
  /** Holds the take for this tab while it is recorded. @returns lets go of it. */
  readonly hold: (takeId: string) => Promise<() => void>;
  readonly onTake: (take: KeptTake) => void;
}

/** A take that is over before this was an accident. */
const SHORTEST_SECONDS = .3;
/** The length so far is shown in steps of this. */
const TOLD_EVERY_SECONDS = .1;
/** The axis reaches so far ahead of a take that outgrows the song. */
const REACH_SECONDS = 20;

export function createRecorder({ studio, store, hold, onTake }: RecorderDeps): Recorder {
  const { transport } = studio;
  const state = signal<RecorderState>({ kind: "off" });
  const options = signal<RecordOptions>(rememberedOptions());
  const seconds = signal(0);
  const offsetSeconds = signal(0);
  const beat = signal<number | null>(null);
  const ending = signal<Ending>(null);
  const problem = signal<Problem | null>(null);
  let under: UnderWay | null = null;
  let letTakeGo = () => {};
  let heard: Block[] | null = null;

  const onBlock = (block: Block, { currentTime }: AudioContext) => {
    heard?.push(block);
    if (!under) return;
    const more = under.writer.write(block);
    const now = under.writer.seconds();
    if (now > 0 && state.peek().kind === "counting") {
      state.value = { kind: "recording" };
      studio.recording.value = "on";
    }
    if (now - seconds.peek() >= TOLD_EVERY_SECONDS) seconds.value = now;
    beat.value = now > 0 ? null : under.beatAt(currentTime);
    const head = offsetSeconds.peek() + now;
    if (head + REACH_SECONDS / 2 > studio.song.peek().durationSeconds) {
      studio.reach.value = head + REACH_SECONDS;
    }
    if (!more) void end("full");
  };
  const onLost = () => {
    if (under) void end("lost");
    state.value = { kind: "blocked", fault: "no_device" };
  };
  const input = createSoundInput({ transport, onBlock, onLost });
  const readyOr = (other: RecorderState): RecorderState =>
    input.opened() ? { kind: "ready" } : other;

  /** One at a time: two open microphones would both write into the take. */
  let preparing: Promise<boolean> | null = null;
  const prepare = (): Promise<boolean> =>
    input.opened()
      ? Promise.resolve(true)
      : preparing ??= openInput().finally(() => preparing = null);
  const openInput = async (): Promise<boolean> => {
    const fault = microphoneFault();
    if (fault) {
      state.value = { kind: "blocked", fault };
      return false;
    }
    state.value = { kind: "asking" };
    try {
      await input.open(options.peek()); // inside the press
      state.value = { kind: "ready" };
      return true;
    } catch (error) {
      const fault = error instanceof MicrophoneError ? error.fault : "failed";
      state.value = { kind: "blocked", fault };
      return false;
    }
  };

  const start: Recorder["start"] = async ({ name, stack }) => {
    if (under || !await prepare()) return;
    ending.value = null;
    problem.value = null;
    seconds.value = 0;
    state.value = { kind: "counting" };
    studio.recording.value = "counting";
    if (transport.state.peek().kind !== "stopped") transport.pause();
    studio.reach.value = transport.position.peek() + REACH_SECONDS;
    const id = uuidv7();
    letTakeGo = await hold(id);
    try {
      const wish = { id, name, stack, options: options.peek() };
      const { roundTripNow: roundTripSeconds } = input;
      under = await beginTake(studio, store, input.opened, { ...wish, roundTripSeconds });
      offsetSeconds.value = under.take.offsetSeconds;
      studio.say(countInSeconds(studio, options.peek()) > 0 ? "Counting in." : "Recording.");
    } catch (error) {
      letTakeGo();
      studio.recording.value = "off";
      studio.reach.value = 0;
      problem.value = asProblem(error);
      state.value = readyOr({ kind: "off" });
    }
  };

  const end = async (why: Ending) => {
    const ended = under;
    if (!ended) return;
    under = null;
    ending.value = why;
    state.value = { kind: "keeping" };
    beat.value = null;
    ended.end();
    studio.recording.value = "off";
    letTakeGo();
    try {
      const short = ended.writer.seconds() < SHORTEST_SECONDS;
      await ended.writer.finish();
      if (short) await store.remove(ended.take.id);
      else {
        const kept = (await store.list()).find(({ id }) => id === ended.take.id);
        onTake(kept ?? { ...ended.take, finished: true });
      }
      studio.say(short ? "Nothing was recorded." : "The take is kept.");
    } catch (error) {
      problem.value = asProblem(error);
    }
    studio.reach.value = 0;
    state.value = readyOr({ kind: "blocked", fault: "no_device" });
  };

  const measure = async () => {
    if (under || !await prepare()) return null;
    state.value = { kind: "measuring" };
    heard = [];
    try {
      const found = await measureLateness(input.opened()!.context, heard);
      if (found) input.correct({ measuredSeconds: found.seconds, nudgeSeconds: 0 });
      return found;
    } finally {
      heard = null;
      state.value = readyOr({ kind: "off" });
    }
  };

  const ends = [
    // Whoever presses Pause has sung to the end.
    effect(() => {
      if (transport.state.value.kind === "stopped" && under) queueMicrotask(() => void end(null));
    }),
    effect(() => {
      const { monitoring } = options.value;
      input.opened()?.capture.monitor(monitoring);
    }),
  ];
  const release = () => {
    if (under) return;
    input.letGo();
    state.value = { kind: "off" };
  };

  return {
    state,
    level: input.level,
    devices: input.devices,
    options,
    latency: input.latency,
    roundTrip: input.roundTrip,
    seconds,
    offsetSeconds,
    beat,
    ending,
    problem,
    peaks: () => under?.writer.peaks ?? [],
    prepare,
    set: (patch) => {
      const before = options.peek();
      options.value = { ...before, ...patch };
      rememberOptions(options.peek());
      if (options.peek().deviceId !== before.deviceId && input.opened()) {
        release();
        void prepare();
      }
    },
    forgetClip: input.forgetClip,
    nudge: (nudgeSeconds) => input.correct({ ...input.latency.peek(), nudgeSeconds }),
    measure,
    start,
    stop: () => end(null),
    release,
    close: () => {
      void end(null);
      for (const each of ends) each();
      input.close();
    },
  };
}
