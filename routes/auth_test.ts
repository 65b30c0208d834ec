import assert from "node:assert/strict";
import { UnsecuredJWT } from "jose";
import { uuidv7 } from "../services/ids.ts";
import { createTokens } from "../services/tokens/tokens.ts";
import { TEST_SECRET, type TestApp, withApp } from "../tests/fixtures/app.ts";

const json = { "content-type": "application/json" };
const post = (app: TestApp, path: string, body: unknown, headers: HeadersInit = {}) =>
  app.request(`/api/v1${path}`, {
    method: "POST",
    headers: { ...json, ...headers },
    body: JSON.stringify(body),
  });

Deno.test("registering answers with the user and a pair of tokens, and never the password", () =>
  withApp(async (app) => {
    const answer = await post(app, "/auth/register", {
      email: "Ada@Example.org",
      username: "ada",
      password: "tuba giraffe pavement",
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get("location"), "/api/v1/auth/me");
    const text = await answer.text();
    assert.doesNotMatch(text, /giraffe|argon2|password/);
    const body = JSON.parse(text);
    assert.equal(body.user.email, "Ada@Example.org");
    assert.equal(body.user.username, "ada");
    assert.match(body.user.created_at, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    assert.equal(body.token_type, "Bearer");
    assert.equal(body.expires_in, 900);
    const [row] = await app.sql`select password_hash from users`;
    assert.match(row!.password_hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    const me = await app.request("/api/v1/auth/me", {
      headers: { authorization: `Bearer ${body.access_token}` },
    });
    assert.deepEqual(await me.json(), body.user);
  }));

Deno.test("the refresh cookie is out of reach of scripts and other sites", () =>
  withApp(async (app) => {
    const answer = await post(app, "/auth/register", {
      email: "ada@example.org",
      username: "ada",
      password: "tuba giraffe pavement",
    });
    const cookie = answer.headers.get("set-cookie")!;
    for (const part of ["HttpOnly", "Secure", "SameSite=Strict", "Path=/api/v1/auth"]) {
      assert.ok(cookie.includes(part), `${part} in ${cookie}`);
    }
  }, { PUBLIC_URL: "https://studio.example.org" }));

Deno.test("an address or name that is taken is 409, whatever its case", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    const cases = [
      { email: ada.email.toUpperCase(), username: "other", code: "EMAIL_TAKEN" },
      { email: "other@example.org", username: "ADA", code: "USERNAME_TAKEN" },
    ];
    for (const { code, ...names } of cases) {
      const answer = await post(app, "/auth/register", { ...names, password: ada.password });
      assert.equal(answer.status, 409);
      assert.equal((await answer.json()).error.code, code);
    }
  }));

Deno.test("what is wrong with a registration is named field by field", () =>
  withApp(async (app) => {
    const good = { email: "a@example.org", username: "a", password: "tuba giraffe pavement" };
    const cases: [Record<string, unknown>, string][] = [
      [{ ...good, email: "nobody" }, "email"],
      [{ ...good, username: "  " }, "username"],
      [{ ...good, password: "short" }, "password"],
      [{ ...good, password: "voicecanvas1" }, "password"],
      [{ ...good, id: uuidv7() }, "id"],
      [{ ...good, is_admin: true }, "is_admin"],
      [{ ...good, created_at: "2020-01-01T00:00:00Z" }, "created_at"],
      [{ email: good.email, username: "a" }, "password"],
    ];
    for (const [body, field] of cases) {
      const answer = await post(app, "/auth/register", body);
      const { error } = await answer.json();
      assert.equal(answer.status, 422, JSON.stringify(body));
      assert.equal(error.code, "VALIDATION_FAILED");
      assert.deepEqual(error.details.fields.map((f: { field: string }) => f.field), [field]);
    }
    assert.equal((await app.sql`select 1 from users`).length, 0);
  }));

Deno.test("a wrong password and an unknown address are told apart by nothing", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const login = async (email: string, password: string) => {
      const answer = await post(app, "/auth/login", { email, password });
      const { error } = await answer.json();
      return { status: answer.status, code: error?.code, message: error?.message };
    };
    const wrong = await login(ada.email, "not the password");
    assert.equal(wrong.status, 401);
    assert.deepEqual(await login("nobody@example.org", "not the password"), wrong);
    const right = await post(app, "/auth/login", {
      email: ada.email.toUpperCase(),
      password: ada.password,
    });
    assert.equal(right.status, 200);
    assert.equal((await right.json()).user.id, ada.id);
  }));

Deno.test("only a good access token opens a door; every other one is 401", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const [session] = await app.sql`select id from sessions`;
    const who = { userId: ada.id, sessionId: session!.id as string };
    const signed = async (tokens: ReturnType<typeof createTokens>, claims = who) =>
      (await tokens.signAccess(claims)).token;
    const cases: Record<string, string | undefined> = {
      "none": undefined,
      "empty": "",
      "garbage": "x.y.z",
      "expired": await signed(
        createTokens({ secret: TEST_SECRET, nowMs: () => Date.now() - 3_600_000 }),
      ),
      "alg none": new UnsecuredJWT({ sid: who.sessionId }).setSubject(ada.id)
        .setIssuer("sonic-alchemy").setAudience("sonic-alchemy/api").setExpirationTime("1h")
        .encode(),
      "another issuer": await signed(createTokens({ secret: TEST_SECRET, issuer: "other" })),
      "another key": await signed(createTokens({ secret: TEST_SECRET + "x" })),
      "a session that is not": await signed(app.tokens, { ...who, sessionId: uuidv7() }),
      "somebody else's session": await signed(app.tokens, { ...who, userId: uuidv7() }),
      "refresh as access": ada.refreshToken,
      "an API token that is not": `vct_${"A".repeat(43)}`,
    };
    for (const [name, token] of Object.entries(cases)) {
      const headers = new Headers();
      if (token !== undefined) headers.set("authorization", `Bearer ${token}`);
      const answer = await app.request("/api/v1/auth/me", { headers });
      assert.equal(answer.status, 401, name);
      assert.match(answer.headers.get("www-authenticate") ?? "", /^Bearer/, name);
      assert.equal((await answer.json()).error.code, "UNAUTHENTICATED", name);
    }
    assert.equal((await ada.call("GET", "/auth/me")).status, 200);
  }));

Deno.test("an access token refreshes nothing", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const answer = await post(app, "/auth/refresh", { refresh_token: ada.token });
    assert.equal(answer.status, 401);
  }));

Deno.test("a refresh gives a new pair; the spent token again ends the whole family", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const first = await post(app, "/auth/refresh", { refresh_token: ada.refreshToken });
    assert.equal(first.status, 200);
    const second = await first.json();
    assert.notEqual(second.refresh_token, ada.refreshToken);
    const me = (token: string) =>
      app.request("/api/v1/auth/me", { headers: { authorization: `Bearer ${token}` } });
    assert.equal((await me(second.access_token)).status, 200);

    const reuse = await post(app, "/auth/refresh", { refresh_token: ada.refreshToken });
    assert.equal(reuse.status, 401);
    assert.equal((await me(second.access_token)).status, 401, "the access token ended too");
    const heir = await post(app, "/auth/refresh", { refresh_token: second.refresh_token });
    assert.equal(heir.status, 401, "the newest refresh token ended too");
    const [session] = await app.sql`select ended_why from sessions`;
    assert.equal(session!.ended_why, "reuse");
    assert.equal((await app.sql`select 1 from audit_log where action = 'session.reuse'`).length, 1);
  }));

Deno.test("two refreshes with one token at the same time: one wins, then the family is over", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const answers = await Promise.all(
      [1, 2].map(() => post(app, "/auth/refresh", { refresh_token: ada.refreshToken })),
    );
    assert.deepEqual(answers.map((a) => a.status).sort(), [200, 401]);
    assert.equal((await ada.call("GET", "/auth/me")).status, 401);
  }));

Deno.test("the cookie refreshes from our own pages only", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const cookie = `sonic_refresh=${ada.refreshToken}`;
    const refresh = (headers: HeadersInit) =>
      app.request("http://studio.test/api/v1/auth/refresh", {
        method: "POST",
        headers: { cookie, ...headers },
      });
    const foreign: Record<string, string>[] = [
      { origin: "http://evil.example" },
      { origin: "null" },
      { "sec-fetch-site": "cross-site" },
      { "sec-fetch-site": "same-site" },
    ];
    for (const headers of foreign) {
      const answer = await refresh(headers);
      assert.equal(answer.status, 403, JSON.stringify(headers));
      await answer.body?.cancel();
    }
    const own = await refresh({ origin: "http://studio.test" });
    assert.equal(own.status, 200);
    const next = /sonic_refresh=([^;]+)/.exec(own.headers.get("set-cookie")!)![1];
    assert.equal(next, (await own.json()).refresh_token);
  }));

Deno.test("signing out ends the session at once, for both tokens, and empties the cookie", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const answer = await ada.call("POST", "/auth/logout");
    assert.equal(answer.status, 204);
    assert.match(answer.headers.get("set-cookie")!, /^sonic_refresh=;.*Max-Age=0/);
    assert.equal((await ada.call("GET", "/auth/me")).status, 401);
    const refresh = await post(app, "/auth/refresh", { refresh_token: ada.refreshToken });
    assert.equal(refresh.status, 401);
    assert.equal((await app.request("/api/v1/auth/logout", { method: "POST" })).status, 401);
  }));

Deno.test("sessions are listed, and one is ended from another", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const login = await post(app, "/auth/login", { email: ada.email, password: ada.password }, {
      "user-agent": "a phone",
    });
    const phone = await login.json();
    const { sessions } = await ada.json(200, "GET", "/auth/sessions");
    assert.equal(sessions.length, 2);
    const other = sessions.find((s: { current: boolean }) => !s.current);
    assert.equal(other.user_agent, "a phone");
    await ada.json(204, "DELETE", `/auth/sessions/${other.id}`);
    const headers = { authorization: `Bearer ${phone.access_token}` };
    assert.equal((await app.request("/api/v1/auth/me", { headers })).status, 401);
    await ada.json(404, "DELETE", `/auth/sessions/${other.id}`);
    const eve = await app.signUp();
    await eve.json(404, "DELETE", `/auth/sessions/${sessions[0].id}`);
  }));

Deno.test("a new password needs the current one and ends the other sessions", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const login = () => post(app, "/auth/login", { email: ada.email, password: ada.password });
    const other = await (await login()).json();
    const password = "a quiet river bank";
    await ada.json(422, "PATCH", "/auth/me", { password });
    await ada.json(403, "PATCH", "/auth/me", { password, current_password: "wrong" });
    await ada.json(422, "PATCH", "/auth/me", { password: "1234", current_password: ada.password });
    await ada.json(200, "PATCH", "/auth/me", { password, current_password: ada.password });
    assert.equal((await ada.call("GET", "/auth/me")).status, 200, "this session stays");
    const headers = { authorization: `Bearer ${other.access_token}` };
    assert.equal((await app.request("/api/v1/auth/me", { headers })).status, 401);
    assert.equal((await login()).status, 401);
  }));

Deno.test("name and colour change freely, ids and times do not", () =>
  withApp(async (app) => {
    const ada = await app.signUp("ada");
    await app.signUp("taken");
    const changed = await ada.json(200, "PATCH", "/auth/me", { username: "Ada L.", color: 3 });
    assert.deepEqual([changed.username, changed.color], ["Ada L.", 3]);
    await ada.json(409, "PATCH", "/auth/me", { username: "TAKEN" });
    await ada.json(422, "PATCH", "/auth/me", { id: uuidv7() });
    await ada.json(422, "PATCH", "/auth/me", { color: 8 });
    assert.deepEqual(await ada.json(200, "PATCH", "/auth/me", {}), changed);
  }));

Deno.test("an API token is shown once, stored hashed, scoped and revocable", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const made = await ada.json(201, "POST", "/auth/tokens", { name: "ci", scope: "read" });
    assert.match(made.token, /^vct_[\w-]{43}$/);
    const { tokens } = await ada.json(200, "GET", "/auth/tokens");
    assert.equal(tokens.length, 1);
    assert.equal("token" in tokens[0], false);
    const [row] = await app.sql`select token_hash from api_tokens`;
    assert.equal(row!.token_hash.length, 32);

    const headers = { authorization: `Bearer ${made.token}` };
    const as = (method: string, path: string, body?: unknown) =>
      ada.call(method, path, body, headers);
    assert.equal((await as("GET", "/projects")).status, 200);
    assert.equal((await as("POST", "/projects", { title: "x" })).status, 403, "it may only read");
    assert.equal((await as("GET", "/auth/sessions")).status, 403, "not a session");
    assert.equal((await as("POST", "/auth/tokens", { name: "more" })).status, 403);
    const used = await ada.json(200, "GET", "/auth/tokens");
    assert.notEqual(used.tokens[0].last_used_at, null);

    await ada.json(204, "DELETE", `/auth/tokens/${made.id}`);
    assert.equal((await as("GET", "/projects")).status, 401);
    await ada.json(422, "POST", "/auth/tokens", { name: "x", expires_at: "2020-01-01T00:00:00Z" });
    const writer = await ada.json(201, "POST", "/auth/tokens", { name: "w", scope: "write" });
    const answer = await ada.call("POST", "/projects", { title: "By a machine" }, {
      authorization: `Bearer ${writer.token}`,
    });
    assert.equal(answer.status, 201);
  }));

Deno.test("guessing is slowed down for the guesser, not for the owner", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const login = (password: string, from: string) =>
      app.request("/api/v1/auth/login", {
        method: "POST",
        headers: json,
        body: JSON.stringify({ email: ada.email, password }),
      }, from);
    for (let i = 0; i < 12; i++) {
      assert.equal((await login(ada.password, "10.0.0.8")).status, 200, "signing in is no guess");
    }
    for (let i = 0; i < 10; i++) {
      assert.equal((await login(`guess ${i}`, "10.6.6.6")).status, 401);
    }
    const stopped = await login(ada.password, "10.6.6.6");
    assert.equal(stopped.status, 429);
    assert.ok(Number(stopped.headers.get("retry-after")) > 0);
    assert.match(stopped.headers.get("ratelimit")!, /^"account";r=0;t=\d+$/);
    assert.equal((await login(ada.password, "10.0.0.7")).status, 200);
  }, { RATE_LIMIT: "on" }));
