import { connect, type Sql } from "../../db/client.ts";
import { startTestDatabase } from "../fixtures/database.ts";
import { startRedis, type TestRedis } from "../fixtures/redis.ts";
import { removeData, startServer, type TestServer } from "../fixtures/server.ts";

/** Two web processes and a worker, on one PostgreSQL, one Redis and one folder of files. */
export interface TestCluster {
  readonly sql: Sql;
  readonly redis: TestRedis;
  readonly a: TestServer;
  readonly b: TestServer;
  readonly worker: TestServer;
  close(): Promise<void>;
}

export async function startProcesses(): Promise<TestCluster> {
  const database = await startTestDatabase();
  const redis = await startRedis();
  const dataDir = await Deno.makeTempDir({ prefix: "sonic-", dir: "/tmp" });
  const start = (ROLE: string) =>
    startServer({
      dataDir,
      env: {
        ROLE,
        DATABASE_URL: database.url,
        REDIS_URL: redis.url,
        JWT_SECRET: "x".repeat(40),
      },
    });
  const servers = await Promise.all([start("web"), start("web"), start("worker")]);
  const [a, b, worker] = servers as [TestServer, TestServer, TestServer];
  const sql = connect(database.url, { max: 2 });
  return {
    sql,
    redis,
    a,
    b,
    worker,
    async close() {
      await Promise.all(servers.map(({ stop }) => stop()));
      await sql.end({ timeout: 5 });
      await redis.stop();
      await removeData(dataDir);
      await database.stop();
    },
  };
}
