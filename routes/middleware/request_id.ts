import { createMiddleware } from "hono/factory";
import { uuidv7 } from "../../services/ids.ts";
import type { Log } from "../../services/log.ts";
import type { AppEnv } from "../env.ts";

/** Names every request: the caller's own `X-Request-Id` when it is a plain word, else a new one. */
export function requestId(log: Log) {
  return createMiddleware<AppEnv>(async (c, next) => {
    const given = c.req.header("x-request-id");
    const id = given && /^[\w.:-]{8,128}$/.test(given) ? given : uuidv7();
    c.set("requestId", id);
    c.set("log", log.child({ request_id: id }));
    await next();
    c.res.headers.set("X-Request-Id", id); // `c.header` would make the answer anew, through a stream
  });
}
