import type { Asker, Gemini, GeminiFailure, Outcome } from "../services/gemini/gemini.ts";
import { contentHash } from "../services/mood/content_hash.ts";
import { MAX_VALUE_BYTES } from "./cache.ts";
import type { JobContext } from "./job_kind.ts";

/** Which engine made something, and why it was not Gemini where Gemini was asked. */
export interface MadeBy {
  readonly engine: "local" | "gemini";
  readonly engine_reason?: GeminiFailure;
}

export type Asked<T> =
  | { readonly ok: true; readonly value: T; readonly cached: boolean }
  /** No reason: this server has no key. */
  | { readonly ok: false; readonly reason?: GeminiFailure };

export interface KeptAs {
  /** The middle of the cache's key: `emotion`, `lyrics`. Changes with the shape of the answers. */
  readonly resource: string;
  /** Everything the answer depends on, as JSON, but the model. */
  readonly about: unknown;
  readonly ttlSeconds: number;
}

export const AN_HOUR = 60 * 60;
export const A_DAY = 24 * AN_HOUR;

/**
 * Asks Gemini for a job, if there is a key: the same question is answered from the cache. What goes wrong
 * is an answer, too: the job goes on with the local engine.
 *
 * @throws the job's reason when it is stopped.
 */
export async function askGemini<T>(
  { deps, job, signal, progress }: JobContext,
  { resource, about, ttlSeconds }: KeptAs,
  ask: (gemini: Gemini, asker: Asker) => Promise<Outcome<T>>,
  /** How progress moves while a long answer comes. */
  along?: { readonly from: number; readonly to: number; readonly characters: number },
): Promise<Asked<T>> {
  const { gemini, cache, log } = deps;
  if (!gemini) return { ok: false };
  const text = new TextEncoder().encode(JSON.stringify([gemini.state().model, about]));
  const key = ["gemini", resource, await contentHash(text)] as const;
  const known = await cache.get(key);
  if (known !== undefined) return { ok: true, value: known as T, cached: true };
  const outcome = await ask(gemini, {
    user: job.created_by,
    signal,
    trace: { job: job.id, request_id: job.request_id },
    ...(along && {
      onProgress: (characters) => {
        const share = Math.min(1, characters / along.characters);
        progress(along.from + (along.to - along.from) * share);
      },
    }),
  });
  if (!outcome.ok) return { ok: false, reason: outcome.reason };
  const { value } = outcome;
  const bytes = new TextEncoder().encode(JSON.stringify(value)).length;
  if (bytes <= MAX_VALUE_BYTES) await cache.set(key, value, { ttlSeconds });
  else log.debug("an answer is too long for the cache", { resource, bytes });
  return { ok: true, value, cached: false };
}

export function madeBy(asked: Asked<unknown>): MadeBy {
  if (asked.ok) return { engine: "gemini" };
  return { engine: "local", ...(asked.reason ? { engine_reason: asked.reason } : {}) };
}
