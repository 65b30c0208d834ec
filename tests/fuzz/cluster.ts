import { startTestDatabase } from "../fixtures/database.ts";
import { startRedis } from "../fixtures/redis.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";

/** The product as its users meet it: one process or more, on one database. */
export interface Cluster {
  readonly size: number;
  /** Where a process answers: its address changes as it is started again. */
  url(index: number): string;
  /** Ends a process, asked or not, and starts it again. */
  restart(index: number, signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  /** What the processes talk through is killed, and back after a while. One process talks to nobody. */
  silence(forMs: number): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  /** More than one share their rooms through Redis. */
  readonly processes: number;
}

export async function startCluster({ processes }: ClusterOptions): Promise<Cluster> {
  const database = await startTestDatabase();
  const redis = processes > 1 ? await startRedis() : undefined;
  const shared = {
    DATABASE_URL: database.url,
    JWT_SECRET: "x".repeat(40),
    ...(redis && { REDIS_URL: redis.url, QUEUE: "postgres" }),
  };
  const servers: TestServer[] = [];
  for (let n = 0; n < processes; n++) servers.push(await startServer({ env: shared }));
  return {
    size: processes,
    url: (index) => servers[index]!.url,
    async restart(index, signal) {
      const { dataDir, stop, kill } = servers[index]!;
      await (signal === "SIGTERM" ? stop() : kill());
      servers[index] = await startServer({ dataDir, env: shared });
    },
    async silence(forMs) {
      await redis?.kill();
      await new Promise((resolve) => setTimeout(resolve, forMs));
      await redis?.revive();
    },
    async close() {
      for (const { stop, dataDir } of servers) {
        await stop();
        await removeData(dataDir);
      }
      await redis?.stop();
      await database.stop();
    },
  };
}
