import assert from "node:assert/strict";
import { startGemini } from "../fixtures/gemini_server.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";

const KEY = "AIza-a-key-that-must-never-be-seen";

async function stateOf({ url }: TestServer) {
  const answer = await fetch(`${url}/readyz`);
  assert.equal(answer.status, 200);
  return (await answer.json()).details.gemini;
}

Deno.test("a server starts in an empty folder while Gemini keeps silent, and stops without waiting for it", async () => {
  await using gemini = startGemini();
  gemini.behave("hangs");
  const env = { GEMINI_API_KEY: KEY, GEMINI_BASE_URL: gemini.url };
  const server = await startServer({ dataDir: await Deno.makeTempDir({ dir: "/tmp" }), env });
  try {
    await gemini.hanging();
    assert.equal((await stateOf(server)).key, "unknown");
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
  assert.ok(!server.log().includes(KEY));
});

Deno.test("a bad key is a warning at the start and in /readyz, which stays ready", async () => {
  await using gemini = startGemini();
  gemini.behave("bad-key");
  const env = { GEMINI_API_KEY: KEY, GEMINI_MODEL: "some-model", GEMINI_BASE_URL: gemini.url };
  const server = await startServer({ env });
  try {
    const { key, trouble } = await until("the check", async () => {
      const state = await stateOf(server);
      return state.key !== "unknown" && state;
    });
    assert.deepEqual([key, trouble], ["bad", "Gemini does not accept this server's key."]);
    const warned = server.log().split("\n").filter((line) => line.includes("Check GEMINI_API_KEY"));
    assert.equal(warned.length, 1);
    assert.equal(JSON.parse(warned[0]!).level, "warn");
  } finally {
    await server.stop();
    await removeData(server.dataDir);
  }
  assert.deepEqual(gemini.requests.map(({ path }) => path), [
    "/v1beta/models/some-model:countTokens",
  ]);
  assert.ok(!server.log().includes(KEY));
});
