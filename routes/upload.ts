import { ApiError, invalidField } from "../services/api_error.ts";
import { BlobTooLargeError } from "../services/storage/blob_store.ts";
import { createMeter } from "../services/storage/byte_limit.ts";

export interface Upload {
  readonly file: File;
  /** The other fields, as text. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface UploadLimits {
  readonly maxFileBytes: number;
  /** Names of the fields that may come beside `file`. */
  readonly fields?: readonly string[];
}

/** Room for boundaries, headers and small fields around the file. */
const ENVELOPE_BYTES = 16 * 1024;
const READ_TIMEOUT_MS = 60_000;

/**
 * Reads a multipart/form-data body with one file, called `file`. What arrives is counted as it
 * arrives, whatever Content-Length says, so no more than the limit is ever in memory.
 *
 * @throws ApiError 400 MALFORMED, 408 TIMEOUT, 413 TOO_LARGE, 415, 422 for wrong fields.
 */
export async function readUpload(request: Request, limits: UploadLimits): Promise<Upload> {
  const { body, contentType } = await assertUpload(request, limits.maxFileBytes);
  const maxBytes = limits.maxFileBytes + ENVELOPE_BYTES;
  const form = await parse(body, contentType, maxBytes, limits.maxFileBytes);
  const file = form.get("file");
  if (!(file instanceof File) || form.getAll("file").length !== 1) {
    throw invalidField("file", "is one file");
  }
  if (file.size > limits.maxFileBytes) throw tooLarge(limits.maxFileBytes);
  const fields: Record<string, string> = {};
  for (const [name, value] of form) {
    if (name === "file") continue;
    if (!limits.fields?.includes(name)) throw invalidField(name, "is unknown or cannot be set");
    if (typeof value !== "string") throw invalidField(name, "is not a file");
    fields[name] = value;
  }
  return { file, fields };
}

/**
 * The body of a form that may hold a file, by what its header says.
 * @throws ApiError 413 TOO_LARGE, 415.
 */
export async function assertUpload(
  request: Request,
  maxFileBytes: number,
): Promise<{ body: ReadableStream<Uint8Array<ArrayBuffer>>; contentType: string }> {
  const contentType = request.headers.get("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(contentType) || request.body === null) {
    await request.body?.cancel();
    throw new ApiError(
      "UNSUPPORTED_MEDIA_TYPE",
      415,
      "Send the file as multipart/form-data, in a field called file.",
    );
  }
  if (Number(request.headers.get("content-length") ?? 0) > maxFileBytes + ENVELOPE_BYTES) {
    await request.body.cancel();
    throw tooLarge(maxFileBytes);
  }
  return { body: request.body, contentType };
}

async function parse(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  type: string,
  maxBytes: number,
  maxFileBytes: number,
): Promise<FormData> {
  const meter = createMeter(maxBytes);
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(), READ_TIMEOUT_MS);
  let failure: unknown;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      try {
        meter.add(chunk);
        controller.enqueue(chunk);
      } catch (error) {
        failure = error;
        controller.error(error);
      }
    },
  });
  try {
    const limited = body.pipeThrough(counted, { signal: timeout.signal });
    return await new Response(limited, { headers: { "content-type": type } }).formData();
  } catch {
    if (timeout.signal.aborted) {
      throw new ApiError("TIMEOUT", 408, "The body took too long to arrive.");
    }
    if (failure instanceof BlobTooLargeError) throw tooLarge(maxFileBytes);
    throw new ApiError("MALFORMED", 400, "The body is not whole multipart/form-data.");
  } finally {
    clearTimeout(timer);
  }
}

export function tooLarge(maxBytes: number): ApiError {
  const megabytes = Math.round(maxBytes / 2 ** 20);
  return new ApiError("TOO_LARGE", 413, `The file may have at most ${megabytes} MB.`, {
    max_bytes: maxBytes,
  });
}
