import type { JobContext } from "./job_kind.ts";

/** The part of the job's progress that a piece of work stands for. */
export interface Share {
  readonly from: number;
  readonly to: number;
}

export type OnProgress = (stage: string, fraction: number) => void;

/**
 * Runs a service's work and turns its reports (a stage's name and the fraction of the whole) into the
 * job's stages. A report cannot wait, so a stage that cannot be written stops the work by its signal.
 */
export async function withStages<T>(
  context: JobContext,
  { from, to }: Share,
  work: (signal: AbortSignal, onProgress: OnProgress) => Promise<T>,
): Promise<T> {
  const failed = new AbortController();
  let written = Promise.resolve();
  let current = "";
  const onProgress: OnProgress = (stage, fraction) => {
    const progress = from + (to - from) * fraction;
    if (stage === current) return context.progress(progress);
    current = stage;
    written = written.then(() => context.stage(stage, progress))
      .catch((error) => failed.abort(error));
  };
  const result = await work(AbortSignal.any([context.signal, failed.signal]), onProgress);
  await written;
  failed.signal.throwIfAborted();
  return result;
}
