import { join } from "node:path";
import { startEmbedded } from "../../db/embedded.ts";
import { silentLog } from "../../services/log.ts";
import { say } from "../say.ts";

/** What the parts stand on. */
export interface Setting {
  /** A folder that goes in the end. */
  readonly folder: string;
  readonly databaseUrl: string;
  /** Process of the database's server. */
  readonly postmaster: number;
  /** Path of the stock server's program; null where there is no Node. */
  stock(): Promise<string | null>;
  close(): Promise<void>;
}

const STOCK_VERSION = "4.7.0";

export async function openSetting(): Promise<Setting> {
  const folder = await Deno.makeTempDir({ prefix: "bench-rooms-", dir: "/tmp" });
  await Deno.chmod(folder, 0o755);
  const database = await startEmbedded(folder, silentLog);
  let stock: Promise<string | null> | undefined;
  return {
    folder,
    databaseUrl: database.url,
    postmaster: await postmasterOf(folder),
    stock: () => stock ??= installStock(join(folder, "stock")),
    async close() {
      await database.stop();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

/** The stock server in a folder of its own, as npm installs it. */
async function installStock(folder: string): Promise<string | null> {
  await Deno.mkdir(folder);
  try {
    const { success, stderr } = await new Deno.Command("npm", {
      args: ["install", "--no-audit", "--no-fund", `@hocuspocus/server@${STOCK_VERSION}`],
      cwd: folder,
    }).output();
    if (!success) throw new Error(new TextDecoder().decode(stderr));
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    say("Node and npm are not on PATH: ours is measured alone");
    return null;
  }
  const program = join(folder, "server.mjs");
  await Deno.copyFile(new URL("stock_server.mjs", import.meta.url), program);
  return program;
}

async function postmasterOf(folder: string): Promise<number> {
  for (const cluster of ["postgres/cluster", "postgres"]) {
    const path = join(folder, cluster, "data", "postmaster.pid");
    const text = await Deno.readTextFile(path).catch(() => undefined);
    if (text) return Number(text.split("\n")[0]);
  }
  throw new Error(`no running PostgreSQL under ${folder}`);
}
