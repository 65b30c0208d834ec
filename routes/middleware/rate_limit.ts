import { createMiddleware } from "hono/factory";
import type { Context } from "hono";
import { ApiError } from "../../services/api_error.ts";
import type { AppEnv } from "../env.ts";

export interface Policy {
  readonly name: string;
  /** Requests in one window. */
  readonly quota: number;
  readonly windowSeconds: number;
}

export const PER_ADDRESS: Policy = { name: "address", quota: 12_000, windowSeconds: 60 };
export const PER_USER: Policy = { name: "user", quota: 600, windowSeconds: 60 };
/** Attempts to sign in or up, from one address. */
export const CREDENTIALS: Policy = { name: "credentials", quota: 100, windowSeconds: 60 };
/** Attempts on one account from one address: its owner elsewhere is never locked out. */
export const ONE_ACCOUNT: Policy = { name: "account", quota: 10, windowSeconds: 300 };

/** Counts in memory, in fixed windows. Each process counts for itself. */
export interface RateLimiter {
  take(policy: Policy, key: string): Allowance;
  /** Begins anew for a key: whoever succeeds was not guessing. */
  forget(policy: Policy, key: string): void;
}

export interface Allowance {
  readonly allowed: boolean;
  readonly remaining: number;
  readonly resetSeconds: number;
}

export function createRateLimiter(nowMs: () => number = Date.now): RateLimiter {
  const windows = new Map<string, { endsMs: number; used: number }>();
  let pruneAtMs = 0;
  return {
    take(policy, key) {
      const now = nowMs();
      if (now >= pruneAtMs) {
        for (const [name, window] of windows) if (window.endsMs <= now) windows.delete(name);
        pruneAtMs = now + 60_000;
      }
      const name = nameOf(policy, key);
      let window = windows.get(name);
      if (!window || window.endsMs <= now) {
        window = { endsMs: now + policy.windowSeconds * 1000, used: 0 };
        windows.set(name, window);
      }
      window.used++;
      return {
        allowed: window.used <= policy.quota,
        remaining: Math.max(0, policy.quota - window.used),
        resetSeconds: Math.ceil((window.endsMs - now) / 1000),
      };
    },
    forget: (policy, key) => void windows.delete(nameOf(policy, key)),
  };
}

function nameOf(policy: Policy, key: string): string {
  return `${policy.name} ${key}`;
}

/**
 * Counts one request of `key` and says so in the headers (draft-ietf-httpapi-ratelimit-headers-10).
 * @throws ApiError RATE_LIMITED 429 with `Retry-After`.
 */
export function takeOne(
  c: Context<AppEnv>,
  limiter: RateLimiter | undefined,
  policy: Policy,
  key: string,
): void {
  if (!limiter) return;
  const { allowed, remaining, resetSeconds } = limiter.take(policy, key);
  c.header("RateLimit-Policy", `"${policy.name}";q=${policy.quota};w=${policy.windowSeconds}`);
  c.header("RateLimit", `"${policy.name}";r=${remaining};t=${resetSeconds}`);
  if (allowed) return;
  throw new ApiError("RATE_LIMITED", 429, `Too many requests. Wait ${resetSeconds} seconds.`, {
    retry_after_seconds: resetSeconds,
  });
}

/** @param limiter undefined: no limits. */
export function limitAddress(limiter: RateLimiter | undefined, policy: Policy = PER_ADDRESS) {
  return createMiddleware<AppEnv>(async (c, next) => {
    takeOne(c, limiter, policy, clientAddress(c));
    await next();
  });
}

/** After `authenticate`. */
export function limitUser(limiter: RateLimiter | undefined, policy: Policy = PER_USER) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const actor = c.get("actor");
    if (actor) takeOne(c, limiter, policy, actor.userId);
    await next();
  });
}

/** The caller's address. A proxy on this machine is believed about who is behind it. */
export function clientAddress(c: Context<AppEnv>): string {
  const direct = c.env?.remoteAddress ?? "unknown";
  if (direct !== "127.0.0.1" && direct !== "::1") return direct;
  const nearest = c.req.header("x-forwarded-for")?.split(",").at(-1)?.trim();
  return nearest && /^[\da-f.:]{2,45}$/i.test(nearest) ? nearest : direct;
}
