import { startRedis } from "../../tests/fixtures/redis.ts";
import { startProgram } from "../rooms/processes.ts";
import { say } from "../say.ts";

const VERSION = "6.7.0";

/**
 * The peer in a process of its own, on a Redis that is started for it and does not wait for its disk.
 * @returns milliseconds from `add` to the start of each job; undefined where there is no Node or Redis.
 */
export async function measureBullmq(rounds: number): Promise<readonly number[] | undefined> {
  const folder = await Deno.makeTempDir({ prefix: "bench-bullmq-", dir: "/tmp" });
  try {
    const { success, stderr } = await new Deno.Command("npm", {
      args: ["install", "--no-audit", "--no-fund", `bullmq@${VERSION}`, "ioredis@5.11.1"],
      cwd: folder,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
    const program = `${folder}/peer.mjs`;
    await Deno.copyFile(new URL("bullmq_peer.mjs", import.meta.url), program);
    const redis = await startRedis();
    const peer = startProgram("node", [program, new URL(redis.url).port, String(rounds)]);
    try {
      return await peer.next<number[]>();
    } finally {
      await peer.kill();
      await redis.stop();
    }
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    say("Node, npm or Redis are not there: ours is measured alone");
    return undefined;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
