import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { ContentfulStatusCode } from "hono/utils/http-status";
import type { ZodError } from "zod";
import { sqlState } from "../../db/client.ts";
import { ApiError, notFound } from "../../services/api_error.ts";
import type { AppEnv } from "../env.ts";

/** Every error leaves through here, as `{"error":{code,message,details}}`. */
export function renderError(error: unknown, c: Context<AppEnv>): Response {
  const known = toApiError(error);
  if (known.status >= 500) c.get("log").error("request failed", { error });
  if (known.status === 401) {
    const problem = c.req.header("authorization") ? ', error="invalid_token"' : "";
    c.header("WWW-Authenticate", `Bearer realm="sonic-alchemy"${problem}`);
  }
  const retryAfter = known.details.retry_after_seconds;
  if (typeof retryAfter === "number") c.header("Retry-After", String(retryAfter));
  c.header("Cache-Control", "no-store");
  const details = { ...known.details, request_id: c.get("requestId") };
  return c.json(
    { error: { code: known.code, message: known.message, details } },
    known.status as ContentfulStatusCode,
  );
}

export function renderNotFound(c: Context<AppEnv>): Response {
  return renderError(notFound("address"), c);
}

/**
 * What a schema refused: a path that cannot be an id is an unknown thing (404), everything else
 * names its fields (422).
 */
export function refuseInvalid(
  result: { success: true } | { success: false; target: string; error: ZodError },
): void {
  if (result.success) return;
  if (result.target === "param") throw notFound("thing");
  throw validationFailed(result.error);
}

export function validationFailed(error: ZodError): ApiError {
  const fields = error.issues.flatMap((issue) => {
    const at = issue.path.map(String).join(".");
    if (issue.code === "unrecognized_keys") {
      return issue.keys.map((key) => ({
        field: at ? `${at}.${key}` : key,
        message: "is unknown or cannot be set",
      }));
    }
    return [{ field: at, message: issue.message }];
  });
  const named = fields.map(({ field, message }) => field ? `${field}: ${message}` : message);
  return new ApiError("VALIDATION_FAILED", 422, named.slice(0, 5).join("; "), {
    fields: fields.slice(0, 50),
  });
}

function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof HTTPException) return fromHttp(error);
  if (isDatabaseAway(error)) {
    const details = { retry_after_seconds: 2 };
    return new ApiError("UNAVAILABLE", 503, "The database is away. Try again soon.", details);
  }
  const message = "Something went wrong on our side. The request id finds it in the log.";
  return new ApiError("INTERNAL", 500, message);
}

function fromHttp(error: HTTPException): ApiError {
  switch (error.status) {
    case 400:
      return new ApiError("MALFORMED", 400, "The body is not valid JSON.");
    case 413:
      return new ApiError("TOO_LARGE", 413, "The body is too large.");
    case 415:
      return new ApiError(
        "UNSUPPORTED_MEDIA_TYPE",
        415,
        "The Content-Type of the body is not one this address takes.",
      );
    default:
      return new ApiError("HTTP_ERROR", error.status, error.message);
  }
}

const AWAY = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "CONNECT_TIMEOUT",
  "CONNECTION_CLOSED",
  "CONNECTION_DESTROYED",
  "CONNECTION_ENDED",
]);

function isDatabaseAway(error: unknown): boolean {
  const state = sqlState(error);
  // Class 08 connection, 53 resources, 57P server going down or coming up (PostgreSQL, appendix A).
  if (state !== undefined) return /^(08|53|57P)/.test(state);
  return error instanceof Error && "code" in error && AWAY.has(String(error.code));
}
