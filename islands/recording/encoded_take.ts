import type { Block, Capture } from "./capture.ts";
import type { Microphone } from "./microphone.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";
import type { TakeWriter } from "./take_writer.ts";
import { MAX_TAKE_SECONDS } from "./wav_bytes.ts";

/*
 * For browsers without AudioWorklet: MediaRecorder encodes, and when exactly it began is told by its own event.
 * Only the level is read from the samples.
 */

/** What MediaRecorder may write here, the best first. */
const TYPES = ["audio/webm;codecs=pcm", "audio/webm;codecs=opus", "audio/mp4", "audio/ogg"];
const EVERY_MS = 40;

/** The meter's part: blocks of what sounds now, not every sample. */
export function openMeter(
  context: AudioContext,
  microphone: Microphone,
  onBlock: (block: Block) => void,
): Capture {
  const source = context.createMediaStreamSource(microphone.stream);
  const meter = context.createAnalyser();
  const monitor = context.createGain();
  meter.fftSize = 2048;
  monitor.gain.value = 0;
  source.connect(meter);
  source.connect(monitor).connect(context.destination);
  const timer = setInterval(() => {
    const samples = new Float32Array(meter.fftSize);
    meter.getFloatTimeDomainData(samples);
    onBlock({ frame: Math.round(context.currentTime * context.sampleRate), samples });
  }, EVERY_MS);
  return {
    sampleRate: context.sampleRate,
    monitor: (on) => void monitor.gain.setTargetAtTime(on ? 1 : 0, context.currentTime, .02),
    close: () => {
      clearInterval(timer);
      for (const each of [source, meter, monitor]) each.disconnect();
    },
  };
}

/** The file type of takes here, and how it is written as a kept take's format. */
export function encodedFormat(name: string): KeptTake["format"] & { readonly kind: "file" } {
  const type = TYPES.find((each) => MediaRecorder.isTypeSupported(each)) ?? "";
  const ending = type.includes("mp4") ? "m4a" : type.includes("ogg") ? "ogg" : "webm";
  return { kind: "file", type, fileName: `${name}.${ending}` };
}

/**
 * @param firstFrame of the audio clock: recording is begun there, and the take's offset is moved by what the
 * browser was late.
 */
export function createEncodedWriter(
  store: TakeStore,
  take: KeptTake & { readonly format: { readonly kind: "file" } },
  firstFrame: number,
  context: AudioContext,
  { stream }: Microphone,
): TakeWriter {
  const recorder = new MediaRecorder(stream, { mimeType: take.format.type });
  const over = Promise.withResolvers<void>();
  const peaks: number[] = [];
  let writing: Promise<void> = Promise.resolve();
  let begunAt: number | null = null;
  const then = (work: () => Promise<void>) => {
    writing = writing.then(work);
    writing.catch(() => undefined); // told by `finish`
  };
  recorder.onstart = () => {
    begunAt = context.currentTime;
    const late = begunAt - firstFrame / context.sampleRate;
    then(() => store.begin({ ...take, offsetSeconds: take.offsetSeconds + Math.max(0, late) }));
  };
  recorder.ondataavailable = ({ data }) => {
    then(async () => await store.append(take.id, new Uint8Array(await data.arrayBuffer())));
  };
  recorder.onstop = () => over.resolve();
  const seconds = () => begunAt === null ? 0 : context.currentTime - begunAt;
  return {
    peaks,
    write: ({ frame, samples }) => {
      if (recorder.state === "inactive" && begunAt === null && frame >= firstFrame) {
        recorder.start(1000);
      }
      if (begunAt !== null) {
        peaks.push(samples.reduce((most, x) => Math.max(most, Math.abs(x)), 0));
      }
      return seconds() < MAX_TAKE_SECONDS - 1; // what the encoder still holds comes on top
    },
    seconds,
    finish: async () => {
      if (recorder.state !== "inactive") {
        recorder.stop();
        await over.promise;
      }
      await writing;
      await store.finish(take.id);
    },
  };
}
