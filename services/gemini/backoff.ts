export interface Patience {
  /** Attempts in all. */
  readonly attempts: number;
  readonly firstWaitMs: number;
  /** A service that asks for a longer wait is not waited for. */
  readonly longestWaitMs: number;
}

export const PATIENCE: Patience = { attempts: 3, firstWaitMs: 500, longestWaitMs: 8_000 };

/**
 * How long to wait before another attempt; undefined when there is none. Twice as long each time, half of
 * it by chance, so that what failed together does not return together; never sooner than the service asks.
 *
 * @param attempt how many were made.
 * @param leftMs how much time the whole question has.
 * @param draw 0..1.
 */
export function waitBefore(
  { attempt, askedMs = 0, leftMs, draw }: {
    readonly attempt: number;
    readonly askedMs?: number;
    readonly leftMs: number;
    readonly draw: number;
  },
  { attempts, firstWaitMs, longestWaitMs }: Patience = PATIENCE,
): number | undefined {
  if (attempt >= attempts) return undefined;
  const step = firstWaitMs * 2 ** (attempt - 1);
  const chance = step * draw / 2;
  const wait = Math.max(step / 2, askedMs) + chance;
  return wait > longestWaitMs || wait >= leftMs ? undefined : Math.round(wait);
}
