import type { Sql } from "../db/client.ts";
import { Listening } from "../db/listening.ts";
import type { Log } from "../services/log.ts";
import type { Doorbell } from "./doorbell.ts";

const CHANNEL = "jobs";

/** LISTEN and NOTIFY, for several processes. A connection lost and found again rings once by itself. */
export function createPostgresDoorbell(sql: Sql, log: Log): Doorbell {
  let listening: Listening | undefined;
  return {
    async ring(jobId) {
      await sql.notify(CHANNEL, jobId);
    },
    async listen(onRing) {
      listening = new Listening(sql, CHANNEL, {
        onMessage: onRing,
        onHeard: () => onRing(""),
        onFailure: (error) => log.error("nobody hears the doorbell", { error }),
      });
      await listening.begun;
    },
    async close() {
      await listening?.close();
    },
  };
}
