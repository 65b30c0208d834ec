import { createHash } from "node:crypto";
import { Hono } from "hono";
import { ApiError, notFound } from "../services/api_error.ts";
import type { BlobStore, ByteRange } from "../services/storage/blob_store.ts";
import { attachment } from "../services/storage/content_disposition.ts";

/**
 * `/blobs/{bucket}/{key}?…signature=`: files behind signed links, mounted at the root. The link is the
 * permission, so there is no other check.
 */
export function blobRoutes({ blobs }: { readonly blobs: BlobStore }): Hono {
  const app = new Hono();
  app.all("/blobs/*", (c) => serveBlob(blobs, c.req.raw));
  return app;
}

async function serveBlob(store: BlobStore, request: Request): Promise<Response> {
  const link = await store.openLink(request.method, new URL(request.url));
  if (link === null) {
    throw new ApiError(
      "LINK_REFUSED",
      403,
      "This link has expired or was altered: ask for it again.",
    );
  }
  const { bucket, key, grant } = link;
  const headers = new Headers({
    "accept-ranges": "bytes",
    // What a key holds never changes, so a copy is good for as long as the link.
    "cache-control": `private, max-age=${secondsLeft(grant.expiresAt)}, immutable`,
    "content-disposition": grant.filename === "" ? "inline" : attachment(grant.filename),
    "content-security-policy": "default-src 'none'; sandbox",
    "content-type": grant.contentType,
    "cross-origin-resource-policy": "same-origin",
    "etag": `"${createHash("sha256").update(`${bucket}/${key}`).digest("base64url")}"`,
    "x-content-type-options": "nosniff",
  });
  if (request.headers.get("if-none-match") === headers.get("etag")) {
    return new Response(null, { status: 304, headers });
  }
  const whole = await store.get(bucket, key);
  if (whole === null) throw notFound("file");
  const range = parseRange(request.headers, headers.get("etag")!, whole.byteLength);
  if (range === undefined && request.method === "GET") {
    headers.set("content-length", String(whole.byteLength));
    return new Response(whole.body, { headers });
  }
  await whole.body.cancel();
  if (range === "unsatisfiable") {
    headers.set("content-range", `bytes */${whole.byteLength}`);
    return new Response(null, { status: 416, headers });
  }
  const { start, end } = range ?? { start: 0, end: whole.byteLength - 1 };
  headers.set("content-length", String(end - start + 1));
  if (request.method === "HEAD") return new Response(null, { headers });
  const part = await store.get(bucket, key, { start, end });
  if (part === null) throw notFound("file");
  headers.set("content-range", `bytes ${start}-${end}/${whole.byteLength}`);
  return new Response(part.body, { status: 206, headers });
}

function secondsLeft(expiresAt: number): number {
  return Math.max(0, expiresAt - Math.ceil(Date.now() / 1000));
}

/**
 * One range of bytes (RFC 9110 §14.2). Several ranges, other units and nonsense are ignored, as the
 * RFC allows, and so is a range for another version of the file (`If-Range`).
 */
export function parseRange(
  headers: Headers,
  etag: string,
  byteLength: number,
): Required<ByteRange> | "unsatisfiable" | undefined {
  const [, first, last] = /^bytes=(\d*)-(\d*)$/.exec(headers.get("range")?.trim() ?? "") ?? [];
  if (first === undefined || last === undefined || first + last === "") return undefined;
  const ifRange = headers.get("if-range");
  if (ifRange !== null && ifRange !== etag) return undefined;
  const end = byteLength - 1;
  if (first === "") {
    const suffix = Number(last);
    return suffix === 0 || byteLength === 0
      ? "unsatisfiable"
      : { start: Math.max(0, byteLength - suffix), end };
  }
  const start = Number(first);
  if (last !== "" && Number(last) < start) return undefined;
  return start > end
    ? "unsatisfiable"
    : { start, end: last === "" ? end : Math.min(end, Number(last)) };
}
