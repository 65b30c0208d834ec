import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import { uuidv7 } from "../../services/ids.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Studio } from "../studio/studio.ts";
import { type Block, canCapture, type Capture, openCapture } from "./capture.ts";
import { beatsBetween, clickAt, USUAL_TEMPO_BPM } from "./clicks.ts";
import { CLICK_COUNT, CLICK_EVERY_SECONDS, type ClickDelay, clickDelay } from "./click_delay.ts";
import { playCalibration } from "./calibration.ts";
import { createEncodedWriter, encodedFormat, openMeter } from "./encoded_take.ts";
import { createDeviceNotes } from "./device_latency.ts";
import { type DeviceLatency, roundTripSeconds, takeStart, UNMEASURED } from "./latency.ts";
import { type Level, nextLevel, peakOf, QUIET } from "./level.ts";
import {
  type InputDevice,
  inputDevices,
  type Microphone,
  MicrophoneError,
  type MicrophoneFault,
  microphoneFault,
  openMicrophone,
} from "./microphone.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";
import { createTakeWriter, type TakeWriter } from "./take_writer.ts";

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

export interface RecordOptions {
  /** Empty for the one that the system prefers. */
  readonly deviceId: string;
  readonly countInBars: 0 | 1 | 2;
  /** Clicks go on while it records. */
  readonly clicks: boolean;
  /** The singer hears themselves; off, because without headphones it howls. */
  readonly monitoring: boolean;
}

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
  const { transport, room } = studio;
  const notes = createDeviceNotes();
  const state = signal<RecorderState>({ kind: "off" });
  const level = signal<Level>(QUIET);
  const devices = signal<readonly InputDevice[]>([]);
  const options = signal<RecordOptions>({ ...USUAL, ...rememberedOptions() });
  const latency = signal<DeviceLatency>(UNMEASURED);
  const roundTrip = signal<number | null>(null);
  const seconds = signal(0);
  const offsetSeconds = signal(0);
  const beat = signal<number | null>(null);
  const ending = signal<Ending>(null);
  const problem = signal<Problem | null>(null);
  let microphone: Microphone | null = null;
  let capture: Capture | null = null;
  let context: AudioContext | null = null;
  let under: UnderWay | null = null;
  let heard: Block[] | null = null;

  const onBlock = (block: Block) => {
    level.value = nextLevel(
      level.peek(),
      peakOf(block.samples),
      block.samples.length / context!.sampleRate,
    );
    heard?.push(block);
    if (!under) return;
    const more = under.writer.write(block);
    const now = under.writer.seconds();
    if (now > 0 && state.peek().kind === "counting") {
      state.value = { kind: "recording" };
      studio.recording.value = "on";
    }
    if (now - seconds.peek() >= TOLD_EVERY_SECONDS) seconds.value = now;
    beat.value = now > 0 ? null : under.beatAt(context!.currentTime);
    const head = offsetSeconds.peek() + now;
    if (head + REACH_SECONDS / 2 > studio.song.peek().durationSeconds) {
      studio.reach.value = head + REACH_SECONDS;
    }
    if (!more) void end("full");
  };
  const learnLatency = () => {
    if (!context || !microphone) return roundTrip.value = null;
    latency.value = notes.read(microphone.deviceId);
    roundTrip.value = roundTripSeconds(clockOf(context, microphone), latency.value);
  };
  const listDevices = async () => {
    devices.value = await inputDevices();
  };
  const letGo = () => {
    capture?.close();
    microphone?.close();
    capture = null;
    microphone = null;
    level.value = QUIET;
    roundTrip.value = null;
  };
  const lost = () => {
    if (under) void end("lost");
    letGo();
    state.value = { kind: "blocked", fault: "no_device" };
    void listDevices();
  };
  /** One at a time: two open microphones would both write into the take. */
  let preparing: Promise<boolean> | null = null;
  const prepare = (): Promise<boolean> =>
    capture ? Promise.resolve(true) : preparing ??= openInput().finally(() => preparing = null);
  const openInput = async (): Promise<boolean> => {
    const fault = microphoneFault();
    if (fault) {
      state.value = { kind: "blocked", fault };
      return false;
    }
    state.value = { kind: "asking" };
    try {
      const player = await transport.open(); // inside the press
      context = player.context;
      const { deviceId } = options.peek();
      microphone = await openMicrophone(deviceId).catch((error: unknown) => {
        // The device of last time is not there: any other is better than none.
        const gone = error instanceof MicrophoneError && error.fault === "no_device" && deviceId;
        if (gone) return openMicrophone("");
        throw error;
      });
      microphone.onLost(lost);
      capture = canCapture()
        ? await openCapture(context, microphone, onBlock)
        : openMeter(context, microphone, onBlock);
      capture.monitor(options.peek().monitoring);
      learnLatency();
      await listDevices();
      state.value = { kind: "ready" };
      return true;
    } catch (error) {
      letGo();
      const fault = error instanceof MicrophoneError ? error.fault : "failed";
      state.value = { kind: "blocked", fault };
      return false;
    }
  };

  const countIn = (song: { readonly tempoBpm: number; readonly beatsPerBar: number }) =>
    options.peek().countInBars * song.beatsPerBar * 60 / song.tempoBpm;

  const start: Recorder["start"] = async ({ name, stack }) => {
    if (under || !await prepare()) return;
    const { tempoBpm, beatsPerBar } = studio.song.peek();
    const song = { tempoBpm: tempoBpm ?? USUAL_TEMPO_BPM, beatsPerBar };
    const leadSeconds = countIn(song);
    ending.value = null;
    problem.value = null;
    seconds.value = 0;
    state.value = { kind: "counting" };
    studio.recording.value = "counting";
    if (transport.state.peek().kind !== "stopped") transport.pause();
    studio.reach.value = transport.position.peek() + REACH_SECONDS;
    const id = uuidv7();
    const letTakeGo = await hold(id);
    try {
      const punch = await transport.playAfter(leadSeconds + .1);
      if (!punch || !context || !microphone) throw new Error("the sound was stopped");
      const trip = roundTripSeconds(clockOf(context, microphone), latency.peek());
      const begin = takeStart({ ...punch, roundTripSeconds: trip, sampleRate: context.sampleRate });
      const base = {
        id,
        userId: room.user.id,
        projectId: room.projectId,
        name,
        stack,
        offsetSeconds: begin.offsetSeconds,
        startedAtMs: Date.now(),
        finished: false,
      };
      const pcm = { kind: "wav", sampleRate: context.sampleRate, channels: 1 } as const;
      const take = { ...base, format: canCapture() ? pcm : encodedFormat(name) };
      offsetSeconds.value = begin.offsetSeconds;
      const clicks = leadSeconds === 0
        ? []
        : beatsBetween(-leadSeconds, 0, song).map((beat) =>
          clickAt(context!, punch.contextTime + beat.songSeconds, beat.accent)
        );
      const metronome = studio.metronome.peek();
      studio.metronome.value = options.peek().clicks;
      transport.held.value = true;
      room.presence.doing("recording", true);
      const writer = take.format.kind === "wav"
        ? createTakeWriter(store, { ...take, format: take.format }, begin.firstFrame)
        : createEncodedWriter(
          store,
          { ...take, format: take.format },
          begin.firstFrame,
          context,
          microphone,
        );
      under = {
        take,
        writer,
        beatAt: (contextTime) => {
          const toGo = (punch.contextTime - contextTime) * song.tempoBpm / 60;
          const total = clicks.length;
          return toGo <= 0 || toGo > total ? null : (total - Math.ceil(toGo)) % beatsPerBar + 1;
        },
        end: () => {
          beat.value = null;
          for (const click of clicks) click.stop();
          studio.metronome.value = metronome;
          transport.held.value = false;
          transport.pause();
          transport.seek(punch.songSeconds);
          room.presence.doing("recording", false);
          studio.recording.value = "off";
          letTakeGo();
        },
      };
      studio.say(leadSeconds > 0 ? "Counting in." : "Recording.");
    } catch (error) {
      letTakeGo();
      studio.recording.value = "off";
      studio.reach.value = 0;
      problem.value = asProblem(error);
      state.value = { kind: capture ? "ready" : "off" };
    }
  };

  const end = async (why: Ending) => {
    const ended = under;
    if (!ended) return;
    under = null;
    ending.value = why;
    state.value = { kind: "keeping" };
    ended.end();
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
    state.value = capture ? { kind: "ready" } : { kind: "blocked", fault: "no_device" };
  };

  const measure = async () => {
    if (under || !await prepare()) return null;
    state.value = { kind: "measuring" };
    heard = [];
    try {
      const playedAt = await playCalibration(context!);
      const blocks = heard;
      const first = blocks[0]?.frame ?? 0;
      const recorded = new Float32Array(
        blocks.reduce((sum, { samples }) => sum + samples.length, 0),
      );
      for (const { frame, samples } of blocks) {
        if (frame - first + samples.length <= recorded.length) recorded.set(samples, frame - first);
      }
      const rate = context!.sampleRate;
      const found = clickDelay(recorded, playedAt.map((time) => time * rate - first), rate);
      if (found && microphone) {
        notes.write(microphone.deviceId, { measuredSeconds: found.seconds, nudgeSeconds: 0 });
        learnLatency();
      }
      return found;
    } finally {
      heard = null;
      state.value = { kind: capture ? "ready" : "off" };
    }
  };

  const onDevices = () => void listDevices();
  navigator.mediaDevices?.addEventListener("devicechange", onDevices);
  const ends = [
    // Whoever presses Pause has sung to the end.
    effect(() => {
      if (transport.state.value.kind === "stopped" && under) queueMicrotask(() => void end(null));
    }),
    effect(() => capture?.monitor(options.value.monitoring)),
  ];
  const release = () => {
    if (under) return;
    letGo();
    state.value = { kind: "off" };
  };

  return {
    state,
    level,
    devices,
    options,
    latency,
    roundTrip,
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
      if (options.peek().deviceId !== before.deviceId && capture) {
        release();
        void prepare();
      }
    },
    forgetClip: () => level.value = QUIET,
    nudge: (nudgeSeconds) => {
      if (!microphone) return;
      notes.write(microphone.deviceId, { ...latency.peek(), nudgeSeconds });
      learnLatency();
    },
    measure,
    start,
    stop: () => end(null),
    release,
    close: () => {
      void end(null);
      letGo();
      for (const each of ends) each();
      navigator.mediaDevices?.removeEventListener("devicechange", onDevices);
    },
  };
}

interface UnderWay {
  readonly take: KeptTake;
  readonly writer: TakeWriter;
  readonly beatAt: (contextTime: number) => number | null;
  readonly end: () => void;
}

const USUAL: RecordOptions = { deviceId: "", countInBars: 1, clicks: false, monitoring: false };
const KEY = "sonic-alchemy:recording";

function rememberedOptions(): Partial<RecordOptions> {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return {
      ...(typeof kept.deviceId === "string" ? { deviceId: kept.deviceId } : {}),
      ...([0, 1, 2].includes(kept.countInBars) ? { countInBars: kept.countInBars } : {}),
      ...(typeof kept.clicks === "boolean" ? { clicks: kept.clicks } : {}),
    };
  } catch {
    return {}; // storage is switched off
  }
}

/** Not the monitoring: it howls when the headphones of last time are not there. */
function rememberOptions({ deviceId, countInBars, clicks }: RecordOptions): void {
  try {
    localStorage.setItem(KEY, JSON.stringify({ deviceId, countInBars, clicks }));
  } catch {
    // storage is switched off: the options last as long as the page
  }
}

function clockOf(context: AudioContext, { inputSeconds }: Microphone) {
  return {
    outputSeconds: context.outputLatency,
    baseSeconds: context.baseLatency,
    inputSeconds,
  };
}

/** How long a measurement takes. */
export const MEASURING_SECONDS = CLICK_COUNT * CLICK_EVERY_SECONDS;
