import {
  assertBlobKey,
  type Bucket,
  BUCKETS,
  type SignedBlob,
  type SignOptions,
} from "./blob_store.ts";
import { createLinkSigner, type LinkSigner } from "./signed_link.ts";

/**
 * Signed links to blobs, `/blobs/{bucket}/{key}?…`, the same over every store. The bytes come through
 * us, so that a browser needs to reach one origin only and the S3 server may stay in a private network.
 */
export class BlobLinks {
  readonly #signer: LinkSigner;
  readonly #now: () => number;

  /** @param secret at least 32 characters. @throws {RangeError} when it is shorter. */
  constructor(secret: string, now: () => number = Date.now) {
    this.#signer = createLinkSigner(secret);
    this.#now = now;
  }

  /** @throws {InvalidBlobKeyError} see {@link assertBlobKey}. */
  sign(bucket: Bucket, key: string, options: SignOptions): Promise<string> {
    assertBlobKey(key);
    return this.#signer.sign({
      method: "GET",
      path: `/blobs/${bucket}/${key}`,
      expiresAt: Math.floor(this.#now() / 1000) + Math.ceil(options.expiresInSeconds),
      contentType: options.contentType,
      filename: options.filename ?? "",
    });
  }

  /** @returns what a link opens, or null when it opens nothing. HEAD is what GET says without a body. */
  async open(method: string, url: URL): Promise<SignedBlob | null> {
    const asked = method === "HEAD" ? "GET" : method;
    const grant = await this.#signer.verify(asked, url.pathname, url.searchParams, this.#now());
    const [, bucketName, key] = /^\/blobs\/([a-z]+)\/(.+)$/.exec(url.pathname) ?? [];
    const bucket = BUCKETS.find((name) => name === bucketName);
    return grant && bucket && key ? { bucket, key, grant } : null;
  }
}
