import { basename, dirname, join, resolve } from "node:path";
import { type Account, type RunningCluster, startCluster } from "./cluster.ts";
import { findPackagedServer, unpackServer } from "./embedded_binaries.ts";

export type EmbeddedServer = RunningCluster;

/** Where it tells what it did. */
export interface Notices {
  info(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
}

/**
 * The database of a machine that has none: a real PostgreSQL from npm, under `dataDir/postgres`.
 * Resolves when it accepts connections. One program at a time may use a data directory; a server
 * that a killed program left behind is taken over.
 * @throws Error in plain words: directory in use, no binaries for this platform, no permission,
 *   or what the server said.
 */
export async function startEmbedded(dataDir: string, log: Notices): Promise<EmbeddedServer> {
  const account = await serverAccount();
  const server = findPackagedServer();
  const place = await placeFor(resolve(dataDir), account, log);
  const runtime = join(place.programs, `runtime-${server.version}`);
  await Deno.mkdir(place.home, { recursive: true, mode: 0o755 });
  const lock = await claim(place.home);
  try {
    await unpackServer(server, runtime);
    const cluster = await startCluster({
      binDir: join(runtime, "bin"),
      home: join(place.home, "cluster"),
      account,
      initdbArgs: ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"],
    });
    const what = cluster.adopted ? "took over the running database" : "database started";
    log.info(what, { home: place.home });
    return { ...cluster, stop: () => cluster.stop().finally(() => release(lock)) };
  } catch (error) {
    release(lock);
    throw error;
  }
}

/** As root: `postgres` when the machine has that account, else `nobody`. */
export async function serverAccount(): Promise<Account | undefined> {
  if (Deno.uid() !== 0) return undefined;
  const lines = (await Deno.readTextFile("/etc/passwd")).split("\n").map((line) => line.split(":"));
  const line = lines.find(([name]) => name === "postgres") ??
    lines.find(([name]) => name === "nobody");
  if (!line) {
    throw new Error(
      "PostgreSQL refuses to run as root and there is no account `postgres` or `nobody`. " +
        "Run as another user, or set DATABASE_URL.",
    );
  }
  return { uid: Number(line[2]), gid: Number(line[3]) };
}

interface Place {
  /** Where the server's own files are unpacked. */
  readonly programs: string;
  /** Where this data directory's cluster lives. */
  readonly home: string;
}

const ELSEWHERE = "/var/lib/sonic-alchemy";

/**
 * `dataDir/postgres`, unless we are root and a parent directory (such as /root, or one that mktemp
 * made) keeps the server's account out: then a directory of our own, named after `dataDir`.
 */
async function placeFor(
  dataDir: string,
  account: Account | undefined,
  log: Notices,
): Promise<Place> {
  const home = join(dataDir, "postgres");
  if (!account) return { programs: home, home };
  await letThrough(dataDir, account);
  const barrier = await untraversable(home, account);
  if (!barrier) return { programs: home, home };
  const elsewhere = join(ELSEWHERE, await shortHash(dataDir));
  try {
    await Deno.mkdir(elsewhere, { recursive: true, mode: 0o755 });
  } catch (cause) {
    throw new Error(
      `PostgreSQL cannot run as root, and its own account may not enter ${barrier}. ` +
        "Put DATA_DIR where every account may enter (for example /srv/sonic-alchemy), " +
        "run as another user, or set DATABASE_URL.",
      { cause },
    );
  }
  log.warn(`the database's account may not enter ${barrier}; its files are elsewhere`, {
    home: elsewhere,
  });
  return { programs: ELSEWHERE, home: elsewhere };
}

/** The data directory is ours: others may pass through it (not list it) to what is theirs. */
async function letThrough(dataDir: string, account: Account): Promise<void> {
  await Deno.mkdir(dataDir, { recursive: true, mode: 0o711 });
  const info = await Deno.stat(dataDir);
  if (info.mode !== null && !mayEnter(info, account)) {
    await Deno.chmod(dataDir, (info.mode & 0o777) | 0o011);
  }
}

/** The first existing ancestor of `path` that `account` may not pass through. */
export async function untraversable(path: string, account: Account): Promise<string | undefined> {
  for (let dir = dirname(path);; dir = dirname(dir)) {
    const info = await Deno.stat(dir).catch(() => undefined);
    if (info && !mayEnter(info, account)) return dir;
    if (basename(dir) === "") return undefined;
  }
}

function mayEnter(info: Deno.FileInfo, account: Account): boolean {
  const mode = info.mode ?? 0o777;
  if (info.uid === account.uid) return (mode & 0o100) !== 0;
  if (info.gid === account.gid) return (mode & 0o010) !== 0;
  return (mode & 0o001) !== 0;
}

/** A lock that the system drops when we die, however we die. */
async function claim(home: string): Promise<Deno.FsFile> {
  const file = await Deno.open(join(home, "in-use"), { create: true, write: true });
  if (await file.tryLock(true)) return file;
  file.close();
  throw new Error(
    `Another Sonic Alchemy uses the database in ${home}. Stop it first, choose another DATA_DIR, ` +
      "or set DATABASE_URL and share a server.",
  );
}

function release(lock: Deno.FsFile): void {
  try {
    lock.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BadResource)) throw error; // already closed
  }
}

async function shortHash(text: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex().slice(0, 12);
}
