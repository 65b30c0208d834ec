import assert from "node:assert/strict";
import { type Answer, withApp } from "../tests/fixtures/app.ts";

Deno.test("every error has one shape, the request's id and no stack", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const authorization = `Bearer ${ada.token}`;
    const json = { authorization, "content-type": "application/json" };
    const send = (path: string, init: RequestInit) => app.request(`/api/v1${path}`, init);
    const big = JSON.stringify({ title: "x", description: "y".repeat(1024 * 1024) });
    const cases: [number, string, () => Promise<Response>][] = [
      [400, "MALFORMED", () => send("/projects", { method: "POST", headers: json, body: "{" })],
      [401, "UNAUTHENTICATED", () => send("/projects", {})],
      [404, "NOT_FOUND", () => send("/nothing", { headers: { authorization } })],
      [404, "NOT_FOUND", () => app.request("/nothing")],
      [405, "METHOD_NOT_ALLOWED", () => send("/projects", { method: "PUT", headers: json })],
      [413, "TOO_LARGE", () => send("/projects", { method: "POST", headers: json, body: big })],
      [
        415,
        "UNSUPPORTED_MEDIA_TYPE",
        () =>
          send("/projects", {
            method: "POST",
            headers: { authorization, "content-type": "text/plain" },
            body: "{}",
          }),
      ],
      [
        422,
        "VALIDATION_FAILED",
        () => send("/projects", { method: "POST", headers: json, body: "[]" }),
      ],
    ];
    for (const [status, code, request] of cases) {
      const answer = await request();
      assert.equal(answer.status, status, code);
      assert.match(answer.headers.get("content-type")!, /^application\/json/);
      const { error } = await answer.json();
      assert.equal(error.code, code);
      assert.equal(typeof error.message, "string");
      assert.equal(error.details.request_id, answer.headers.get("x-request-id"));
      assert.doesNotMatch(JSON.stringify(error), /\.ts:|at async|node_modules/);
    }
    const wrong = await send("/projects", { method: "PUT", headers: json });
    assert.match(wrong.headers.get("allow")!, /GET.*POST/);
  }));

Deno.test("a body that hides its length is stopped at the limit too", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 64 * 1024;
        if (sent > 50 * 1024 * 1024) controller.close();
        else controller.enqueue(new Uint8Array(64 * 1024).fill(32));
      },
    });
    const answer = await app.request("/api/v1/projects", {
      method: "POST",
      headers: { authorization: `Bearer ${ada.token}`, "content-type": "application/json" },
      body,
    });
    assert.equal(answer.status, 413);
    assert.ok(sent < 2 * 1024 * 1024, `read ${sent} bytes`);
  }));

Deno.test("the caller's request id is kept when it is a plain word", () =>
  withApp(async (app) => {
    const id = async (given: string) =>
      (await app.request("/healthz", { headers: { "x-request-id": given } })).headers
        .get("x-request-id");
    assert.equal(await id("trace-0123456789"), "trace-0123456789");
    assert.notEqual(await id("short"), "short");
    assert.notEqual(await id('with spaces and "quotes"'), 'with spaces and "quotes"');
    const line = app.log.find((entry) => entry.request_id === "trace-0123456789")!;
    assert.deepEqual([line.method, line.route, line.status], ["GET", "/healthz", 200]);
  }));

Deno.test("the log names who did what, and holds no secret", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "A" });
    await ada.json(200, "GET", `/projects/${id}?token=hidden`);
    const line = app.log.find((entry) => entry.path === `/api/v1/projects/${id}`)!;
    assert.deepEqual(
      [line.actor, line.route, line.status],
      [ada.id, "/api/v1/projects/:project_id", 200],
    );
    const all = JSON.stringify(app.log);
    for (const secret of [ada.token, ada.refreshToken, ada.password, ada.email, "hidden"]) {
      assert.ok(!all.includes(secret));
    }
  }));

Deno.test("a failure of ours is 500 without a word of its cause, which the log has", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    await app.sql`alter table projects rename column title to gone`;
    const { error } = await ada.json(500, "GET", "/projects");
    assert.equal(error.code, "INTERNAL");
    assert.doesNotMatch(JSON.stringify(error), /title|column/);
    const line = app.log.find((entry) => entry.level === "error") as Answer;
    assert.equal(line.request_id, error.details.request_id);
    assert.match(line.error.message, /title/);
  }));

Deno.test("healthy, ready, and not ready when the database is away", () =>
  withApp(async (app) => {
    assert.equal((await app.request("/healthz")).status, 200);
    const ready = await app.request("/readyz");
    assert.deepEqual(await ready.json(), { status: "ready", checked: ["database", "saving"] });
    await app.sql.end();
    assert.equal((await app.request("/healthz")).status, 200);
    const answer = await app.request("/readyz");
    assert.equal(answer.status, 503);
    const { error } = await answer.json();
    assert.deepEqual([error.code, error.details.failing], ["NOT_READY", ["database"]]);
    const api = await app.request("/api/v1/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ email: "a@example.org", password: "x" }),
    });
    assert.equal(api.status, 503);
    assert.equal(api.headers.get("retry-after"), "2");
  }));

Deno.test("metrics count answers by route, not by id", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const { id } = await ada.json(201, "POST", "/projects", { title: "A" });
    await ada.json(200, "GET", `/projects/${id}`);
    const text = await (await app.request("/metrics")).text();
    assert.match(
      text,
      /http_requests_total\{method="GET",route="\/api\/v1\/projects\/:project_id",status="200"\} 1/,
    );
    assert.match(text, /^http_request_duration_seconds_bucket\{le="\+Inf"\} \d+$/m);
    assert.match(text, /^rooms_open \d+$/m);
    assert.ok(!text.includes(id));
  }));

Deno.test("every answer carries the security headers", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const answers = [
      await app.request("/healthz"),
      await app.request("/nothing"),
      await app.request("/docs"),
      await app.request("/api/v1/projects"),
      await ada.call("GET", "/projects"),
      await ada.call("POST", "/projects", {}),
    ];
    for (const { headers, url } of answers) {
      assert.match(headers.get("content-security-policy")!, /frame-ancestors 'none'/, url);
      assert.doesNotMatch(headers.get("content-security-policy")!, /script-src[^;]*unsafe/, url);
      assert.equal(headers.get("x-content-type-options"), "nosniff", url);
      assert.equal(headers.get("referrer-policy"), "no-referrer", url);
      assert.match(headers.get("strict-transport-security")!, /max-age=31536000/, url);
    }
  }, { PUBLIC_URL: "https://studio.example.org" }));

Deno.test("other origins are let in by name only", () =>
  withApp(async (app) => {
    const preflight = (origin: string) =>
      app.request("/api/v1/projects", {
        method: "OPTIONS",
        headers: { origin, "access-control-request-method": "POST" },
      });
    const friend = await preflight("https://friend.example");
    assert.equal(friend.headers.get("access-control-allow-origin"), "https://friend.example");
    assert.equal(friend.headers.get("access-control-allow-credentials"), null);
    const other = await preflight("https://other.example");
    assert.equal(other.headers.get("access-control-allow-origin"), null);
  }, { ALLOWED_ORIGINS: "https://friend.example" }));

Deno.test("the description is OpenAPI 3.1 and knows every route that answers", () =>
  withApp(async (app) => {
    const answer = await app.request("/api/v1/openapi.json");
    const document: Answer = await answer.json();
    assert.match(document.openapi, /^3\.1/);
    assert.deepEqual(Object.keys(document.components.securitySchemes), ["bearer"]);
    const register = document.paths["/auth/register"].post;
    const schema = register.requestBody.content["application/json"].schema;
    assert.equal(schema.additionalProperties, false);
    for (
      const path of ["/projects", "/projects/{project_id}/members/{user_id}", "/jobs/{job_id}"]
    ) {
      assert.ok(document.paths[path], path);
    }
    const names: string[] = [];
    for (const [path, methods] of Object.entries<Answer>(document.paths)) {
      for (const [method, operation] of Object.entries<Answer>(methods)) {
        assert.ok(operation.summary, `${method} ${path} says what it does`);
        assert.ok(operation.responses.default, `${method} ${path}`);
        const headers = operation.parameters?.map((parameter: Answer) => parameter.name) ?? [];
        assert.equal(headers.includes("Idempotency-Key"), method === "post", `${method} ${path}`);
        names.push(operation.operationId);
      }
    }
    assert.equal(new Set(names).size, names.length, "every operation has a name of its own");
  }));

Deno.test("the reference page is served whole from our own origin", () =>
  withApp(async (app) => {
    const page = await (await app.request("/docs")).text();
    const links = [...page.matchAll(/(?:src|href)="([^"]+)"/g)].map((match) => match[1]!);
    assert.ok(links.length >= 3);
    for (const link of links) {
      assert.ok(link.startsWith("/docs/"), link);
      const answer = await app.request(link);
      assert.equal(answer.status, 200, link);
      assert.ok((await answer.arrayBuffer()).byteLength > 50, link);
    }
    assert.doesNotMatch(page, /<script(?![^>]*src=)/, "no inline script");
    assert.equal((await app.request("/docs/package.json")).status, 404);
  }));
