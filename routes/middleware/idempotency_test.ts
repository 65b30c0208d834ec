import assert from "node:assert/strict";
import { takeForm, toneWav } from "../../tests/fixtures/tones.ts";
import { withApp } from "../../tests/fixtures/app.ts";
import { openAnswer, sealAnswer } from "./sealed_answer.ts";

Deno.test("the same key and body give the first answer again, and nothing happens twice", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const create = (title: string, key: string) =>
      ada.call("POST", "/projects", { title }, { "idempotency-key": key });
    const first = await create("Once", "key-1");
    assert.equal(first.status, 201);
    assert.equal(first.headers.has("idempotency-replayed"), false);
    const body = await first.text();
    for (let i = 0; i < 3; i++) {
      const again = await create("Once", "key-1");
      assert.equal(again.status, 201);
      assert.equal(again.headers.get("idempotency-replayed"), "true");
      assert.equal(again.headers.get("location"), first.headers.get("location"));
      assert.equal(await again.text(), body);
      assert.notEqual(again.headers.get("x-request-id"), first.headers.get("x-request-id"));
    }
    assert.equal((await create("Once", "key-2")).status, 201);
    assert.equal((await ada.json(200, "GET", "/projects")).total, 2);
  }));

Deno.test("the same key for another request is 422; keys of others do not meet", () =>
  withApp(async (app) => {
    const [ada, bob] = [await app.signUp(), await app.signUp()];
    const headers = { "idempotency-key": "key-1" };
    assert.equal((await ada.call("POST", "/projects", { title: "A" }, headers)).status, 201);
    const other = await ada.call("POST", "/projects", { title: "B" }, headers);
    assert.equal(other.status, 422);
    assert.equal((await other.json()).error.code, "IDEMPOTENCY_KEY_REUSED");
    const elsewhere = await ada.call("POST", "/auth/tokens", { name: "A" }, headers);
    assert.equal(elsewhere.status, 422);
    assert.equal((await bob.call("POST", "/projects", { title: "B" }, headers)).status, 201);
  }));

Deno.test("while the first still runs, the second waits with 409", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const create = () =>
      ada.call("POST", "/projects", { title: "Once" }, { "idempotency-key": "key-1" });
    const answers = await Promise.all([create(), create(), create()]);
    const statuses = answers.map((answer) => answer.status).sort();
    assert.equal(statuses.filter((status) => status === 201).length >= 1, true);
    for (const answer of answers) {
      if (answer.status === 201) continue;
      assert.equal(answer.status, 409);
      assert.equal(answer.headers.get("retry-after"), "1");
    }
    assert.equal((await ada.json(200, "GET", "/projects")).total, 1);
  }));

Deno.test("refusals are replayed, failures of ours are not kept", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const headers = { "idempotency-key": "key-1" };
    assert.equal((await ada.call("POST", "/projects", { title: "" }, headers)).status, 422);
    const again = await ada.call("POST", "/projects", { title: "" }, headers);
    assert.equal(again.headers.get("idempotency-replayed"), "true");

    await app.sql`alter table projects rename to away`;
    const broken = { "idempotency-key": "key-2" };
    assert.equal((await ada.call("POST", "/projects", { title: "A" }, broken)).status, 500);
    await app.sql`alter table away rename to projects`;
    const retried = await ada.call("POST", "/projects", { title: "A" }, broken);
    assert.equal(retried.status, 201);
    assert.equal(retried.headers.has("idempotency-replayed"), false);
  }));

Deno.test("a key lives for a day, and a first request that died frees it after minutes", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const create = () =>
      ada.call("POST", "/projects", { title: "A" }, { "idempotency-key": "key-1" });
    await create();
    await app.sql`update idempotency_keys set created_at = now() - interval '25 hours'`;
    assert.equal((await create()).headers.has("idempotency-replayed"), false);
    await app.sql`update idempotency_keys set status = null, body = null`;
    assert.equal((await create()).status, 409);
    await app.sql`update idempotency_keys set created_at = now() - interval '11 minutes'`;
    assert.equal((await create()).status, 201);
  }));

Deno.test("a lost refresh is asked for again with its key, and the table keeps no secret", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const refresh = () =>
      app.request("/api/v1/auth/refresh", {
        method: "POST",
        headers: { "content-type": "application/json", "idempotency-key": "refresh-1" },
        body: JSON.stringify({ refresh_token: ada.refreshToken }),
      });
    const first = await (await refresh()).json();
    const again = await refresh();
    assert.equal(again.headers.get("idempotency-replayed"), "true");
    assert.match(again.headers.get("set-cookie")!, /sonic_refresh=/);
    assert.deepEqual(await again.json(), first);
    const [row] = await app.sql`select key, body from idempotency_keys`;
    const stored = row!.key + new TextDecoder().decode(row!.body);
    assert.ok(!stored.includes(first.refresh_token) && !stored.includes("refresh-1"));
  }));

Deno.test("an answer is opened by the key that sealed it and by no other", async () => {
  const answer = {
    headers: [["set-cookie", "a=1"], ["set-cookie", "b=2"]] as const,
    body: new TextEncoder().encode("secret"),
  };
  const sealed = await sealAnswer(answer, "key");
  assert.deepEqual(await openAnswer(sealed, "key"), { ...answer, headers: [...answer.headers] });
  await assert.rejects(openAnswer(sealed, "other"));
  sealed[20]! ^= 1;
  await assert.rejects(openAnswer(sealed, "key"));
});

Deno.test("an upload that was refused may come again under its key", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "P" });
    const headers = { "idempotency-key": "take-1" };
    const send = (bytes: Uint8Array<ArrayBuffer>) =>
      ada.call("POST", `/projects/${id}/recordings`, takeForm(bytes), headers);
    const broken = await send(new TextEncoder().encode("RIFF and no more"));
    assert.ok(broken.status >= 400 && broken.status < 500, `${broken.status}`);
    const whole = await send(toneWav({ seconds: 0.5 }));
    assert.equal(whole.status, 201, await whole.clone().text());
    assert.equal(whole.headers.has("idempotency-replayed"), false);
  }));
