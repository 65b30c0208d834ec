/**
 * From a performance to sound: one synthesiser, one strip and one share of the room per part, then
 * one master over all. Runs in worker threads; same input, same bytes, however many there are.
 */
import type { Performance } from "../composer/score.ts";
import type { Stereo } from "../mixer/stereo.ts";
import type { RenderedStem } from "./protocol.ts";
import { RenderWorker } from "./render_worker.ts";
import { SAMPLE_RATE } from "./sample_rate.ts";

export type { RenderedStem } from "./protocol.ts";
export { RenderError } from "./render_worker.ts";

export interface RenderOptions {
  readonly signal?: AbortSignal;
  /**
   * `stage` is "score" at the start, then the name of each part as it begins, then "mix";
   * `fraction` of the whole never falls and ends at 1.
   */
  readonly onProgress?: (stage: string, fraction: number) => void;
  /** Levels found at an earlier rendering, by part id; parts without one are measured. */
  readonly gainsDb?: Readonly<Record<string, number>>;
  /** Worker threads; default: 2, or 1 on a machine with one core. */
  readonly workers?: number;
}

export interface Rendered {
  readonly sampleRate: 44_100;
  readonly durationSeconds: number;
  readonly loudnessLufs: number;
  readonly truePeakDbtp: number;
  /** The most the limiter takes away, dB, positive. */
  readonly limiterReductionDb: number;
  /** The most the bus compressor takes away, dB, positive; 0 where it was not needed. */
  readonly compressorReductionDb: number;
  /** RIFF WAVE, 24 bits, stereo, `durationSeconds × 44 100` frames. */
  readonly mixWav: Uint8Array<ArrayBuffer>;
  readonly mixPeaks: Uint8Array<ArrayBuffer>;
  /** In the order of the parts; they add up to the mix. */
  readonly stems: readonly RenderedStem[];
}

/** Mixing and writing take about as long as this share of the synthesis. */
const MIX_SHARE = 0.3;

/**
 * @throws the signal's reason (an AbortError) as soon as it is aborted; the workers end at once.
 * @throws {RenderError} with the worker's error as its cause.
 */
export async function renderPerformance(
  performance: Performance,
  options: RenderOptions = {},
): Promise<Rendered> {
  const { signal, onProgress = () => {} } = options;
  signal?.throwIfAborted();
  if (performance.parts.length === 0) throw new RangeError("a performance needs at least one part");
  onProgress("score", 0);
  const count = Math.min(options.workers ?? defaultWorkers(), performance.parts.length);
  const workers = Array.from({ length: count }, () => new RenderWorker());
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    for (const worker of workers) worker.end();
    aborted.reject(signal?.reason);
  };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([renderOn(workers, performance, options), aborted.promise]);
  } finally {
    signal?.removeEventListener("abort", abort);
    for (const worker of workers) worker.end();
  }
}

function defaultWorkers(): number {
  return Math.min(2, navigator.hardwareConcurrency);
}

async function renderOn(
  workers: readonly RenderWorker[],
  performance: Performance,
  { onProgress = () => {}, gainsDb = {} }: RenderOptions,
): Promise<Rendered> {
  const { parts, style, durationSeconds, fadeSeconds } = performance;
  const frames = Math.round(durationSeconds * SAMPLE_RATE);
  const dry: { stem: Stereo; gainDb: number }[] = [];
  let next = 0;
  let done = 0;
  await Promise.all(workers.map(async (worker) => {
    for (let index = next++; index < parts.length; index = next++) {
      const part = parts[index]!;
      onProgress(part.name, (1 - MIX_SHARE) * done / parts.length);
      dry[index] = await worker.run({
        type: "stem",
        part,
        style,
        frames,
        gainDb: gainsDb[part.id],
      });
      done++;
    }
  }));

  onProgress("mix", 1 - MIX_SHARE);
  const stems = dry.map(({ stem }) => stem);
  const { master } = await workers[0]!.run(
    { type: "master", stems, fadeSeconds },
    stems.flatMap(({ left, right }) => [left.buffer, right.buffer]),
  );
  onProgress("mix", 1);
  return {
    sampleRate: SAMPLE_RATE,
    durationSeconds,
    loudnessLufs: master.loudnessLufs,
    truePeakDbtp: master.truePeakDbtp,
    limiterReductionDb: master.limiterReductionDb,
    compressorReductionDb: master.compressorReductionDb,
    mixWav: master.mix.wav,
    mixPeaks: master.mix.peaks,
    stems: parts.map(({ id, name, role, program }, i) => ({
      partId: id,
      name,
      role,
      program,
      gainDb: dry[i]!.gainDb,
      ...master.stems[i]!,
    })),
  };
}
