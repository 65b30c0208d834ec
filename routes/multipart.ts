import { Buffer } from "node:buffer";

/** One field of a form. Its content must be read to the end before the next field is asked for. */
export interface FormField {
  readonly name: string;
  /** Set when it is a file. */
  readonly filename: string | undefined;
  readonly content: AsyncIterable<Uint8Array>;
}

/** The body is not what its Content-Type says, or ends early. */
export class MalformedFormError extends Error {
  override readonly name = "MalformedFormError";
}

const MAX_HEADER_BYTES = 8 * 1024;
const CRLF = Buffer.from("\r\n");
const BLANK_LINE = Buffer.from("\r\n\r\n");

/**
 * The fields of a multipart/form-data body (RFC 7578) one after the other, as they arrive: never more
 * of it is held than one chunk and a field's header.
 *
 * @throws {MalformedFormError}
 */
export async function* formFields(
  body: AsyncIterable<Uint8Array>,
  contentType: string,
): AsyncGenerator<FormField> {
  const input = new Lookahead(body);
  const delimiter = Buffer.from(`\r\n--${boundaryOf(contentType)}`);
  await drain(input.upTo(delimiter)); // what stands before the first boundary says nothing
  while (await input.take(2) !== "--") {
    input.rewind(2);
    await drain(input.upTo(CRLF)); // blanks after the boundary
    const { name, filename } = dispositionOf(await headerOf(input));
    const content = input.upTo(delimiter);
    yield { name, filename, content };
    await drain(content);
  }
}

function boundaryOf(contentType: string): string {
  const found = /;\s*boundary=(?:"([^"\r\n]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const boundary = found?.[1] ?? found?.[2];
  if (boundary === undefined) throw new MalformedFormError("the form has no boundary");
  return boundary;
}

async function headerOf(input: Lookahead): Promise<string> {
  const parts: Uint8Array[] = [];
  let length = 0;
  input.rewind(CRLF.length); // a header may be empty: then its blank line begins here
  for await (const part of input.upTo(BLANK_LINE)) {
    length += part.length;
    if (length > MAX_HEADER_BYTES) throw new MalformedFormError("a field's header is too long");
    parts.push(part);
  }
  return Buffer.concat(parts).toString("utf8");
}

function dispositionOf(header: string): { name: string; filename: string | undefined } {
  const line = /^content-disposition:\s*form-data(.*)$/im.exec(header)?.[1];
  const parameter = (key: string) => {
    const found = new RegExp(`;\\s*${key}=(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;]+))`, "i").exec(line!);
    const text = found?.[1] ?? found?.[2];
    return text?.replace(/\\(["\\])/g, "$1").replace(/%22/gi, '"').replace(/%0[da]/gi, " ");
  };
  const name = line === undefined ? undefined : parameter("name");
  if (name === undefined) throw new MalformedFormError("a field has no name");
  return { name, filename: parameter("filename") };
}

async function drain(content: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of content);
}

/** Reads a body while looking for marks that may lie across its chunks. */
class Lookahead {
  readonly #chunks: AsyncIterator<Uint8Array>;
  /** As if a line had ended before the body: the first boundary is then like the others. */
  #held = CRLF;
  #at = 0;

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#chunks = body[Symbol.asyncIterator]();
  }

  /** Everything before the mark, which is passed over. Once it was read to the end, nothing. */
  async *upTo(mark: Buffer): AsyncGenerator<Uint8Array> {
    for (;;) {
      const found = this.#held.indexOf(mark, this.#at);
      const end = found === -1 ? this.#held.length - mark.length + 1 : found;
      if (end > this.#at) {
        const part = this.#held.subarray(this.#at, end);
        this.#at = end;
        yield part;
      }
      if (found !== -1) {
        this.#at = found + mark.length;
        return;
      }
      await this.#more();
    }
  }

  async take(count: number): Promise<string> {
    while (this.#held.length - this.#at < count) await this.#more();
    this.#at += count;
    return this.#held.toString("latin1", this.#at - count, this.#at);
  }

  /** The last few bytes that were passed over are seen again. */
  rewind(count: number): void {
    this.#at -= count;
  }

  async #more(): Promise<void> {
    const { done, value } = await this.#chunks.next();
    if (done) throw new MalformedFormError("the body ends early");
    // What was passed stays for `rewind`; a mark has at most 76 bytes.
    const from = Math.max(0, this.#at - BLANK_LINE.length);
    this.#held = Buffer.concat([this.#held.subarray(from), value]);
    this.#at -= from;
  }
}
