import assert from "node:assert/strict";
import { laidTake, type Person, withApp } from "../tests/fixtures/app.ts";
import { type Behaviour, startGemini } from "../tests/fixtures/gemini_server.ts";

const KEY = "AIza-a-key-that-must-never-be-seen";
const LINE = "I left the window open to the";

async function rhymes(person: Person, line?: string) {
  const query = new URLSearchParams({ word: "light", ...(line === undefined ? {} : { line }) });
  const answer = await person.call("GET", `/rhymes?${query}`);
  assert.equal(answer.status, 200, await answer.clone().text());
  return { ...await answer.json(), cacheControl: answer.headers.get("cache-control") };
}

Deno.test("with a key for Gemini, people meet its help and never its troubles", async (t) => {
  await using server = startGemini();
  const env = { GEMINI_API_KEY: KEY, GEMINI_MODEL: "test-model", GEMINI_BASE_URL: server.url };
  await withApp(async (app) => {
    const ada = await app.signUp();

    await t.step(
      "rhymes in context are proposed by it, and held against the dictionary",
      async () => {
        server.behave("answers", {
          words: ["Night", "orange", "night", "tonight", "<b>sight</b>"],
        });
        const found = await rhymes(ada, LINE);
        assert.deepEqual([found.in_context, found.engine], [["night", "tonight"], "gemini"]);
        assert.match(found.cacheControl, /max-age/);
        const sent = server.requests.length;
        assert.equal((await rhymes(ada)).in_context, undefined);
        assert.equal(server.requests.length, sent, "not asked without a line");
      },
    );

    await t.step("a take's words are a job", async () => {
      const { id: project } = await ada.json(201, "POST", "/projects", { title: "Song" });
      const take = await laidTake(app, project, ada.id);
      const job = await ada.json(202, "POST", `/recordings/${take}/transcribe`, {});
      assert.deepEqual([job.kind, job.status], ["voice.transcribe", "queued"]);
    });

    await t.step("/metrics counts its calls", async () => {
      const text = await (await app.request("/metrics")).text();
      assert.match(text, /^gemini_calls_total\{task="rhymes",outcome="ok"\} 1$/m);
      assert.match(text, /^gemini_breaker 0$/m);
      assert.match(text, /^http_requests_total/m);
    });

    const troubles: readonly [Behaviour, string][] = [
      ["blocked-prompt", "blocked"],
      ["malformed", "malformed"],
      ["bad-request", "refused"],
      ["bad-key", "bad_key"],
    ];
    for (const [behaviour, reason] of troubles) {
      await t.step(`${behaviour} is ${reason} beside local rhymes, never an error`, async () => {
        server.behave(behaviour, { words: ["night"] });
        const found = await rhymes(ada, LINE);
        assert.deepEqual([found.engine, found.engine_reason], ["local", reason]);
        assert.ok(found.in_context.length > 4);
        assert.equal(found.cacheControl, "no-store");
      });
    }

    await t.step(
      "a bad key is told where servers are watched, and keeps nobody waiting",
      async () => {
        const answer = await app.request("/readyz");
        assert.equal(answer.status, 200);
        const { status, details } = await answer.json();
        assert.equal(status, "ready");
        assert.deepEqual(details.gemini, {
          configured: true,
          model: "test-model",
          key: "bad",
          breaker: "open",
          trouble: "Gemini does not accept this server's key.",
        });
      },
    );

    const all = JSON.stringify(app.log);
    assert.ok(!all.includes(KEY) && !all.includes("window open"));
  }, env);
});

Deno.test("without a key nothing speaks of Gemini", () =>
  withApp(async (app) => {
    const ada = await app.signUp();
    const found = await rhymes(ada, LINE);
    assert.deepEqual([found.engine, found.engine_reason], ["local", undefined]);
    assert.equal((await (await app.request("/readyz")).json()).details, undefined);
    assert.doesNotMatch(await (await app.request("/metrics")).text(), /gemini/);
  }));
