/** Every operation of the API against bodies, paths and queries that nobody meant. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { uuidv7 } from "../services/ids.ts";
import { type Answer, laidTake, type TestApp, withApp } from "../tests/fixtures/app.ts";

const RUNS = Number(Deno.env.get("FUZZ_RUNS") ?? 40);
const SEED = Number(Deno.env.get("FUZZ_SEED") ?? Date.now() % 1_000_000);

const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.string({ unit: "binary", maxLength: 300 }),
  fc.constantFrom<unknown>(
    "",
    " ",
    "\0",
    "\ud800",
    "'; drop table users; --",
    "__proto__",
    "../../etc/passwd",
    -1,
    1e308,
    2 ** 53,
    0.1,
    true,
    null,
    [],
    [[]],
    {},
    { $gt: "" },
    "a".repeat(10_000),
    uuidv7(),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

const nastyText = nasty.map((value) => typeof value === "string" ? value : JSON.stringify(value));

const VALID: Readonly<Record<string, unknown>> = {
  "post /auth/register": { email: "a@example.org", username: "a", password: "tuba giraffe 1" },
  "post /auth/login": { email: "a@example.org", password: "tuba giraffe 1" },
  "post /auth/refresh": { refresh_token: "vcr_x" },
  "patch /auth/me": { username: "b", color: 1, email: "b@example.org", current_password: "x" },
  "post /auth/tokens": { name: "a", scope: "read", expires_at: "2099-01-01T00:00:00Z" },
  "post /projects": { title: "a", description: "b", is_public: false },
  "patch /projects/{project_id}": { title: "a", description: "b", is_public: true },
  "put /projects/{project_id}/members/{user_id}": { role: "viewer" },
  "post /projects/{project_id}/canvases": { name: "a", mood: { valence: 0, arousal: 1 } },
  "patch /canvases/{canvas_id}": { name: "a", order: "a1", mood: { valence: 0 } },
  "post /canvases/{canvas_id}/strokes": {
    strokes: [{ points: [[1, 2, 0.5, 4], [3, 4]], color: "indigo", width: 4, tool: "pen" }],
  },
  "post /canvases/{canvas_id}/analyze": { source: "drawing" },
  "patch /recordings/{recording_id}": { name: "a", offset_seconds: 0.1 },
  "post /recordings/{recording_id}/process": {
    pitch_correction: { strength: 1, key: "C", scale: "major", retune_ms: 20 },
    timing: { strength: 1, grid: "1/8", tempo_bpm: 100 },
    breath_control: { strength: 1 },
  },
  "post /recordings/{recording_id}/style": { style: "jazz", strength: 1 },
  "post /recordings/{recording_id}/harmonies": { parts: 3, key: "C", scale: "major" },
  "post /canvases/{canvas_id}/music": { duration_seconds: 30, style: "jazz", seed: 1 },
};

Deno.test(`no operation ever fails of our own fault (seed ${SEED})`, async (t) => {
  await withApp(async (app) => {
    const description: Answer = await (await app.request("/api/v1/openapi.json")).json();
    for (const [path, operations] of Object.entries<Answer>(description.paths)) {
      for (const [method, operation] of Object.entries<Answer>(operations)) {
        await t.step(`${method} ${path}`, () => attack(app, method, path, operation));
      }
    }
  });
});

async function attack(app: TestApp, method: string, path: string, operation: Answer) {
  const person = await app.signUp(crypto.randomUUID());
  const { id: project_id } = await person.json(201, "POST", "/projects", { title: "Fuzz" });
  const { canvases } = await person.json(200, "GET", `/projects/${project_id}/canvases`);
  const real: Record<string, string> = {
    project_id,
    canvas_id: canvases[0].id,
    user_id: person.id,
    recording_id: await laidTake(app, project_id, person.id),
  };
  const content = operation.requestBody?.content ?? {};
  const properties = propertiesOf(content["application/json"]?.schema);
  const body = properties === undefined ? fc.constant(undefined) : fc.oneof(
    nasty,
    fc.record(Object.fromEntries(properties.map((key) => [key, nasty])), { requiredKeys: [] }),
    fc.tuple(fc.nat(), nasty).map(([n, value]) => spoil(VALID[`${method} ${path}`], n, value)),
  );
  const names = (operation.parameters ?? []).filter((p: Answer) => p.in === "query")
    .map((p: Answer) => p.name as string);
  const query = fc.dictionary(fc.constantFrom("x", ...names), nastyText, { maxKeys: 3 });
  const segment = fc.option(nastyText, { freq: 4, nil: undefined });
  await fc.assert(
    fc.asyncProperty(body, query, segment, async (value, parameters, odd) => {
      const filled = path.replace(/\{(\w+)\}/g, (_, name) => {
        return encodeURIComponent(wellFormed(odd ?? real[name] ?? uuidv7())) || "-";
      });
      const search = new URLSearchParams(
        Object.entries(parameters).map(([key, text]) => [key, wellFormed(text)]),
      );
      const answer = await person.call(method.toUpperCase(), `${filled}?${search}`, value);
      const text = await answer.text();
      assert.ok(answer.status < 500, `${answer.status} ${text}`);
      if (answer.status >= 400) {
        const { error } = JSON.parse(text);
        assert.match(error.code, /^[A-Z_]+$/);
        assert.equal(error.details.request_id, answer.headers.get("x-request-id"));
      }
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

/** The same value with one of its leaves, the `n`-th around, replaced. */
function spoil(valid: unknown, n: number, value: unknown): unknown {
  let leaves = 0;
  JSON.stringify(valid, (_, leaf) => (leaves += typeof leaf === "object" ? 0 : 1, leaf));
  let at = leaves === 0 ? 0 : n % leaves;
  const text = JSON.stringify(
    valid,
    (_, leaf) => typeof leaf === "object" || at-- !== 0 ? leaf : value,
  );
  return text === undefined ? undefined : JSON.parse(text);
}

/** Names of an object's properties; undefined when the operation takes no JSON. */
function propertiesOf(schema: Answer): string[] | undefined {
  return schema === undefined ? undefined : Object.keys(schema.properties ?? {});
}

function wellFormed(text: string): string {
  return text.toWellFormed().slice(0, 500);
}
