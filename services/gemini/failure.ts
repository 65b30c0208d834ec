import { type ErrorDetails, GoogleGenerativeAIFetchError } from "@google/generative-ai";

/** Why Gemini did not help. */
export const GEMINI_FAILURES = [
  "bad_key",
  "unknown_model",
  "quota",
  "rate_limited",
  "unavailable",
  "timeout",
  "blocked",
  "truncated",
  "malformed",
  "refused",
  "too_large",
  "breaker_open",
] as const;
export type GeminiFailure = typeof GEMINI_FAILURES[number];

export type Outcome<T> =
  | { readonly ok: true; readonly value: T; readonly model: string }
  | { readonly ok: false; readonly reason: GeminiFailure; readonly message: string };

/** For people; nothing of what the service or a user said is in it. */
export const FAILURE_WORDS: Readonly<Record<GeminiFailure, string>> = {
  bad_key: "Gemini does not accept this server's key.",
  unknown_model: "Gemini does not know the model this server asks for.",
  quota: "This server's quota at Gemini is used up for now.",
  rate_limited: "Too much is asked of Gemini at the moment.",
  unavailable: "Gemini cannot be reached or is overloaded.",
  timeout: "Gemini took too long.",
  blocked: "Gemini declined to answer this.",
  truncated: "Gemini's answer was cut short.",
  malformed: "Gemini's answer could not be read.",
  refused: "Gemini refused the request.",
  too_large: "This is too large for Gemini.",
  breaker_open: "Gemini failed several times in a row and is given a rest.",
};

/** What asking again may mend within the same call. */
export const MENDED_BY_WAITING: ReadonlySet<GeminiFailure> = new Set([
  "rate_limited",
  "unavailable",
]);

/** What says that the service is ill, not that one answer was. */
export const SIGNS_OF_ILLNESS: ReadonlySet<GeminiFailure> = new Set([
  "quota",
  "rate_limited",
  "unavailable",
  "timeout",
]);

/** An answer that came, and is none. */
export class AnswerError extends Error {
  override readonly name = "AnswerError";
  constructor(readonly failure: GeminiFailure) {
    super(FAILURE_WORDS[failure]);
  }
}

export interface Failed {
  readonly failure: GeminiFailure;
  /** How long the service asks to wait (google.rpc.RetryInfo). */
  readonly retryAfterMs?: number;
}

/** Names what was thrown by the client library or by the reading of an answer. */
export function failedWith(error: unknown): Failed {
  if (error instanceof AnswerError) return { failure: error.failure };
  if (error instanceof GoogleGenerativeAIFetchError) return ofStatus(error);
  if (error instanceof SyntaxError) return { failure: "malformed" };
  // The library tells a connection that broke from a stream that makes no sense by its words alone.
  const isReading = error instanceof Error &&
    /Failed to parse stream|Error parsing JSON response|set properties of null/.test(error.message);
  return { failure: isReading ? "malformed" : "unavailable" };
}

function ofStatus({ status = 0, errorDetails = [] }: GoogleGenerativeAIFetchError): Failed {
  const details: readonly Detail[] = Array.isArray(errorDetails) ? errorDetails : [];
  const wait = retryAfterMs(details);
  const waiting = wait === undefined ? {} : { retryAfterMs: wait };
  switch (status) {
    case 400:
      return { failure: details.some(isKeyTrouble) ? "bad_key" : "refused" };
    case 401:
    case 403:
      return { failure: "bad_key" };
    case 404:
      return { failure: "unknown_model" };
    case 413:
      return { failure: "too_large" };
    case 429:
      return { failure: details.some(isDailyQuota) ? "quota" : "rate_limited", ...waiting };
  }
  return status >= 500 ? { failure: "unavailable", ...waiting } : { failure: "refused" };
}

type Detail = ErrorDetails & Readonly<Record<string, unknown>>;

function isKeyTrouble({ reason }: Detail): boolean {
  return typeof reason === "string" && reason.startsWith("API_KEY_");
}

/** google.rpc.QuotaFailure: the quota's id says over how long it counts. */
function isDailyQuota({ violations }: Detail): boolean {
  return Array.isArray(violations) &&
    violations.some((violation) => /PerDay/i.test(String(violation?.quotaId)));
}

/** A google.protobuf.Duration as JSON has it: `1.5s`. */
function retryAfterMs(details: readonly Detail[]): number | undefined {
  for (const { retryDelay } of details) {
    const seconds = typeof retryDelay === "string" && /^(\d+(?:\.\d+)?)s$/.exec(retryDelay)?.[1];
    if (seconds) return Math.round(Number(seconds) * 1000);
  }
  return undefined;
}
