import { createHash } from "node:crypto";
import { createMiddleware } from "hono/factory";
import type { Sql } from "../../db/client.ts";
import {
  claimIdempotencyKey,
  keepAnswer,
  pruneIdempotencyKeys,
  releaseIdempotencyKey,
} from "../../db/idempotency_keys.ts";
import { ApiError } from "../../services/api_error.ts";
import type { AppEnv } from "../env.ts";
import { isUpload } from "./body_limit.ts";
import { clientAddress } from "./rate_limit.ts";
import { openAnswer, sealAnswer } from "./sealed_answer.ts";

/**
 * `Idempotency-Key` on every POST: the first answer is kept for a day and given again to the same
 * key and body (`Idempotency-Replayed: true`); another body is 422, a first request that still runs
 * is 409. Answers 5xx and 429 are not kept, nor those that refuse an upload. Runs after `authenticate` and `bodyLimit`.
 *
 * Answers may hold secrets that are stored nowhere else, so they are kept sealed: the key that opens
 * them is the caller's own, of which the table has only a hash.
 */
export function idempotency(sql: Sql) {
  let pruneAtMs = 0;
  return createMiddleware<AppEnv>(async (c, next) => {
    const given = c.req.method === "POST" ? c.req.header("idempotency-key") : undefined;
    if (given === undefined) return await next();
    if (given.length === 0 || given.length > 255) {
      throw new ApiError("MALFORMED", 400, "Idempotency-Key has 1 to 255 characters.");
    }
    if (Date.now() >= pruneAtMs) {
      pruneAtMs = Date.now() + PRUNE_EVERY_MS;
      await pruneIdempotencyKeys(sql);
    }
    const actor = c.get("actor");
    const userId = actor?.userId ?? uuidOf(`address ${clientAddress(c)}`);
    const key = createHash("sha256").update(`key ${given}`).digest("hex");
    const requestHash = await fingerprint(c.req.raw);
    const earlier = await claimIdempotencyKey(sql, {
      user_id: userId,
      key,
      request_hash: requestHash,
    });
    if (earlier) {
      if (!sameBytes(earlier.request_hash, requestHash)) throw otherRequest();
      if (earlier.status === null || earlier.body === null) throw stillRunning();
      const answer = await openAnswer(earlier.body, given);
      const headers = new Headers(
        answer.headers.map(([name, value]): [string, string] => [name, value]),
      );
      headers.set("idempotency-replayed", "true");
      const body = answer.body.length > 0 ? answer.body : null;
      return new Response(body, { status: earlier.status, headers });
    }
    let kept = false;
    try {
      await next();
      const status = c.res.status;
      if (status >= 500 || status === 429) return;
      // It may have broken off on its way, and has made nothing: it comes again under its key.
      if (status >= 400 && isUpload(c.req.header("content-type"))) return;
      const body = new Uint8Array(await c.res.clone().arrayBuffer());
      const headers = [...c.res.headers].filter(([name]) => REPLAYED.has(name));
      const sealed = await sealAnswer({ headers, body }, given);
      await keepAnswer(sql, { user_id: userId, key, status, body: sealed });
      kept = true;
    } finally {
      if (!kept) await releaseIdempotencyKey(sql, userId, key);
    }
  });
}

const PRUNE_EVERY_MS = 3_600_000;

/** Headers that belong to the answer; the others belong to one exchange. */
const REPLAYED = new Set([
  "content-type",
  "location",
  "etag",
  "set-cookie",
  "www-authenticate",
  "cache-control",
]);

/**
 * Method, path and body. Of an upload its length and kind: the boundary is drawn anew each time
 * somebody sends the same form, so its bytes are never the same.
 */
async function fingerprint(request: Request): Promise<Uint8Array> {
  const hash = createHash("sha256");
  const { pathname, search } = new URL(request.url);
  hash.update(`${request.method} ${pathname}${search}\n`);
  const type = request.headers.get("content-type") ?? "";
  if (isUpload(type)) {
    hash.update(`${type.split(";")[0]} ${request.headers.get("content-length")}`);
  } else {
    hash.update(new Uint8Array(await request.clone().arrayBuffer()));
  }
  return new Uint8Array(hash.digest());
}

function otherRequest(): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_REUSED",
    422,
    "This Idempotency-Key came before with another request. Use a new key for a new request.",
  );
}

function stillRunning(): ApiError {
  return new ApiError(
    "IDEMPOTENCY_KEY_RUNNING",
    409,
    "The first request with this Idempotency-Key still runs. Try again soon.",
    { retry_after_seconds: 1 },
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function uuidOf(text: string): string {
  const hex = createHash("sha256").update(text).digest("hex");
  return [8, 12, 16, 20].map((at, i) => hex.slice([0, 8, 12, 16][i], at)).join("-") + "-" +
    hex.slice(20, 32);
}
