/**
 * Starts the product and stops it: config → database → storage → queue → rooms → routes, and back.
 * Everything is built here and passed down; nothing below reaches for a global.
 */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createAccess } from "./collab/access.ts";
import { openLink } from "./collab/processes/link.ts";
import { createRooms } from "./collab/rooms.ts";
import { type Config, ConfigError, parseConfig } from "./config.ts";
import { connect } from "./db/client.ts";
import { startEmbedded } from "./db/embedded.ts";
import { migrate } from "./db/migrate.ts";
import { createPostgresCache, openKvCache } from "./jobs/cache.ts";
import { createJobs } from "./jobs/jobs.ts";
import { openKvDoorbell } from "./jobs/kv_doorbell.ts";
import { createPostgresDoorbell } from "./jobs/postgres_doorbell.ts";
import { createApp } from "./routes/app.ts";
import { loadManifest } from "./routes/pages/mod.ts";
import { createGemini, type Gemini } from "./services/gemini/gemini.ts";
import { createLog, type Log } from "./services/log.ts";
import { createLyricist } from "./services/lyrics/lyricist.ts";
import { findFfmpeg } from "./services/media/ffmpeg.ts";
import { sweepFolders } from "./services/media/work_folder.ts";
import { LocalStore } from "./services/storage/local_store.ts";
import { S3Store } from "./services/storage/s3_store.ts";
import { loadSecret } from "./services/tokens/secret.ts";
import { createTokens } from "./services/tokens/tokens.ts";

export interface App {
  readonly url: string;
  stop(): Promise<void>;
}

/** Builds the whole product and serves it. `stop` drains: sockets, then jobs, then rooms, then the database. */
export async function start(config: Config, log: Log): Promise<App> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async () => {
    for (const close of closing.splice(0).reverse()) {
      await close().catch((error) => log.error("could not close cleanly", { error }));
    }
  };
  try {
    return { url: await build(config, log, closing), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function build(
  config: Config,
  log: Log,
  closing: (() => Promise<void>)[],
): Promise<string> {
  await Deno.mkdir(config.dataDir, { recursive: true });
  // The port is taken first: with PORT=0 it becomes part of every address we hand out.
  let answer: Deno.ServeHandler<Deno.NetAddr> = starting;
  const server = Deno.serve(
    { port: config.port, hostname: config.host, onListen() {} },
    (request, info) => answer(request, info),
  );
  const shutdown = () => server.shutdown();
  closing.push(shutdown);
  const url = `http://${
    config.host.includes(":") ? `[${config.host}]` : config.host
  }:${server.addr.port}`;
  const publicUrl = config.publicUrl ?? url;

  const embedded = config.databaseUrl ? undefined : await startEmbedded(config.dataDir, log);
  if (embedded) closing.push(() => embedded.stop());
  const databaseUrl = config.databaseUrl ?? embedded!.url;
  const sql = connect(databaseUrl);
  closing.push(() => sql.end({ timeout: 1 })); // who needed an answer has waited for it
  await migrate(sql);

  const secret = await loadSecret(config.dataDir, config.jwtSecret);
  const tokens = createTokens({ secret });
  const access = createAccess({ sql, tokens });
  const blobs = config.s3
    ? new S3Store({ ...config.s3, secret })
    : new LocalStore({ folder: join(config.dataDir, "files"), secret });
  const ffmpeg = await findFfmpeg(config, log);
  const folders = await sweepFolders(Date.now());
  if (folders > 0) log.info("removed what killed processes left behind", { folders });
  const lyricist = createLyricist();
  closing.push(() => Promise.resolve(lyricist.close()));
  const gemini = openGemini(config, log, closing);
  const alone = config.queue === "kv";
  const cache = alone
    ? await openKvCache(join(config.dataDir, "cache.kv"))
    : createPostgresCache(sql);
  closing.push(() => cache.close());
  const doorbell = alone
    ? await openKvDoorbell(join(config.dataDir, "queue.kv"))
    : createPostgresDoorbell(sql, log);
  closing.push(shutdown); // answers under way still have their database; asking twice is harmless
  const link = alone && !config.redisUrl
    ? undefined
    : await openLink({ sql, redisUrl: config.redisUrl, log });
  const rooms = createRooms({ sql, databaseUrl, access, log, link });
  closing.push(() => rooms.close());
  const jobs = createJobs({
    sql,
    rooms,
    blobs,
    ffmpeg,
    lyricist,
    gemini,
    log,
    doorbell,
    cache,
    concurrency: config.jobConcurrency,
  });
  closing.push(() => jobs.close());
  closing.push(() => Promise.resolve(void (answer = leaving)));
  if (config.role !== "web") jobs.work();

  const ready = {
    database: async () => await sql`select 1`,
    saving: () => rooms.check(),
    files: () => blobs.check(),
    ...(link && { processes: () => link.check() }),
  };
  const folder = new URL("./static/", import.meta.url);
  const assets = config.role === "worker"
    ? undefined
    : { manifest: await loadManifest(folder), root: fileURLToPath(folder) };
  const deps = {
    sql,
    access,
    tokens,
    rooms,
    jobs,
    blobs,
    ffmpeg,
    lyricist,
    gemini,
    log,
    ready,
    ...(assets && { assets }),
  };
  const app = createApp({ config: { ...config, publicUrl }, ...deps });
  const hasRooms = config.role !== "worker";
  answer = (request, info) =>
    hasRooms && new URL(request.url).pathname === "/collab"
      ? rooms.upgrade(request)
      : app.fetch(request, { remoteAddress: info.remoteAddr.hostname });
  lyricist.warm(); // dictionaries, on a thread of their own
  return url;
}

/** Whether its key is accepted is found out beside everything else: nothing waits for it. */
function openGemini(
  { gemini: settings, rateLimit }: Config,
  log: Log,
  closing: (() => Promise<void>)[],
): Gemini | undefined {
  if (!settings) return undefined;
  const limits = rateLimit ? {} : { limits: { perUser: Infinity, perProcess: Infinity } };
  const gemini = createGemini({ ...settings, ...limits, log });
  const stopping = new AbortController();
  const checked = gemini.check(stopping.signal).catch((error) => {
    if (!stopping.signal.aborted) throw error;
  });
  closing.push(async () => {
    stopping.abort();
    await checked;
  });
  return gemini;
}

const starting = () => unavailable("STARTING", "The server is starting; try again in a moment.");
const leaving = () => unavailable("STOPPING", "The server is stopping; try again in a moment.");

function unavailable(code: string, message: string): Response {
  const error = { code, message };
  return Response.json({ error }, { status: 503, headers: { "retry-after": "1" } });
}

if (import.meta.main) {
  const say = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
  const complain = (line: string) => Deno.stderr.writeSync(new TextEncoder().encode(`${line}\n`));
  try {
    const config = parseConfig(Deno.env.toObject());
    const log = createLog(config.logLevel, complain);
    addEventListener("unhandledrejection", (event) => {
      event.preventDefault();
      log.error("a promise nobody waited for was rejected", { error: event.reason });
    });
    const app = await start(config, log);
    let stopping = false;
    for (const signal of ["SIGTERM", "SIGINT"] as const) {
      Deno.addSignalListener(signal, async () => {
        if (stopping) return;
        stopping = true;
        await app.stop();
        Deno.exit(0);
      });
    }
    say(`listening on ${app.url}`);
  } catch (error) {
    complain(error instanceof ConfigError ? error.message : `could not start: ${explain(error)}`);
    Deno.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof Deno.errors.AddrInUse) {
    return "the port is taken; set PORT to a free one, or to 0 for any";
  }
  return error instanceof Error ? error.stack ?? error.message : String(error);
}
