import type { AssetRow } from "../db/assets.ts";
import type { BlobStore } from "../services/storage/blob_store.ts";

const WINDOW_SECONDS = 15 * 60;

export interface AssetLink {
  /** Relative to the server's address. */
  readonly href: string;
  readonly expiresAt: Date;
}

/**
 * A link to the asset's file, good for 15 to 30 minutes. The end lies on the clock's quarters, so that
 * links made close together are the same and a browser's cache can answer.
 *
 * @param options a name makes it a download.
 */
export async function assetLink(
  blobs: BlobStore,
  asset: AssetRow,
  options: { readonly download?: boolean; readonly filename?: string } = {},
): Promise<AssetLink> {
  const filename = options.filename ?? (options.download ? filenameOf(asset) : undefined);
  const now = Math.floor(Date.now() / 1000);
  const expiresAt = (Math.floor(now / WINDOW_SECONDS) + 2) * WINDOW_SECONDS;
  const href = await blobs.signedUrl(asset.bucket, asset.storage_key, {
    expiresInSeconds: expiresAt - now,
    contentType: asset.content_type,
    ...(filename === undefined ? {} : { filename }),
  });
  return { href, expiresAt: new Date(expiresAt * 1000) };
}

/**
 * The link as an address. On a machine that only talks to itself the reader's own name for it is
 * used (127.0.0.1 or localhost), since a page may only load from where it came from.
 */
export function absolute(href: string, requestUrl: string, publicUrl: string | undefined): string {
  const own = new URL(requestUrl);
  const given = publicUrl === undefined ? own : new URL(publicUrl);
  return new URL(href, isLoopback(given) ? own : given).href;
}

function isLoopback({ hostname }: URL): boolean {
  return hostname === "localhost" || hostname === "[::1]" || hostname.startsWith("127.");
}

/** What the file was called, without the time and the mark that make its key unique. */
function filenameOf({ storage_key }: AssetRow): string {
  return storage_key.slice(storage_key.lastIndexOf("/") + 1).replace(
    /^\d+_(?:[0-9a-f]{12}(?:\.\d+)?-)?/,
    "",
  );
}
