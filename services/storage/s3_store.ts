import {
  AbortMultipartUploadCommand,
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  type GetObjectCommandOutput,
  HeadBucketCommand,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import {
  assertBlobKey,
  type BlobStore,
  type Bucket,
  type ByteRange,
  type OpenedBlob,
  type PutOptions,
  type SignedBlob,
  type SignOptions,
  type StoredBlob,
} from "./blob_store.ts";
import { BlobLinks } from "./blob_links.ts";
import { chunksOf, createMeter, type Meter } from "./byte_limit.ts";

export interface S3StoreOptions {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** Signs links; at least 32 characters. */
  readonly secret: string;
  /** Before each bucket's name, where names are shared with others; default none. */
  readonly bucketPrefix?: string;
  /** Bytes of one part of a large upload; S3 asks for 5 MiB at least. */
  readonly partBytes?: number;
}

/** Blobs in any S3-compatible store. Buckets are made when they are missing. */
export class S3Store implements BlobStore {
  readonly #client: S3Client;
  readonly #links: BlobLinks;
  readonly #prefix: string;
  readonly #partBytes: number;
  readonly #buckets = new Map<Bucket, Promise<string>>();

  constructor(options: S3StoreOptions) {
    this.#client = new S3Client({
      endpoint: options.endpoint,
      region: options.region,
      credentials: {
        accessKeyId: options.accessKeyId,
        secretAccessKey: options.secretAccessKey,
      },
      forcePathStyle: true,
      // Several S3-compatible servers reject the checksums that the client adds by default.
      requestChecksumCalculation: "WHEN_REQUIRED",
      responseChecksumValidation: "WHEN_REQUIRED",
    });
    this.#links = new BlobLinks(options.secret);
    this.#prefix = options.bucketPrefix ?? "";
    this.#partBytes = options.partBytes ?? 8 * 2 ** 20;
  }

  async put(
    bucket: Bucket,
    key: string,
    body: Uint8Array | ReadableStream<Uint8Array>,
    { contentType, maxBytes }: PutOptions,
  ): Promise<StoredBlob> {
    assertBlobKey(key);
    const target = { Bucket: await this.#bucket(bucket), Key: key };
    const meter = createMeter(maxBytes);
    const parts = metered(body, meter, this.#partBytes);
    try {
      const first = await parts.next();
      const second = await parts.next();
      if (first.done || second.done) {
        const whole = first.value ?? new Uint8Array(0);
        const command = { ...target, Body: whole, ContentType: contentType };
        await this.#client.send(new PutObjectCommand(command));
      } else {
        await this.#putParts(target, resume([first.value, second.value], parts), contentType);
      }
    } finally {
      await parts.return(undefined); // tells the sender to stop when the store has failed
    }
    return meter.finish();
  }

  async get(bucket: Bucket, key: string, range?: ByteRange): Promise<OpenedBlob | null> {
    assertBlobKey(key);
    const output = await this.#client.send(
      new GetObjectCommand({
        Bucket: await this.#bucket(bucket),
        Key: key,
        Range: range && `bytes=${range.start}-${range.end ?? ""}`,
      }),
    ).catch((error) => {
      if (failed(error, 404)) return null;
      if (failed(error, 416)) throw new RangeError("The range starts past the end of the blob");
      throw error;
    });
    return output === null ? null : {
      body: output.Body!.transformToWebStream(),
      byteLength: wholeLength(output),
      contentType: output.ContentType ?? "application/octet-stream",
    };
  }

  async delete(bucket: Bucket, key: string): Promise<void> {
    assertBlobKey(key);
    const command = new DeleteObjectCommand({ Bucket: await this.#bucket(bucket), Key: key });
    await this.#client.send(command).catch((error) => {
      if (!failed(error, 404)) throw error;
    });
  }

  signedUrl(bucket: Bucket, key: string, options: SignOptions): Promise<string> {
    return this.#links.sign(bucket, key, options);
  }

  openLink(method: string, url: URL): Promise<SignedBlob | null> {
    return this.#links.open(method, url);
  }

  async check(): Promise<void> {
    // No folder: servers that keep folders remove an empty one while another process writes into it.
    const key = `check-${crypto.randomUUID()}`;
    await this.put("exports", key, new Uint8Array([1]), { contentType: "text/plain" });
    await this.delete("exports", key);
  }

  /** Lets the connections go. */
  close(): void {
    this.#client.destroy();
  }

  /** Parts one after another, so that at most one is in memory; what fails is aborted, not left. */
  async #putParts(
    target: { readonly Bucket: string; readonly Key: string },
    parts: AsyncIterable<Uint8Array>,
    contentType: string,
  ): Promise<void> {
    const { UploadId } = await this.#client.send(
      new CreateMultipartUploadCommand({ ...target, ContentType: contentType }),
    );
    try {
      const done: CompletedPart[] = [];
      for await (const Body of parts) {
        const PartNumber = done.length + 1;
        const command = new UploadPartCommand({ ...target, UploadId, PartNumber, Body });
        done.push({ PartNumber, ETag: (await this.#client.send(command)).ETag });
      }
      await this.#client.send(
        new CompleteMultipartUploadCommand({
          ...target,
          UploadId,
          MultipartUpload: { Parts: done },
        }),
      );
    } catch (error) {
      // Parts of an upload that was never completed are invisible, so a store that cannot abort
      // (s3rver) only keeps them; the first error is the one that says why.
      await this.#client.send(new AbortMultipartUploadCommand({ ...target, UploadId })).catch(
        (abortError) => {
          if (!(abortError instanceof S3ServiceException)) throw abortError;
        },
      );
      throw error;
    }
  }

  /** The bucket's name once it exists; a failure is tried again at the next use. */
  #bucket(bucket: Bucket): Promise<string> {
    const known = this.#buckets.get(bucket);
    if (known) return known;
    const made = this.#makeBucket(this.#prefix + bucket);
    this.#buckets.set(bucket, made);
    made.catch(() => this.#buckets.delete(bucket));
    return made;
  }

  async #makeBucket(name: string): Promise<string> {
    try {
      await this.#client.send(new HeadBucketCommand({ Bucket: name }));
    } catch (error) {
      if (!failed(error, 404)) throw error;
      await this.#client.send(new CreateBucketCommand({ Bucket: name })).catch((error) => {
        // Another process was faster.
        if (!failed(error, 409)) throw error;
      });
    }
    return name;
  }
}

function failed(error: unknown, status: number): boolean {
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === status;
}

function wholeLength({ ContentRange, ContentLength }: GetObjectCommandOutput): number {
  return Number(ContentRange?.split("/").at(-1) ?? ContentLength);
}

/** The body cut into parts of exactly `partBytes` (the last one is what remains), metered on the way. */
async function* metered(
  body: Uint8Array | ReadableStream<Uint8Array>,
  meter: Meter,
  partBytes: number,
): AsyncGenerator<Uint8Array, undefined> {
  let part = new Uint8Array(partBytes);
  let filled = 0;
  for await (const chunk of chunksOf(body)) {
    meter.add(chunk);
    for (let at = 0; at < chunk.byteLength;) {
      const taken = chunk.subarray(at, at + partBytes - filled);
      part.set(taken, filled);
      filled += taken.byteLength;
      at += taken.byteLength;
      if (filled < partBytes) continue;
      yield part;
      part = new Uint8Array(partBytes);
      filled = 0;
    }
  }
  if (filled > 0) yield part.subarray(0, filled);
}

async function* resume<T>(begun: readonly T[], rest: AsyncIterable<T>): AsyncGenerator<T> {
  yield* begun;
  yield* rest;
}
