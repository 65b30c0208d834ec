/// <reference lib="deno.worker" />
import { yieldToSockets } from "../services/background_thread.ts";
import type { PanGains } from "../services/mixer/desk.ts";
import { RunningLoudness } from "../services/mixer/running_loudness.ts";
import { BLOCK_FRAMES, blocksOf } from "../services/mixer/sound_source.ts";
import { applyMaster, findStreamMaster } from "../services/mixer/stream_master.ts";
import { HEADER_BYTES, pack24, type SampleBits, wavHeader } from "../services/mixer/wav.ts";
import { writeComp } from "./comp_sound.ts";
import { FloatFile, sane, sumSource, writeAll } from "./mix_files.ts";
import type {
  AddedSound,
  Laid,
  Mastered,
  MixAnswer,
  MixQuestion,
  MixTaskName,
  MixTasks,
} from "./mix_tasks.ts";

yieldToSockets();

self.onmessage = ({ data }: MessageEvent<MixQuestion>) => {
  try {
    tell({ kind: "done", result: answerTo(data) });
  } catch (error) {
    const message = error instanceof Error ? error.stack ?? error.message : String(error);
    tell({ kind: "failed", message });
  }
};

function answerTo({ name, task }: MixQuestion): MixTasks[MixTaskName]["result"] {
  switch (name) {
    case "comp":
      return writeComp(task.parts, task.sampleRate, task.output);
    case "add":
      return add(task);
    case "stem":
      return stem(task);
    case "pad":
      return pad(task);
    case "loudness":
      return loudness(task);
    case "master":
      return master(task);
  }
}

function add({ sum, ...laid }: MixTasks["add"]["task"]): AddedSound {
  using target = FloatFile.sum(sum, { write: true });
  const block = new Float32Array(2 * BLOCK_FRAMES);
  return eachBlock(laid, (frame, samples) => {
    const there = block.subarray(0, samples.length);
    target.read(frame, there);
    for (let i = 0; i < samples.length; i++) there[i] = there[i]! + samples[i]!;
    target.write(frame, there);
  });
}

/** 24 bits where they are enough; a stem that is louder than full scale is written as float. */
function stem({ sampleRate, output, ...laid }: MixTasks["stem"]["task"]): AddedSound {
  const added = eachBlock(laid, () => {});
  const bits: SampleBits = added.peak < 1 ? 24 : 32;
  using file = Deno.openSync(output, { write: true, create: true, truncate: true });
  writeAll(file, wavHeader(0, 2, sampleRate, bits));
  const bytes = bits / 8 * 2;
  eachBlock(laid, (frame, samples) => {
    file.seekSync(HEADER_BYTES + frame * bytes, Deno.SeekMode.Start);
    writeAll(file, bits === 32 ? bytesOf(samples) : packed24(samples));
  });
  return added;
}

/** Silence is zeros, whatever the format. */
function pad({ path, sampleRate, frames }: MixTasks["pad"]["task"]): null {
  using file = Deno.openSync(path, { read: true, write: true });
  const header = new Uint8Array(HEADER_BYTES);
  file.readSync(header);
  const bits = new DataView(header.buffer).getUint16(34, true) as SampleBits;
  const dataBytes = frames * 2 * bits / 8;
  file.truncateSync(HEADER_BYTES + dataBytes);
  file.seekSync(0, Deno.SeekMode.Start);
  writeAll(file, wavHeader(dataBytes, 2, sampleRate, bits));
  return null;
}

function loudness({ sum, frames, sampleRate }: MixTasks["loudness"]["task"]): number | null {
  using file = FloatFile.sum(sum);
  const meter = new RunningLoudness(sampleRate);
  for (const { left, right, length } of blocksOf(sumSource(file, frames, sampleRate))) {
    meter.push(left, right, length);
  }
  const lufs = meter.integrated();
  return lufs === -Infinity ? null : lufs;
}

/** Readings of the sum that a master takes, most often. */
const USUAL_PASSES = 5;

function master(task: MixTasks["master"]["task"]): Mastered | null {
  const { sum, frames, sampleRate, output } = task;
  using file = FloatFile.sum(sum);
  const source = sumSource(file, frames, sampleRate);
  let passes = 0;
  const found = findStreamMaster(source, task, () => {
    tell({ kind: "progress", fraction: Math.min(0.9, passes++ / USUAL_PASSES) });
  });
  if (found === null) return null;
  using out = Deno.openSync(output, { write: true, create: true, truncate: true });
  writeAll(out, wavHeader(frames * 6, 2, sampleRate, 24));
  const packed = new Uint8Array(6 * BLOCK_FRAMES);
  for (const { start, length, left, right } of blocksOf(source)) {
    applyMaster(found, start, [left, right], length);
    pack24([left.subarray(0, length), right.subarray(0, length)], packed);
    writeAll(out, packed.subarray(0, 6 * length));
  }
  const { lufs, limiterReductionDb, compressorReductionDb } = found;
  return { lufs, limiterReductionDb, compressorReductionDb };
}

/** Goes through a sound as it lies in the song, through its fader: interleaved stereo, in order. */
function eachBlock(
  { input, startFrame, gains }: Laid,
  work: (frame: number, samples: Float32Array<ArrayBuffer>) => void,
): AddedSound {
  using sound = FloatFile.wav(input);
  const { channels, frames } = sound;
  const samples = new Float32Array(channels * BLOCK_FRAMES);
  const placed = new Float32Array(2 * BLOCK_FRAMES);
  let peak = 0;
  for (let from = Math.max(0, -startFrame); from < frames; from += BLOCK_FRAMES) {
    const length = Math.min(BLOCK_FRAMES, frames - from, sound.read(from, samples));
    if (length === 0) throw new Error("a sound ends early");
    place(samples, channels, gains, placed, length);
    for (let i = 0; i < 2 * length; i++) {
      const magnitude = Math.abs(placed[i]!);
      if (magnitude > peak) peak = magnitude;
    }
    work(startFrame + from, placed.subarray(0, 2 * length));
  }
  return { endFrame: Math.max(0, startFrame + frames), peak };
}

function place(
  samples: Float32Array,
  channels: 1 | 2,
  { leftToLeft, leftToRight, rightToLeft, rightToRight }: PanGains,
  placed: Float32Array,
  length: number,
): void {
  for (let i = 0; i < length; i++) {
    const left = sane(samples[channels * i]!);
    const right = channels === 1 ? 0 : sane(samples[2 * i + 1]!);
    placed[2 * i] = left * leftToLeft + right * rightToLeft;
    placed[2 * i + 1] = left * leftToRight + right * rightToRight;
  }
}

function packed24(interleaved: Float32Array): Uint8Array {
  const bytes = new Uint8Array(3 * interleaved.length);
  pack24([interleaved], bytes); // already side by side: as one channel
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: Float32Array<ArrayBuffer>): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

function tell(answer: MixAnswer): void {
  self.postMessage(answer);
}
