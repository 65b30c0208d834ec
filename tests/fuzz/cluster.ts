import { startTestDatabase } from "../fixtures/database.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";

/** The product as its users meet it: one process or more, on one database. */
export interface Cluster {
  readonly size: number;
  /** Where a process answers: its address changes as it is started again. */
  url(index: number): string;
  /** Ends a process, asked or not, and starts it again. */
  restart(index: number, signal: "SIGTERM" | "SIGKILL"): Promise<void>;
  close(): Promise<void>;
}

export interface ClusterOptions {
  readonly processes: number;
  /** What lets more than one process share their rooms. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startCluster({ processes, env = {} }: ClusterOptions): Promise<Cluster> {
  const database = await startTestDatabase();
  const shared = { DATABASE_URL: database.url, JWT_SECRET: "x".repeat(40), ...env };
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
    async close() {
      for (const { stop, dataDir } of servers) {
        await stop();
        await removeData(dataDir);
      }
      await database.stop();
    },
  };
}
