import type { GeminiFailure } from "./failure.ts";

export type BreakerState = "closed" | "open" | "half-open";

export interface BreakerLimits {
  /** Failures in a row that open it. */
  readonly failures: number;
  /** How long it stays open, milliseconds. */
  readonly restMs: number;
}

/**
 * A circuit breaker (Nygard, Release It!): after so many failures in a row nothing is asked for a while,
 * then one question is let through, and its answer decides. Its clock is the caller's.
 */
export interface Breaker {
  state(): BreakerState;
  /** @returns why nothing may be asked now; undefined when it may. Who may must say how it went. */
  enter(): GeminiFailure | undefined;
  succeeded(): void;
  failed(): void;
  /** The question was given up: nothing was learnt. */
  left(): void;
  /** Opens at once, because asking again is of no use for now. */
  trip(reason: GeminiFailure): void;
}

export function createBreaker({ failures, restMs }: BreakerLimits, nowMs: () => number): Breaker {
  let inARow = 0;
  let opened: { readonly untilMs: number; readonly reason: GeminiFailure } | undefined;
  let probing = false;

  const open = (reason: GeminiFailure) => {
    opened = { untilMs: nowMs() + restMs, reason };
    probing = false;
  };
  return {
    state() {
      if (!opened) return "closed";
      return nowMs() < opened.untilMs ? "open" : "half-open";
    },
    enter() {
      if (!opened) return undefined;
      if (nowMs() < opened.untilMs || probing) return opened.reason;
      probing = true;
      return undefined;
    },
    succeeded() {
      inARow = 0;
      opened = undefined;
      probing = false;
    },
    failed() {
      inARow++;
      if (probing || inARow >= failures) open("breaker_open");
    },
    left() {
      probing = false;
    },
    trip: open,
  };
}
