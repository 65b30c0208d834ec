import { createHash } from "node:crypto";

export type TokenPrefix = "vcr_" | "vct_" | "vcs_";

/** Refresh tokens, API tokens, share links: the prefix tells leak scanners what they found. */
export const REFRESH: TokenPrefix = "vcr_";
export const API: TokenPrefix = "vct_";

/** A secret of 256 random bits to show once, and the SHA-256 of it to keep. */
export function newToken(prefix: TokenPrefix): { token: string; hash: Uint8Array } {
  const random = crypto.getRandomValues(new Uint8Array(32));
  const token = prefix + random.toBase64({ alphabet: "base64url", omitPadding: true });
  return { token, hash: hashToken(token) };
}

/** No salt and no slow hash: there is nothing to guess in 256 random bits. */
export function hashToken(token: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(token).digest());
}
