import { timingSafeEqual } from "node:crypto";
import { Buffer } from "node:buffer";

/** What a link allows: one method on one path until a time, served as one type under one name. */
export interface LinkGrant {
  readonly method: string;
  /** `/blobs/{bucket}/{key}`. */
  readonly path: string;
  /** Seconds since the epoch. */
  readonly expiresAt: number;
  readonly contentType: string;
  /** Empty when the link is not a download. */
  readonly filename: string;
}

export interface LinkSigner {
  /** The path with its query: `?expires=…&type=…&name=…&signature=…`. */
  sign(grant: LinkGrant): Promise<string>;
  /** @returns what the link allows, or null when it is forged, altered, expired or for another method. */
  verify(
    method: string,
    path: string,
    query: URLSearchParams,
    nowMs: number,
  ): Promise<LinkGrant | null>;
}

/** HMAC-SHA256 (RFC 2104) over every part of the grant. @param secret at least 32 characters. */
export function createLinkSigner(secret: string): LinkSigner {
  if (secret.length < 32) throw new RangeError("The signing secret needs at least 32 characters");
  const key = crypto.subtle.importKey(
    "raw",
    new TextEncoder().encode(`blob-links:${secret}`),
    { name: "HMAC", hash: "SHA-256" },
    false,
    ["sign"],
  );
  const signature = async (grant: LinkGrant) => {
    const { method, path, expiresAt, contentType, filename } = grant;
    // JSON, so that no choice of fields can be read as another choice.
    const text = JSON.stringify([method, path, expiresAt, contentType, filename]);
    return Buffer.from(
      await crypto.subtle.sign("HMAC", await key, new TextEncoder().encode(text)),
    );
  };
  return {
    async sign(grant) {
      const query = new URLSearchParams({
        expires: String(grant.expiresAt),
        type: grant.contentType,
        ...(grant.filename === "" ? {} : { name: grant.filename }),
        signature: (await signature(grant)).toString("base64url"),
      });
      return `${grant.path}?${query}`;
    },
    async verify(method, path, query, nowMs) {
      const expires = query.get("expires") ?? "";
      if (!/^\d{1,12}$/.test(expires) || Number(expires) * 1000 <= nowMs) return null;
      const grant: LinkGrant = {
        method,
        path,
        expiresAt: Number(expires),
        contentType: query.get("type") ?? "",
        filename: query.get("name") ?? "",
      };
      const expected = await signature(grant);
      const given = Buffer.from(query.get("signature") ?? "", "base64url");
      return given.length === expected.length && timingSafeEqual(given, expected) ? grant : null;
    },
  };
}
