import { type ReadonlySignal, signal } from "@preact/signals";
import type { Transport } from "../transport/transport.ts";
import { type Block, canCapture, type Capture, openCapture } from "./capture.ts";
import { createDeviceNotes } from "./device_latency.ts";
import { openMeter } from "./encoded_take.ts";
import { type DeviceLatency, roundTripSeconds, UNMEASURED } from "./latency.ts";
import { type Level, nextLevel, peakOf, QUIET } from "./level.ts";
import {
  type InputDevice,
  inputDevices,
  type Microphone,
  MicrophoneError,
  openMicrophone,
} from "./microphone.ts";

/** A microphone that is open, and what reads it. */
export interface OpenInput {
  readonly context: AudioContext;
  readonly microphone: Microphone;
  readonly capture: Capture;
}

/** The microphone of this tab: its level, its lateness, and those that could take its place. */
export interface SoundInput {
  readonly level: ReadonlySignal<Level>;
  readonly devices: ReadonlySignal<readonly InputDevice[]>;
  readonly latency: ReadonlySignal<DeviceLatency>;
  /** The round trip that the next take is corrected by, or null while no microphone is open. */
  readonly roundTrip: ReadonlySignal<number | null>;
  /** What is open now. */
  opened(): OpenInput | null;
  /**
   * Opens one, inside a press.
   * @throws {MicrophoneError} when there is none that may be heard.
   */
  open(wish: { readonly deviceId: string; readonly monitoring: boolean }): Promise<void>;
  /** Keeps the lateness of the device that is open. */
  correct(latency: DeviceLatency): void;
  /** The round trip as the clock tells it at this moment. */
  roundTripNow(): number;
  forgetClip(): void;
  letGo(): void;
  close(): void;
}

export interface SoundInputDeps {
  readonly transport: Transport;
  readonly onBlock: (block: Block, context: AudioContext) => void;
  /** The device was taken away. It is let go of afterwards. */
  readonly onLost: () => void;
}

export function createSoundInput({ transport, onBlock, onLost }: SoundInputDeps): SoundInput {
  const notes = createDeviceNotes();
  const level = signal<Level>(QUIET);
  const devices = signal<readonly InputDevice[]>([]);
  const latency = signal<DeviceLatency>(UNMEASURED);
  const roundTrip = signal<number | null>(null);
  let microphone: Microphone | null = null;
  let input: OpenInput | null = null;

  const listDevices = async () => {
    devices.value = await inputDevices();
  };
  const letGo = () => {
    input?.capture.close();
    microphone?.close();
    input = null;
    microphone = null;
    level.value = QUIET;
    roundTrip.value = null;
  };
  const lost = () => {
    onLost();
    letGo();
    void listDevices();
  };
  const roundTripNow = () => roundTripSeconds(clockOf(input!), latency.peek());
  const learnLatency = ({ microphone }: OpenInput) => {
    latency.value = notes.read(microphone.deviceId);
    roundTrip.value = roundTripNow();
  };
  const open: SoundInput["open"] = async ({ deviceId, monitoring }) => {
    try {
      const { context } = await transport.open();
      const hear = (block: Block) => {
        const seconds = block.samples.length / context.sampleRate;
        level.value = nextLevel(level.peek(), peakOf(block.samples), seconds);
        onBlock(block, context);
      };
      microphone = await openMicrophone(deviceId).catch((error: unknown) => {
        // The device of last time is not there: any other is better than none.
        const gone = error instanceof MicrophoneError && error.fault === "no_device" && deviceId;
        if (gone) return openMicrophone("");
        throw error;
      });
      microphone.onLost(lost);
      const capture = canCapture()
        ? await openCapture(context, microphone, hear)
        : openMeter(context, microphone, hear);
      input = { context, microphone, capture };
      capture.monitor(monitoring);
      learnLatency(input);
      await listDevices();
    } catch (error) {
      letGo();
      throw error;
    }
  };
  const onDevices = () => void listDevices();
  navigator.mediaDevices?.addEventListener("devicechange", onDevices);
  return {
    level,
    devices,
    latency,
    roundTrip,
    opened: () => input,
    open,
    correct: (corrected) => {
      if (!input) return;
      notes.write(input.microphone.deviceId, corrected);
      learnLatency(input);
    },
    roundTripNow,
    forgetClip: () => level.value = QUIET,
    letGo,
    close: () => {
      letGo();
      navigator.mediaDevices?.removeEventListener("devicechange", onDevices);
    },
  };
}

function clockOf({ context, microphone }: OpenInput) {
  return {
    outputSeconds: context.outputLatency,
    baseSeconds: context.baseLatency,
    inputSeconds: microphone.inputSeconds,
  };
}
