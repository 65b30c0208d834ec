/** Why a request did not work, in the words the interface shows. */
export type ProblemKind = "network" | "signed_out" | "denied" | "input" | "busy" | "server";

export interface FieldProblem {
  readonly field: string;
  readonly message: string;
}

export class Problem extends Error {
  override readonly name = "Problem";

  constructor(
    readonly kind: ProblemKind,
    readonly code: string,
    message: string,
    readonly status: number,
    readonly requestId: string | null = null,
    readonly fields: readonly FieldProblem[] = [],
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(message);
  }
}

/** The network said no: nothing is known about what the server did. */
export function networkProblem(): Problem {
  return new Problem(
    "network",
    "NETWORK",
    "The studio cannot be reached. Check the connection; what you made is safe on this device.",
    0,
  );
}

export interface AnswerFacts {
  readonly status: number;
  readonly requestId: string | null;
  readonly retryAfter: string | null;
}

/**
 * Reads the error envelope `{"error":{code,message,details}}`; any other body becomes a plain sentence about
 * its status, so that a proxy's HTML page never reaches the reader.
 */
export function problemOf(body: unknown, { status, requestId, retryAfter }: AnswerFacts): Problem {
  const error = record(record(body)?.error);
  const details = record(error?.details);
  const code = text(error?.code) ?? `HTTP_${status}`;
  const retryAfterSeconds = retryAfter !== null && /^\d+$/.test(retryAfter)
    ? Number(retryAfter)
    : null;
  return new Problem(
    kindOf(status),
    code,
    text(error?.message) ?? sentenceFor(status),
    status,
    text(details?.request_id) ?? requestId,
    fieldsOf(details?.fields),
    retryAfterSeconds,
  );
}

/** Anything thrown, as a problem. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof TypeError) return networkProblem();
  const message = error instanceof Error ? error.message : String(error);
  return new Problem("server", "UNEXPECTED", `Something went wrong here: ${message}`, 0);
}

function kindOf(status: number): ProblemKind {
  if (status === 401) return "signed_out";
  if (status === 403 || status === 404) return "denied";
  if (status === 429 || status === 503) return "busy";
  return status >= 500 ? "server" : "input";
}

function sentenceFor(status: number): string {
  if (status === 401) return "You are not signed in.";
  if (status === 413) return "That is too large.";
  if (status === 429) return "That was a lot at once. Try again in a moment.";
  if (status >= 500) return "The studio could not do that just now. Nothing of yours is lost.";
  return `The studio answered ${status}.`;
}

function fieldsOf(value: unknown): FieldProblem[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item: unknown) => {
    const field = text(record(item)?.field);
    const message = text(record(item)?.message);
    return field && message ? [{ field, message }] : [];
  });
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Readonly<Record<string, unknown>>
    : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
