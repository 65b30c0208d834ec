import assert from "node:assert/strict";
import { Hono } from "hono";
import { withApp } from "../../tests/fixtures/app.ts";
import { silentLog } from "../../services/log.ts";
import type { AppEnv } from "../env.ts";
import { renderError } from "./errors.ts";
import { createRateLimiter, limitAddress } from "./rate_limit.ts";
import { requestId } from "./request_id.ts";

const POLICY = { name: "test", quota: 2, windowSeconds: 10 };

Deno.test("a quota is spent, refused, and back when its window is over", () => {
  let now = 0;
  const limiter = createRateLimiter(() => now);
  assert.deepEqual(limiter.take(POLICY, "a"), { allowed: true, remaining: 1, resetSeconds: 10 });
  now = 4000;
  assert.deepEqual(limiter.take(POLICY, "a"), { allowed: true, remaining: 0, resetSeconds: 6 });
  assert.deepEqual(limiter.take(POLICY, "a"), { allowed: false, remaining: 0, resetSeconds: 6 });
  assert.equal(limiter.take(POLICY, "b").allowed, true, "keys count for themselves");
  assert.equal(limiter.take({ ...POLICY, name: "other" }, "a").allowed, true);
  now = 10_000;
  assert.deepEqual(limiter.take(POLICY, "a"), { allowed: true, remaining: 1, resetSeconds: 10 });
});

Deno.test("users are counted each for themselves, and told", () =>
  withApp(async (app) => {
    const [ada, bob] = [await app.signUp(), await app.signUp()];
    const left = async (person: typeof ada) => {
      const answer = await person.call("GET", "/auth/me");
      assert.match(answer.headers.get("ratelimit-policy")!, /^"user";q=600;w=60$/);
      return Number(/r=(\d+)/.exec(answer.headers.get("ratelimit")!)![1]);
    };
    const first = await left(ada);
    assert.equal(await left(ada), first - 1);
    assert.equal(await left(bob), first);
  }, { RATE_LIMIT: "on" }));

Deno.test("too many from one address are 429 with Retry-After, and other addresses go on", async () => {
  const app = new Hono<AppEnv>();
  app.onError(renderError);
  app.use(requestId(silentLog), limitAddress(createRateLimiter(), POLICY));
  app.get("/", (c) => c.text("ok"));
  const from = async (remoteAddress: string, forwarded = "") =>
    await app.request("/", { headers: { "x-forwarded-for": forwarded } }, { remoteAddress });
  assert.equal((await from("10.1.1.1", "10.9.9.1")).status, 200);
  assert.equal((await from("10.1.1.1", "10.9.9.2")).status, 200);
  const stopped = await from("10.1.1.1", "10.9.9.3");
  assert.equal(stopped.status, 429, "a client cannot choose its own address");
  assert.ok(Number(stopped.headers.get("retry-after")) > 0);
  assert.match(stopped.headers.get("ratelimit")!, /^"test";r=0;t=\d+$/);
  assert.equal((await stopped.json()).error.code, "RATE_LIMITED");
  assert.equal((await from("10.1.1.2")).status, 200);
  assert.equal((await from("127.0.0.1", "10.1.1.1")).status, 429, "a proxy here is believed");
  assert.equal((await from("127.0.0.1", "10.1.1.3")).status, 200);
});

Deno.test("switched off, nothing is counted", () =>
  withApp(async (app) => {
    const answer = await app.request("/api/v1/openapi.json");
    assert.equal(answer.headers.has("ratelimit"), false);
    await answer.body?.cancel();
  }));
