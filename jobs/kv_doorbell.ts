import type { Doorbell } from "./doorbell.ts";

/**
 * A Deno KV queue whose messages carry only a job's id, for one process. The handler returns at once:
 * KV starts a handler that is still running after a minute again, and again.
 *
 * @param path the KV file, e.g. `{DATA_DIR}/queue.kv`; its folder must exist.
 */
export async function openKvDoorbell(path: string): Promise<Doorbell> {
  const kv = await Deno.openKv(path);
  let listening: Promise<void> | undefined;
  return {
    async ring(jobId) {
      await kv.enqueue({ job: jobId });
    },
    listen(onRing) {
      // A second listener would share the messages with the first instead of hearing them too.
      if (listening) throw new Error("This doorbell is being listened to already");
      listening = kv.listenQueue((message: unknown) => {
        if (isRing(message)) onRing(message.job);
      });
      return Promise.resolve();
    },
    async close() {
      kv.close();
      await listening;
    },
  };
}

function isRing(message: unknown): message is { readonly job: string } {
  return typeof message === "object" && message !== null && "job" in message &&
    typeof message.job === "string";
}
