import { createMiddleware } from "hono/factory";
import { ApiError } from "../../services/api_error.ts";
import type { AppEnv } from "../env.ts";

export const JSON_LIMIT_BYTES = 1024 * 1024;
export const READ_TIMEOUT_MS = 30_000;

/**
 * Reads bodies that are not uploads, up to `maxBytes` and for `timeoutMs`, before anybody else does.
 * Uploads (multipart) pass: their routes count for themselves, each to its own limit.
 * @throws ApiError TOO_LARGE 413, TIMEOUT 408.
 */
export function bodyLimit(
  maxBytes: number = JSON_LIMIT_BYTES,
  timeoutMs: number = READ_TIMEOUT_MS,
) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const body = c.req.raw.body;
    if (body === null || isUpload(c.req.header("content-type"))) return await next();
    if (Number(c.req.header("content-length") ?? 0) > maxBytes) {
      await body.cancel();
      throw tooLarge(maxBytes);
    }
    const bytes = await readAtMost(body, maxBytes, timeoutMs);
    c.req.raw = new Request(c.req.raw.url, {
      method: c.req.raw.method,
      headers: c.req.raw.headers,
      body: bytes.length > 0 ? bytes : null,
      signal: c.req.raw.signal,
    });
    await next();
  });
}

export function isUpload(contentType: string | undefined): boolean {
  return contentType?.trim().toLowerCase().startsWith("multipart/") ?? false;
}

async function readAtMost(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  maxBytes: number,
  timeoutMs: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = body.getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    reader.cancel();
  }, timeoutMs);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (late) throw new ApiError("TIMEOUT", 408, "The body took too long to arrive.");
      if (done) break;
      length += value.length;
      if (length > maxBytes) {
        await reader.cancel();
        throw tooLarge(maxBytes);
      }
      chunks.push(value);
    }
  } finally {
    clearTimeout(timer);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function tooLarge(maxBytes: number): ApiError {
  return new ApiError("TOO_LARGE", 413, `The body is larger than ${maxBytes} bytes.`, {
    max_bytes: maxBytes,
  });
}
