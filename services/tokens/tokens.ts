import { jwtVerify, SignJWT } from "jose";
import { ApiError } from "../api_error.ts";
import { isUuid, uuidv7 } from "../ids.ts";

export interface AccessClaims {
  readonly userId: string;
  readonly sessionId: string;
  readonly expiresAtMs: number;
}

/** Access tokens: JWTs of one kind, one algorithm, one audience. */
export interface Tokens {
  signAccess(
    who: { readonly userId: string; readonly sessionId: string },
  ): Promise<{ token: string; expiresInSeconds: number }>;
  /** @throws ApiError UNAUTHENTICATED 401, the same for every reason. */
  verifyAccess(token: string): Promise<AccessClaims>;
}

export const ACCESS_SECONDS = 900;

/** Signatures that need not be checked again; what a token opens is asked of the database each time. */
const REMEMBERED = 5000;

const ALGORITHM = "HS256";
const TYPE = "at+jwt"; // RFC 9068: an access token, never mistaken for another kind of JWT
const AUDIENCE = "sonic-alchemy/api";

/**
 * @param secret at least 32 characters.
 * @param nowMs for tests of expiry.
 */
export function createTokens(
  { secret, issuer = "sonic-alchemy", nowMs = Date.now }: {
    readonly secret: string;
    readonly issuer?: string;
    readonly nowMs?: () => number;
  },
): Tokens {
  const key = new TextEncoder().encode(secret);
  const verified = new Map<string, AccessClaims>();
  return {
    async signAccess({ userId, sessionId }) {
      const issuedAt = Math.floor(nowMs() / 1000);
      const token = await new SignJWT({ sid: sessionId })
        .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
        .setIssuer(issuer).setAudience(AUDIENCE).setSubject(userId).setJti(uuidv7())
        .setIssuedAt(issuedAt).setNotBefore(issuedAt).setExpirationTime(issuedAt + ACCESS_SECONDS)
        .sign(key);
      return { token, expiresInSeconds: ACCESS_SECONDS };
    },
    async verifyAccess(token) {
      const known = verified.get(token);
      if (known && known.expiresAtMs > nowMs()) return known;
      const { payload } = await jwtVerify(token, key, {
        algorithms: [ALGORITHM],
        typ: TYPE,
        issuer,
        audience: AUDIENCE,
        requiredClaims: ["exp", "nbf", "iat", "sub", "sid", "jti"],
        currentDate: new Date(nowMs()),
        clockTolerance: 5,
      }).catch((cause) => {
        throw unauthenticated(cause);
      });
      const { sub, sid, exp } = payload;
      if (typeof sub !== "string" || typeof sid !== "string" || !isUuid(sub) || !isUuid(sid)) {
        throw unauthenticated();
      }
      const claims = { userId: sub, sessionId: sid, expiresAtMs: exp! * 1000 };
      if (verified.size >= REMEMBERED) verified.clear();
      verified.set(token, claims);
      return claims;
    },
  };
}

/** 401 that tells nothing about why. */
export function unauthenticated(cause?: unknown): ApiError {
  const message =
    "Sign in first: send a valid access token or API token as `Authorization: Bearer`.";
  return new ApiError("UNAUTHENTICATED", 401, message, {}, { cause });
}
