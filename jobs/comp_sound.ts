import { fade, type Span } from "../services/mixer/seams.ts";
import { BLOCK_FRAMES } from "../services/mixer/sound_source.ts";
import { wavHeader } from "../services/mixer/wav.ts";
import { FloatFile, sane, writeAll } from "./mix_files.ts";

/** A recording that is heard here and there. */
export interface CompPart {
  /** A 32-bit float WAV. */
  readonly input: string;
  /** Where its first sample lies in the song. */
  readonly startFrame: number;
  /** In frames of the song. */
  readonly spans: readonly Span[];
}

/**
 * Lays the recordings of a track into one file, as they are heard one after another: before faders,
 * so that it goes on like any sound. Stereo as soon as one of them is, with a mono one on both sides.
 *
 * @param output the path of a 32-bit float WAV to be written.
 * @returns where its first sample lies in the song.
 */
export function writeComp(parts: readonly CompPart[], sampleRate: number, output: string): number {
  using files = new DisposableStack();
  const sounds = parts.map((part) => ({ ...part, file: files.use(FloatFile.wav(part.input)) }));
  const channels = sounds.some(({ file }) => file.channels === 2) ? 2 : 1;
  const heard = sounds.map(({ file, startFrame, spans }) => ({
    from: Math.max(startFrame, Math.floor(spans[0]!.from - spans[0]!.rise)),
    to: Math.min(startFrame + file.frames, Math.ceil(spans.at(-1)!.to + spans.at(-1)!.fall)),
  })).filter(({ from, to }) => to > from);
  const start = Math.min(...heard.map(({ from }) => from));
  const end = Math.max(...heard.map(({ to }) => to));
  const frames = heard.length === 0 ? 0 : end - start;

  const out = files.use(Deno.openSync(output, { write: true, create: true, truncate: true }));
  writeAll(out, wavHeader(frames * channels * 4, channels, sampleRate, 32));
  const sum = new Float32Array(channels * BLOCK_FRAMES);
  const samples = new Float32Array(2 * BLOCK_FRAMES);
  for (let at = 0; at < frames; at += BLOCK_FRAMES) {
    const length = Math.min(BLOCK_FRAMES, frames - at);
    sum.fill(0);
    for (const { file, startFrame, spans } of sounds) {
      const from = Math.max(start + at, startFrame);
      const to = Math.min(start + at + length, startFrame + file.frames);
      if (to <= from) continue;
      const there = samples.subarray(0, (to - from) * file.channels);
      file.read(from - startFrame, there);
      fade(there, file.channels, from, spans);
      add(there, file.channels, sum.subarray((from - start - at) * channels), channels);
    }
    writeAll(out, new Uint8Array(sum.buffer, 0, length * channels * 4));
  }
  return frames === 0 ? 0 : start;
}

function add(from: Float32Array, fromChannels: 1 | 2, to: Float32Array, toChannels: 1 | 2): void {
  for (let i = 0; i * fromChannels < from.length; i++) {
    for (let c = 0; c < toChannels; c++) {
      to[i * toChannels + c]! += sane(from[i * fromChannels + Math.min(c, fromChannels - 1)]!);
    }
  }
}
