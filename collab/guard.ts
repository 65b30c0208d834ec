import { ApiError } from "../services/api_error.ts";
import type { Log } from "../services/log.ts";
import { CLOSE, type Close } from "./document/close_codes.ts";

/**
 * Thrown inside a hook to turn a message or a person away. The message stays empty, because the
 * protocol prints every message it catches; `code` and `reason` are what it passes on.
 */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly code: number;
  readonly reason: string;

  constructor(readonly close: Close, reason: string = close.reason, options?: ErrorOptions) {
    super("", options);
    this.code = close.code;
    this.reason = reason;
  }
}

/**
 * A hook whose failure refuses what it was asked about. Whatever it throws arrives as a `Refusal`;
 * what was unexpected is logged here and closes as `otherwise`.
 */
export function refusing<Payload, Result>(
  log: Log,
  name: string,
  otherwise: Close,
  hook: (payload: Payload) => Promise<Result>,
): (payload: Payload) => Promise<Result> {
  return async (payload) => {
    try {
      return await hook(payload);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      if (error instanceof ApiError && error.status < 500) {
        const close = error.status === 401 ? CLOSE.unauthenticated : CLOSE.forbidden;
        throw new Refusal(close, undefined, { cause: error });
      }
      log.error(`room hook ${name} failed`, { error });
      throw new Refusal(otherwise, undefined, { cause: error });
    }
  };
}

/** A hook that nobody waits for: a throw would end the process, so it is logged instead. */
export function quiet<Payload>(
  log: Log,
  name: string,
  hook: (payload: Payload) => void,
): (payload: Payload) => Promise<void> {
  return (payload) => {
    try {
      hook(payload);
    } catch (error) {
      log.error(`room hook ${name} failed`, { error });
    }
    return Promise.resolve();
  };
}
