import { dirname, join } from "node:path";
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
import { chunksOf, createMeter } from "./byte_limit.ts";

export interface LocalStoreOptions {
  /** Made when missing. */
  readonly folder: string;
  /** Signs links; at least 32 characters. */
  readonly secret: string;
  readonly now?: () => number;
}

/**
 * Blobs as files under one folder, `{bucket}/{key}`; the content type lies beside each in a file of
 * its own. A `~` cannot occur in a key, so the names that use it never meet a blob.
 */
export class LocalStore implements BlobStore {
  readonly #folder: string;
  readonly #links: BlobLinks;
  readonly #durableFolders = new Set<string>();

  constructor({ folder, secret, now }: LocalStoreOptions) {
    this.#folder = folder;
    this.#links = new BlobLinks(secret, now);
    Deno.mkdirSync(folder, { recursive: true });
  }

  async put(
    bucket: Bucket,
    key: string,
    body: Uint8Array | ReadableStream<Uint8Array>,
    { contentType, maxBytes }: PutOptions,
  ): Promise<StoredBlob> {
    const path = this.#path(bucket, key);
    await this.#makeFolder(dirname(path));
    const stored = await writeWhole(path, body, maxBytes, () => {
      return writeWhole(typePath(path), new TextEncoder().encode(contentType));
    });
    await syncFolder(dirname(path));
    return stored;
  }

  async get(bucket: Bucket, key: string, range?: ByteRange): Promise<OpenedBlob | null> {
    const path = this.#path(bucket, key);
    const file = await openIfThere(path);
    if (file === null) return null;
    try {
      const { size, isFile } = await file.stat();
      if (!isFile) {
        file.close();
        return null;
      }
      const contentType = await readTextIfThere(typePath(path)) ?? "application/octet-stream";
      const body = range === undefined ? file.readable : await slice(file, size, range);
      return { body, byteLength: size, contentType };
    } catch (error) {
      file.close();
      throw error;
    }
  }

  async delete(bucket: Bucket, key: string): Promise<void> {
    const path = this.#path(bucket, key);
    for (const name of [path, typePath(path)]) {
      await removeIfThere(name);
      await removeIfThere(partPath(name));
    }
  }

  signedUrl(bucket: Bucket, key: string, options: SignOptions): Promise<string> {
    return this.#links.sign(bucket, key, options);
  }

  openLink(method: string, url: URL): Promise<SignedBlob | null> {
    return this.#links.open(method, url);
  }

  async check(): Promise<void> {
    await this.#makeFolder(this.#folder);
    const probe = join(this.#folder, `~check-${crypto.randomUUID()}`);
    await writeWhole(probe, new Uint8Array([1]));
    await Deno.remove(probe);
  }

  #path(bucket: Bucket, key: string): string {
    assertBlobKey(key);
    return join(this.#folder, bucket, key);
  }

  /** A file is only as durable as the folders that name it, so new ones are synced up to the root. */
  async #makeFolder(folder: string): Promise<void> {
    if (this.#durableFolders.has(folder)) return;
    await Deno.mkdir(folder, { recursive: true });
    for (let at = folder; at.length >= this.#folder.length; at = dirname(at)) {
      await syncFolder(dirname(at));
      if (at === dirname(at)) break;
    }
    this.#durableFolders.add(folder);
  }
}

const typePath = (path: string) => `${path}~type`;
const partPath = (path: string) => `${path}~part`;

/**
 * A temporary file in the same folder, synced, then renamed over the name: never half a file.
 * @param beforeNamed runs when the bytes are safe and nobody can see them yet.
 */
async function writeWhole(
  path: string,
  body: Uint8Array | ReadableStream<Uint8Array>,
  maxBytes?: number,
  beforeNamed?: () => Promise<unknown>,
): Promise<StoredBlob> {
  const meter = createMeter(maxBytes);
  const { file, temporary } = await openTemporary(path);
  try {
    using _ = file;
    for await (const chunk of chunksOf(body)) {
      meter.add(chunk);
      for (let at = 0; at < chunk.byteLength;) at += await file.write(chunk.subarray(at));
    }
    await file.sync();
    await beforeNamed?.();
    await Deno.rename(temporary, path);
  } catch (error) {
    await removeIfThere(temporary);
    throw error;
  }
  return meter.finish();
}

/**
 * The name follows from the key, so that `delete` finds what a killed process left half written; while
 * somebody else writes to the same key it gets a mark of its own.
 */
async function openTemporary(path: string): Promise<{ file: Deno.FsFile; temporary: string }> {
  const open = async (temporary: string) => ({
    file: await Deno.open(temporary, { write: true, createNew: true }),
    temporary,
  });
  try {
    return await open(partPath(path));
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    return await open(`${partPath(path)}-${crypto.randomUUID()}`);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (Deno.build.os === "windows") return; // folders cannot be opened there
  using handle = await Deno.open(folder);
  await handle.sync();
}

async function slice(
  file: Deno.FsFile,
  size: number,
  { start, end = size - 1 }: ByteRange,
): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
  if (start < 0 || start >= size || end < start) {
    throw new RangeError(`Bytes ${start}-${end} are not within the ${size} bytes there are`);
  }
  await file.seek(start, Deno.SeekMode.Start);
  let left = Math.min(end, size - 1) - start + 1;
  return new ReadableStream({
    async pull(controller) {
      const buffer = new Uint8Array(Math.min(left, 64 * 1024));
      const count = await file.read(buffer);
      if (count === null) throw new Error("The file ended early");
      controller.enqueue(buffer.subarray(0, count));
      left -= count;
      if (left > 0) return;
      file.close();
      controller.close();
    },
    cancel: () => file.close(),
  }, { highWaterMark: 0 });
}

async function openIfThere(path: string): Promise<Deno.FsFile | null> {
  return await Deno.open(path).catch(nullWhenMissing);
}

async function readTextIfThere(path: string): Promise<string | null> {
  return await Deno.readTextFile(path).catch(nullWhenMissing);
}

async function removeIfThere(path: string): Promise<void> {
  await Deno.remove(path).catch(nullWhenMissing);
}

function nullWhenMissing(error: unknown): null {
  if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
    return null;
  }
  throw error;
}
