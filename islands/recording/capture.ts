import type { Microphone } from "./microphone.ts";

/** Samples of the microphone against the audio clock. */
export interface Block {
  /** Of the audio clock, at which the first sample was handed over. */
  readonly frame: number;
  readonly samples: Float32Array<ArrayBuffer>;
}

export interface Capture {
  readonly sampleRate: number;
  /** Whether the singer hears themselves through the studio. */
  monitor(on: boolean): void;
  close(): void;
}

const WORKLET = "/static/worklets/recorder.js";

/** Whether this browser can hand over samples as they are; else MediaRecorder encodes them. */
export function canCapture(): boolean {
  return typeof AudioWorkletNode === "function";
}

/** Listens to a microphone in the audio thread. */
export async function openCapture(
  context: AudioContext,
  microphone: Microphone,
  onBlock: (block: Block) => void,
): Promise<Capture> {
  await context.audioWorklet.addModule(WORKLET);
  const source = context.createMediaStreamSource(microphone.stream);
  const node = new AudioWorkletNode(context, "recorder", {
    numberOfOutputs: 1,
    channelCount: 1,
    channelCountMode: "explicit",
  });
  node.port.onmessage = ({ data }: MessageEvent<Block>) => onBlock(data);
  const silence = context.createGain();
  silence.gain.value = 0;
  const monitor = context.createGain();
  monitor.gain.value = 0;
  source.connect(node).connect(silence).connect(context.destination); // unconnected nodes may be left out
  source.connect(monitor).connect(context.destination);
  return {
    sampleRate: context.sampleRate,
    monitor: (on) => void monitor.gain.setTargetAtTime(on ? 1 : 0, context.currentTime, .02),
    close: () => {
      node.port.onmessage = null;
      for (const each of [source, node, silence, monitor]) each.disconnect();
    },
  };
}
