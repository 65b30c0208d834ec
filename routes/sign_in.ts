import type { Sql } from "../db/client.ts";
import { insertRefreshToken, lockRefreshToken, spendRefreshToken } from "../db/refresh_tokens.ts";
import { endSession, insertSession, touchSession } from "../db/sessions.ts";
import { transaction } from "../db/transaction.ts";
import { uuidv7 } from "../services/ids.ts";
import { hashToken, newToken, REFRESH } from "../services/tokens/opaque.ts";
import type { Tokens } from "../services/tokens/tokens.ts";

export const REFRESH_DAYS = 7;

/** What a client holds: a short access token, and the token that gets the next pair. */
export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly token_type: "Bearer";
  /** Seconds until the access token ends. */
  readonly expires_in: number;
}

interface Deps {
  readonly sql: Sql;
  readonly tokens: Tokens;
}

/** Begins a session: a family of refresh tokens, of which this is the first. */
export async function openSession(
  { sql, tokens }: Deps,
  userId: string,
  userAgent: string,
): Promise<TokenPair> {
  const sessionId = uuidv7();
  const { token, hash } = newToken(REFRESH);
  const expiresAt = weekFromNow();
  await transaction(sql, async (tx) => {
    await insertSession(tx, {
      id: sessionId,
      user_id: userId,
      user_agent: userAgent.slice(0, 300),
      expires_at: expiresAt,
    });
    await insertRefreshToken(tx, {
      token_hash: hash,
      session_id: sessionId,
      expires_at: expiresAt,
    });
  });
  return await pair(tokens, userId, sessionId, token);
}

export type Rotation =
  | { readonly kind: "rotated"; readonly userId: string; readonly pair: TokenPair }
  /** A spent token came again: somebody has a copy, so the whole family is over. */
  | { readonly kind: "reused"; readonly userId: string; readonly sessionId: string }
  | { readonly kind: "refused" };

/**
 * Spends a refresh token for a new pair (RFC 9700 §4.14.2). Two requests with the same token are
 * taken in turn: the second one presents a spent token.
 */
export async function rotate({ sql, tokens }: Deps, refreshToken: string): Promise<Rotation> {
  const hash = hashToken(refreshToken);
  const next = newToken(REFRESH);
  const outcome = await transaction(sql, async (tx) => {
    const found = await lockRefreshToken(tx, hash);
    if (!found) return undefined;
    if (found.spent) {
      await endSession(tx, found.session_id, found.user_id, "reuse");
      return found;
    }
    if (!found.live) return undefined;
    const expiresAt = weekFromNow();
    await spendRefreshToken(tx, hash, found.session_id);
    await insertRefreshToken(tx, {
      token_hash: next.hash,
      session_id: found.session_id,
      expires_at: expiresAt,
    });
    await touchSession(tx, found.session_id, expiresAt);
    return found;
  });
  if (!outcome) return { kind: "refused" };
  const { user_id: userId, session_id: sessionId } = outcome;
  if (outcome.spent) return { kind: "reused", userId, sessionId };
  return { kind: "rotated", userId, pair: await pair(tokens, userId, sessionId, next.token) };
}

/** Ends the session that a refresh token belongs to. @returns whose it was, if it was live. */
export async function endSessionOf(
  { sql }: Pick<Deps, "sql">,
  refreshToken: string,
): Promise<{ userId: string; sessionId: string } | undefined> {
  return await transaction(sql, async (tx) => {
    const found = await lockRefreshToken(tx, hashToken(refreshToken));
    if (!found) return undefined;
    const ended = await endSession(tx, found.session_id, found.user_id, "logout");
    return ended ? { userId: found.user_id, sessionId: found.session_id } : undefined;
  });
}

async function pair(
  tokens: Tokens,
  userId: string,
  sessionId: string,
  refreshToken: string,
): Promise<TokenPair> {
  const { token, expiresInSeconds } = await tokens.signAccess({ userId, sessionId });
  return {
    access_token: token,
    refresh_token: refreshToken,
    token_type: "Bearer",
    expires_in: expiresInSeconds,
  };
}

function weekFromNow(): Date {
  return new Date(Date.now() + REFRESH_DAYS * 86_400_000);
}
