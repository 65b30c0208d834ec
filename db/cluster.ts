import { join } from "node:path";
import { connect } from "./client.ts";

/** A directory of PostgreSQL data, and who runs a server on it. */
export interface ClusterSettings {
  /** Directory that holds `initdb`, `pg_ctl` and `postgres`. */
  readonly binDir: string;
  /** Holds `data/`, `password` and `log`; made when missing, owned by `account`. */
  readonly home: string;
  /** The unprivileged account to run as when we are root; PostgreSQL refuses to run as root. */
  readonly account: Account | undefined;
  readonly initdbArgs?: readonly string[];
  /** `name=value` pairs for the server. */
  readonly parameters?: readonly string[];
}

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

export interface RunningCluster {
  /** For the superuser, on the database "postgres". */
  readonly url: string;
  /** True when the server was already running: the one before us was killed and left it behind. */
  readonly adopted: boolean;
  /** Fast shutdown; resolves after the server is gone. Safe to call twice. */
  stop(): Promise<void>;
}

const USER = "sonic_alchemy";
const ADOPTION_PATIENCE_MS = 10_000;

/**
 * Starts the server of a cluster, or takes over the one that a killed process left running.
 * The cluster is made first when `home` has none: aside, then renamed, so that a crash in the
 * middle leaves nothing that looks finished.
 * @throws Error with the server's own words when it cannot start.
 */
export async function startCluster(settings: ClusterSettings): Promise<RunningCluster> {
  await makeHome(settings);
  const password = await readOrMakePassword(settings);
  if (await exists(join(settings.home, "data", "PG_VERSION"))) {
    await refuseOtherMajor(settings);
    const adopted = await adopt(settings, password);
    if (adopted) return adopted;
  } else {
    await initialise(settings);
  }
  return await launch(settings, password);
}

/** Arguments for `pg_ctl` that stop the server at once; for callers that cannot wait. */
export function stopCommand(settings: ClusterSettings, mode: "fast" | "immediate"): Deno.Command {
  const args = ["stop", "-D", join(settings.home, "data"), "-m", mode, "-w", "-t", "20"];
  return command(settings, "pg_ctl", args);
}

async function launch(settings: ClusterSettings, password: string): Promise<RunningCluster> {
  const log = join(settings.home, "log");
  await keepLogSmall(log);
  for (let attempt = 1;; attempt++) {
    const port = freePort();
    const parameters = [
      `port=${port}`,
      "listen_addresses=127.0.0.1",
      "unix_socket_directories=",
      "max_connections=60",
      "shared_buffers=64MB",
      ...(settings.parameters ?? []),
    ];
    const options = parameters.map((parameter) => `-c ${parameter}`).join(" ");
    const args = ["start", "-D", join(settings.home, "data"), "-l", log, "-w", "-t", "60"];
    const result = await command(settings, "pg_ctl", [...args, "-o", options]).output();
    if (result.success) return running(settings, urlOf(password, port), false);
    const words = await tailOf(log);
    if (attempt < 3 && words.includes("Address already in use")) continue;
    throw new Error(
      `PostgreSQL did not start in ${settings.home}: ${words || text(result.stderr)}`,
    );
  }
}

async function adopt(
  settings: ClusterSettings,
  password: string,
): Promise<RunningCluster | undefined> {
  const pidFile = join(settings.home, "data", "postmaster.pid");
  if (!await exists(pidFile)) return undefined;
  const deadline = Date.now() + ADOPTION_PATIENCE_MS;
  do {
    const lines = (await Deno.readTextFile(pidFile).catch(() => "")).split("\n");
    const status = command(settings, "pg_ctl", ["status", "-D", join(settings.home, "data")]);
    if (!(await status.output()).success) return undefined; // a crash took the server too
    const url = urlOf(password, Number(lines[3]));
    if (await answersFor(url, join(settings.home, "data"))) return running(settings, url, true);
    await new Promise((resolve) => setTimeout(resolve, 100)); // starting up, recovering or leaving
  } while (Date.now() < deadline);
  return undefined; // the number may belong to another process by now; `pg_ctl start` finds out
}

function running(settings: ClusterSettings, url: string, adopted: boolean): RunningCluster {
  let stopping: Promise<void> | undefined;
  const stop = async () => {
    const result = await stopCommand(settings, "fast").output();
    const gone = !await exists(join(settings.home, "data", "postmaster.pid"));
    if (!result.success && !gone) {
      throw new Error(`PostgreSQL did not stop: ${text(result.stderr)}`);
    }
  };
  return { url, adopted, stop: () => stopping ??= stop() };
}

async function initialise(settings: ClusterSettings): Promise<void> {
  const aside = join(settings.home, `new-${crypto.randomUUID()}`);
  const args = [
    "-D",
    aside,
    "-U",
    USER,
    "-A",
    "scram-sha-256",
    `--pwfile=${join(settings.home, "password")}`,
    "-E",
    "UTF8",
    ...(settings.initdbArgs ?? []),
  ];
  const result = await command(settings, "initdb", args).output();
  if (!result.success) {
    await Deno.remove(aside, { recursive: true }).catch(() => {});
    throw new Error(`initdb could not make a database in ${settings.home}: ${text(result.stderr)}`);
  }
  await Deno.rename(aside, join(settings.home, "data"));
}

async function refuseOtherMajor(settings: ClusterSettings): Promise<void> {
  const path = join(settings.home, "data", "PG_VERSION");
  const stored = (await Deno.readTextFile(path)).trim();
  const result = await command(settings, "pg_ctl", ["--version"]).output();
  const ours = /\) (\d+)/.exec(text(result.stdout))?.[1];
  if (stored !== ours) {
    throw new Error(
      `${settings.home} was made by PostgreSQL ${stored}, and this is PostgreSQL ${ours}. ` +
        "Restore a backup into a new DATA_DIR, or upgrade the files with pg_upgrade.",
    );
  }
}

async function makeHome(settings: ClusterSettings): Promise<void> {
  await Deno.mkdir(settings.home, { recursive: true, mode: 0o700 });
  if (settings.account) await giveTo(settings.account, settings.home);
}

async function readOrMakePassword(settings: ClusterSettings): Promise<string> {
  const path = join(settings.home, "password");
  const stored = await Deno.readTextFile(path).catch(() => "");
  if (stored.trim()) return stored.trim();
  const password = crypto.randomUUID().replaceAll("-", "");
  await Deno.writeTextFile(path, password + "\n", { mode: 0o600 });
  if (settings.account) await giveTo(settings.account, path);
  return password;
}

async function giveTo(account: Account, path: string): Promise<void> {
  await Deno.chown(path, account.uid, account.gid);
}

function command(settings: ClusterSettings, program: string, args: string[]): Deno.Command {
  return new Deno.Command(join(settings.binDir, program), {
    args,
    cwd: settings.home,
    uid: settings.account?.uid,
    gid: settings.account?.gid,
    clearEnv: true,
    env: { PATH: "/usr/bin:/bin", LC_ALL: "C", TZ: "UTC" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

async function answersFor(url: string, dataDir: string): Promise<boolean> {
  const sql = connect(url, { max: 1 });
  try {
    const [row] = await sql<{ data_directory: string }[]>`show data_directory`;
    return await Deno.realPath(row!.data_directory) === await Deno.realPath(dataDir);
  } catch {
    return false;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

function freePort(): number {
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  listener.close();
  return port;
}

async function keepLogSmall(path: string): Promise<void> {
  const size = await Deno.stat(path).then((info) => info.size, () => 0);
  if (size > 5_000_000) await Deno.rename(path, `${path}.old`);
}

async function tailOf(path: string): Promise<string> {
  return (await Deno.readTextFile(path).catch(() => "")).slice(-2000).trim();
}

function urlOf(password: string, port: number): string {
  return `postgres://${USER}:${password}@127.0.0.1:${port}/postgres`;
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes).trim();
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
