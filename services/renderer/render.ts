/**
 * From a performance to sound: one synthesiser, one strip and one share of the room per part, then
 * one master over all. Runs in worker threads; same input, same bytes, however many there are.
 */
import type { Performance, PerformedPart, Role } from "../composer/score.ts";
import type { Stereo } from "../mixer/stereo.ts";
import { RenderWorker } from "./render_worker.ts";
import { SAMPLE_RATE } from "./sample_rate.ts";

export { RenderError } from "./render_worker.ts";

export interface RenderOptions {
  readonly signal?: AbortSignal;
  /**
   * `stage` is the name of each part as it begins, then "mix"; `fraction` of the whole never falls
   * and ends at 1.
   */
  readonly onProgress?: (stage: string, fraction: number) => void;
  /** Levels found at an earlier rendering, by part id; parts without one are measured. */
  readonly gainsDb?: Readonly<Record<string, number>>;
  /** Worker threads; default: 2, or 1 on a machine with one core. */
  readonly workers?: number;
}

export interface RenderedStem {
  readonly partId: string;
  readonly name: string;
  readonly role: Role;
  readonly program: number;
  /** RIFF WAVE, 24 bits, stereo. */
  readonly wav: Uint8Array<ArrayBuffer>;
  /** See `services/mixer/peaks.ts`. */
  readonly peaks: Uint8Array<ArrayBuffer>;
  /** The level the mixer gave this part, to be frozen with it. */
  readonly gainDb: number;
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
  const { signal } = options;
  signal?.throwIfAborted();
  if (performance.parts.length === 0) throw new RangeError("a performance needs at least one part");
  const count = Math.min(options.workers ?? defaultWorkers(), performance.parts.length);
  const workers: RenderWorker[] = [];
  const aborted = Promise.withResolvers<never>();
  const abort = () => {
    for (const worker of workers) worker.end();
    aborted.reject(signal?.reason);
  };
  signal?.addEventListener("abort", abort, { once: true });
  try {
    while (workers.length < count) {
      workers.push(new RenderWorker());
      // Making a thread holds this one up for some 20 ms: let the sockets have their turn between.
      await nextTurn();
      signal?.throwIfAborted();
    }
    return await Promise.race([renderOn(workers, performance, options), aborted.promise]);
  } finally {
    signal?.removeEventListener("abort", abort);
    for (const worker of workers) worker.end();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
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
  let done = 0;
  const levelled = await share(workers, busiestFirst(parts), async (worker, part) => {
    onProgress(part.name, (1 - MIX_SHARE) * done / parts.length);
    const gainDb = gainsDb[part.id];
    const result = await worker.run("stem", { part, style, frames, gainDb });
    done++;
    return result;
  });

  onProgress("mix", 1 - MIX_SHARE);
  const found = parts.map((part) => levelled.get(part)!);
  const stems = found.map(({ stem }) => stem);
  const master = await workers[0]!.run("master", { stems, fadeSeconds }, stems.flatMap(buffersOf));

  onProgress("mix", 1 - MIX_SHARE / 2);
  const written = await share(workers, [master.mix, ...master.stems], (worker, sound) => {
    const gain = sound === master.mix ? undefined : master.gain;
    return worker.run("write", { sound, gain }, buffersOf(sound));
  });
  onProgress("mix", 1);
  const mix = written.get(master.mix)!;
  return {
    sampleRate: SAMPLE_RATE,
    durationSeconds,
    loudnessLufs: master.loudnessLufs,
    truePeakDbtp: master.truePeakDbtp,
    limiterReductionDb: master.limiterReductionDb,
    compressorReductionDb: master.compressorReductionDb,
    mixWav: mix.wav,
    mixPeaks: mix.peaks,
    stems: parts.map(({ id, name, role, program }, i) => {
      const { wav, peaks } = written.get(master.stems[i]!)!;
      return { partId: id, name, role, program, gainDb: found[i]!.gainDb, wav, peaks };
    }),
  };
}

/** Gives each worker the next item as soon as it is free. */
async function share<Item, Result>(
  workers: readonly RenderWorker[],
  items: readonly Item[],
  work: (worker: RenderWorker, item: Item) => Promise<Result>,
): Promise<Map<Item, Result>> {
  const results = new Map<Item, Result>();
  let next = 0;
  await Promise.all(workers.map(async (worker) => {
    while (next < items.length) {
      const item = items[next++]!;
      results.set(item, await work(worker, item));
    }
  }));
  return results;
}

/** So that no worker begins a long part when the others are done. */
function busiestFirst(parts: readonly PerformedPart[]): readonly PerformedPart[] {
  return parts.toSorted((a, b) => b.notes.length - a.notes.length);
}

function buffersOf({ left, right }: Stereo): Transferable[] {
  return [left.buffer, right.buffer];
}
