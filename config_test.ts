import assert from "node:assert/strict";
import { ConfigError, parseConfig } from "./config.ts";

Deno.test("an empty environment runs everything in one process", () => {
  const config = parseConfig({});
  assert.deepEqual(
    [config.port, config.host, config.role, config.queue, config.databaseUrl, config.s3],
    [8000, "127.0.0.1", "all", "kv", undefined, undefined],
  );
});

Deno.test("the configuration cannot be changed", () => {
  assert.throws(() => Object.assign(parseConfig({}), { port: 1 }), TypeError);
});

Deno.test("a web process rings its workers through PostgreSQL", () => {
  const config = parseConfig({ ROLE: "web", DATABASE_URL: "postgres://u:p@h/d" });
  assert.equal(config.queue, "postgres");
});

Deno.test("on Deno Deploy the role is web", () => {
  const config = parseConfig({ DENO_DEPLOY: "true", DATABASE_URL: "postgres://u:p@h/d" });
  assert.equal(config.role, "web");
});

const wrong: readonly [string, Record<string, string>, RegExp][] = [
  ["a port that is no number", { PORT: "http" }, /PORT=http/],
  ["a port out of range", { PORT: "65536" }, /PORT=65536/],
  ["an unknown role", { ROLE: "boss" }, /ROLE=boss is not one of all, web, worker/],
  ["a worker without a shared database", { ROLE: "worker" }, /set DATABASE_URL/],
  [
    "a KV queue across processes",
    { ROLE: "web", QUEUE: "kv", DATABASE_URL: "postgres://h/d" },
    /QUEUE=kv works in one process only/,
  ],
  ["a database that is not PostgreSQL", { DATABASE_URL: "mysql://h/d" }, /DATABASE_URL/],
  ["production without a secret", { DENO_ENV: "production" }, /JWT_SECRET is required/],
  ["a short secret", { JWT_SECRET: "short" }, /needs at least 32/],
  ["S3 without its keys", { S3_ENDPOINT: "http://s3:9000" }, /S3_ACCESS_KEY_ID/],
  ["no concurrency", { JOB_CONCURRENCY: "0" }, /JOB_CONCURRENCY=0/],
  ["a model that is none", { GEMINI_API_KEY: "k", GEMINI_MODEL: "../x?" }, /GEMINI_MODEL=/],
  ["an origin that is no address", { ALLOWED_ORIGINS: "https://a.example,b" }, /ALLOWED_ORIGINS/],
];

for (const [name, env, message] of wrong) {
  Deno.test(`the configuration refuses ${name}`, () => {
    assert.throws(() => parseConfig(env), (error) => {
      assert.ok(error instanceof ConfigError);
      assert.match(error.message, message);
      return true;
    });
  });
}
