import assert from "node:assert/strict";
import { Hono } from "hono";
import { silentLog } from "../../services/log.ts";
import type { AppEnv } from "../env.ts";
import { bodyLimit } from "./body_limit.ts";
import { renderError } from "./errors.ts";
import { requestId } from "./request_id.ts";

function echo(maxBytes: number, timeoutMs: number) {
  const app = new Hono<AppEnv>();
  app.onError(renderError);
  app.use(requestId(silentLog), bodyLimit(maxBytes, timeoutMs));
  app.post("/", async (c) => c.text(await c.req.text()));
  return async (body: BodyInit, headers: HeadersInit = {}) => {
    const answer = await app.request("/", { method: "POST", body, headers });
    return { status: answer.status, text: await answer.text() };
  };
}

Deno.test("a body up to the limit passes whole, one byte more does not", async () => {
  const post = echo(10, 1000);
  assert.deepEqual(await post("0123456789"), { status: 200, text: "0123456789" });
  assert.equal((await post("0123456789a")).status, 413);
  assert.equal((await post("", { "content-length": "99999" })).status, 413, "as announced");
});

Deno.test("a body that trickles for too long is 408, and its sender is cut off", async () => {
  const cancelled = Promise.withResolvers<void>();
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new Uint8Array([65])),
    cancel: () => cancelled.resolve(),
  });
  const { status, text } = await echo(10, 20)(body);
  assert.equal(status, 408);
  assert.match(text, /TIMEOUT/);
  await cancelled.promise;
});

Deno.test("uploads are left to their routes", async () => {
  const form = new FormData();
  form.set("file", new File(["0123456789 and more"], "a.txt"));
  const { status, text } = await echo(10, 1000)(form);
  assert.equal(status, 200);
  assert.match(text, /0123456789 and more/);
});
