import { expect } from "expect";
import { createLog } from "../../services/log.ts";
import { startRedis } from "../../tests/fixtures/redis.ts";
import { until } from "../../tests/fixtures/until.ts";
import type { BusMessage } from "./bus.ts";
import { openRedisBus } from "./redis_bus.ts";

Deno.test("R37 a bus without its Redis says so, ends when asked, and is back by itself", async () => {
  const redis = await startRedis();
  const lines: string[] = [];
  const log = createLog("info", (line) => lines.push(line));
  const open = () => openRedisBus({ url: redis.url, log, self: crypto.randomUUID() });
  const [ada, bo] = [await open(), await open()];
  const room = crypto.randomUUID();
  const heard: BusMessage[] = [];
  let connections = 0;
  bo.listen({
    heard: (_room, _from, message) => heard.push(message),
    alive: () => {},
    connected: () => connections++,
  });
  await until("bo to be connected", () => connections === 1);
  await bo.join(room);
  await until("ada to be heard", async () => {
    return await ada.publish(room, { kind: "who" }) && heard.length > 0;
  });

  await redis.kill();
  await until("nobody to hear", async () => !await ada.publish(room, { kind: "who" }));
  await bo.join(crypto.randomUUID());
  const late = await open();
  await until("attempts", () => lines.length >= 4);
  await late.close();
  const before = heard.length;
  await redis.revive();
  await until("bo to be connected again", () => connections === 2);
  await until("ada to be heard again", async () => {
    await ada.publish(room, { kind: "tell", text: "again" });
    return heard.length > before;
  });
  expect(heard.at(-1)).toEqual({ kind: "tell", text: "again" });

  await redis.kill();
  await Promise.all([ada.close(), bo.close()]);
  await redis.stop();
});
