import { ApiError, invalidField } from "../services/api_error.ts";
import { BlobTooLargeError } from "../services/storage/blob_store.ts";
import { createMeter } from "../services/storage/byte_limit.ts";
import { type FormField, formFields, MalformedFormError } from "./multipart.ts";
import { assertUpload, tooLarge } from "./upload.ts";

export interface FileUpload {
  /** As the sender called it. */
  readonly filename: string;
  readonly byteLength: number;
  /** The other fields, as text. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface FileUploadLimits {
  readonly maxFileBytes: number;
  /** Names of the fields that may come beside `file`. */
  readonly fields: readonly string[];
  /** How long nothing may arrive; default 20 s. */
  readonly silenceMs?: number;
  /** How long all of it may take; default 15 minutes. */
  readonly totalMs?: number;
}

const MAX_FIELD_BYTES = 4 * 1024;

/**
 * Reads a multipart/form-data body whose one file, called `file`, goes to `path` as it arrives. It is
 * counted as it arrives, whatever Content-Length says, and is never in memory as a whole.
 *
 * @throws ApiError 400 MALFORMED, 408 TIMEOUT, 413 TOO_LARGE, 415, 422 for wrong fields.
 */
export async function uploadToFile(
  request: Request,
  path: string,
  limits: FileUploadLimits,
): Promise<FileUpload> {
  const { body, contentType } = await assertUpload(request, limits.maxFileBytes);
  const patience = new Patience(limits);
  const stream = body.getReader();
  const stop = () => void stream.cancel().catch(() => {}); // it may have broken off by itself
  patience.signal.addEventListener("abort", stop, { once: true });
  try {
    return await readForm(arriving(stream, patience), contentType, path, limits);
  } catch (error) {
    if (patience.signal.aborted) {
      throw new ApiError("TIMEOUT", 408, "The body took too long to arrive.");
    }
    if (error instanceof BlobTooLargeError) throw tooLarge(limits.maxFileBytes);
    if (error instanceof MalformedFormError) {
      throw new ApiError("MALFORMED", 400, `Not whole multipart/form-data: ${error.message}.`);
    }
    if (error instanceof BrokenOff) {
      throw new ApiError("MALFORMED", 400, "The body broke off before its end.");
    }
    throw error;
  } finally {
    patience.end();
    stop();
  }
}

async function readForm(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
  path: string,
  { maxFileBytes, fields: allowed }: FileUploadLimits,
): Promise<FileUpload> {
  const fields: Record<string, string> = {};
  let file: { filename: string; byteLength: number } | undefined;
  for await (const field of formFields(body, contentType)) {
    const { name, filename } = field;
    if (name === "file") {
      if (file || filename === undefined) throw invalidField("file", "is one file");
      file = { filename, byteLength: await write(field, path, maxFileBytes) };
    } else if (!allowed.includes(name)) {
      throw invalidField(name.slice(0, 100), "is unknown or cannot be set");
    } else if (filename !== undefined) throw invalidField(name, "is not a file");
    else if (name in fields) throw invalidField(name, "comes once");
    else fields[name] = await textOf(field);
  }
  if (!file) throw invalidField("file", "is one file");
  return { ...file, fields };
}

async function write(
  { content }: FormField,
  path: string,
  maxBytes: number,
): Promise<number> {
  const meter = createMeter(maxBytes);
  using file = await Deno.open(path, { write: true, create: true, truncate: true });
  for await (const chunk of content) {
    meter.add(chunk);
    for (let at = 0; at < chunk.byteLength;) at += await file.write(chunk.subarray(at));
  }
  return meter.finish().byteLength;
}

async function textOf({ name, content }: FormField): Promise<string> {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  let text = "";
  let length = 0;
  try {
    for await (const chunk of content) {
      length += chunk.byteLength;
      if (length > MAX_FIELD_BYTES) throw invalidField(name, "is too long");
      text += decoder.decode(chunk, { stream: true });
    }
    return text + decoder.decode();
  } catch (error) {
    if (error instanceof TypeError) throw invalidField(name, "is not UTF-8");
    throw error;
  }
}

/** The connection ended before the body did. */
class BrokenOff extends Error {}

async function* arriving(
  stream: ReadableStreamDefaultReader<Uint8Array>,
  patience: Patience,
): AsyncGenerator<Uint8Array> {
  for (;;) {
    let read: ReadableStreamReadResult<Uint8Array>;
    try {
      read = await stream.read();
    } catch (error) {
      throw new BrokenOff("", { cause: error });
    }
    if (read.done) return;
    patience.heard();
    yield read.value;
  }
}

/** Runs out when nothing comes for a while, or all of it takes too long. */
class Patience {
  readonly #over = new AbortController();
  readonly #silenceMs: number;
  readonly #total: ReturnType<typeof setTimeout>;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor({ silenceMs = 20_000, totalMs = 15 * 60_000 }: FileUploadLimits) {
    this.#silenceMs = silenceMs;
    this.#total = setTimeout(() => this.#over.abort(), totalMs);
    this.heard();
  }

  get signal(): AbortSignal {
    return this.#over.signal;
  }

  heard(): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.#over.abort(), this.#silenceMs);
  }

  end(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#total);
  }
}
