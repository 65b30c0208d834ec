import assert from "node:assert/strict";
import { withApp } from "../../tests/fixtures/app.ts";
import { createRateLimiter } from "./rate_limit.ts";

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

Deno.test("too many from one address are 429 with Retry-After, and other addresses go on", () =>
  withApp(async (app) => {
    const from = (address: string, headers: HeadersInit = {}) =>
      app.request("/api/v1/nothing", { headers }, address);
    let last = await from("10.1.1.1");
    for (let i = 0; i < 1200 && last.status === 404; i++) {
      await last.body?.cancel();
      last = await from("10.1.1.1", { "x-forwarded-for": `10.9.9.${i % 250}` });
    }
    assert.equal(last.status, 429, "a client cannot choose its own address");
    assert.ok(Number(last.headers.get("retry-after")) > 0);
    assert.equal((await last.json()).error.code, "RATE_LIMITED");
    assert.equal((await from("10.1.1.2")).status, 404);
    const behind = await from("127.0.0.1", { "x-forwarded-for": "10.1.1.1" });
    assert.equal(behind.status, 429, "a proxy on this machine is believed");
  }, { RATE_LIMIT: "on" }));

Deno.test("switched off, nothing is counted", () =>
  withApp(async (app) => {
    const answer = await app.request("/api/v1/openapi.json");
    assert.equal(answer.headers.has("ratelimit"), false);
    await answer.body?.cancel();
  }));
