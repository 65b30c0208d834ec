import type { Sql } from "../db/client.ts";
import type { Doorbell } from "./doorbell.ts";

const CHANNEL = "jobs";

/** LISTEN and NOTIFY, for several processes. A connection lost and found again rings once by itself. */
export function createPostgresDoorbell(sql: Sql): Doorbell {
  let unlisten: (() => Promise<void>) | undefined;
  return {
    async ring(jobId) {
      await sql.notify(CHANNEL, jobId);
    },
    async listen(onRing) {
      ({ unlisten } = await sql.listen(CHANNEL, onRing, () => onRing("")));
    },
    async close() {
      await unlisten?.();
    },
  };
}
