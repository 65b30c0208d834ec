/** Where files live. The document and the database hold asset ids and keys, never bytes. */

import type { LinkGrant } from "./signed_link.ts";

export const BUCKETS = ["audio", "images", "exports"] as const;
export type Bucket = typeof BUCKETS[number];

export interface PutOptions {
  readonly contentType: string;
  /** More bytes than this end the upload with {@link BlobTooLargeError} and leave nothing behind. */
  readonly maxBytes?: number;
}

export interface StoredBlob {
  readonly byteLength: number;
  readonly sha256: Uint8Array<ArrayBuffer>;
}

/** First and last byte, both counted from zero and both included; no `end` means to the end. */
export interface ByteRange {
  readonly start: number;
  readonly end?: number;
}

export interface OpenedBlob {
  /** The bytes asked for. Read it to the end or cancel it: it holds a file or a connection. */
  readonly body: ReadableStream<Uint8Array<ArrayBuffer>>;
  /** Length of the whole blob, also when a range was asked for. */
  readonly byteLength: number;
  readonly contentType: string;
}

export interface SignOptions {
  readonly expiresInSeconds: number;
  readonly contentType: string;
  /** Makes the link a download of this name (Content-Disposition: attachment). */
  readonly filename?: string;
}

/** What a good link opens. */
export interface SignedBlob {
  readonly bucket: Bucket;
  readonly key: string;
  readonly grant: LinkGrant;
}

export interface BlobStore {
  /**
   * Stores a blob whole or not at all, on stable storage once it resolves. Replaces what the key held.
   *
   * @throws {BlobTooLargeError} past `maxBytes`.
   * @throws {InvalidBlobKeyError} see {@link assertBlobKey}.
   */
  put(
    bucket: Bucket,
    key: string,
    body: Uint8Array | ReadableStream<Uint8Array>,
    options: PutOptions,
  ): Promise<StoredBlob>;
  /**
   * @returns null when there is no such blob.
   * @throws {RangeError} when the range starts at or past the end.
   */
  get(bucket: Bucket, key: string, range?: ByteRange): Promise<OpenedBlob | null>;
  /** Removes a blob; one that is not there is removed already. */
  delete(bucket: Bucket, key: string): Promise<void>;
  /**
   * A link to GET the blob until it expires: a path (`/blobs/…`), to be resolved against the address
   * that the reader came by.
   */
  signedUrl(bucket: Bucket, key: string, options: SignOptions): Promise<string>;
  /** @returns what a link of `signedUrl` opens, or null when it is forged, altered or has expired. */
  openLink(method: string, url: URL): Promise<SignedBlob | null>;
  /** For `/readyz`. @throws when blobs cannot be written. */
  check(): Promise<void>;
}

export class BlobTooLargeError extends Error {
  override readonly name = "BlobTooLargeError";
  constructor(readonly maxBytes: number) {
    super(`The file has more than ${maxBytes} bytes`);
  }
}

export class InvalidBlobKeyError extends Error {
  override readonly name = "InvalidBlobKeyError";
}

/**
 * A key is 1 to 512 characters of `A-Za-z0-9._-`, parted by single slashes; no part is `.`, `..` or
 * begins with a dot, so a key can never climb out of its bucket.
 *
 * @throws {InvalidBlobKeyError}
 */
export function assertBlobKey(key: string): void {
  const legal = key.length <= 512 &&
    key.split("/").every((part) => /^[A-Za-z0-9_-][A-Za-z0-9._-]*$/.test(part));
  if (!legal) throw new InvalidBlobKeyError(`Not a blob key: ${JSON.stringify(key.slice(0, 80))}`);
}

export interface BlobKeyParts {
  readonly userId: string;
  readonly projectId: string;
  /** The kind of asset: `image`, `stem`, `mix` … */
  readonly type: string;
  readonly filename: string;
  readonly nowMs: number;
}

/**
 * `{user_id}/{project_id}/{type}/{timestamp}_{filename}`, the file name reduced to `[a-z0-9._-]` and
 * its last 80 characters, so that nothing a user typed decides where a file lies.
 */
export function blobKey({ userId, projectId, type, filename, nowMs }: BlobKeyParts): string {
  const name = filename.normalize("NFKD").toLowerCase().replace(/[^a-z0-9._-]+/g, "-")
    .slice(-80).replace(/^[.-]+/, "");
  return `${userId}/${projectId}/${type}/${nowMs}_${name || "file"}`;
}
