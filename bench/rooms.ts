/**
 * One room of 50 writers who each make 20 updates a second: how many updates arrive for each second of
 * processor time that the server takes, and how late. Ours commits every update to PostgreSQL before it
 * passes it on, and its database's time counts; stock Hocuspocus acknowledges from memory.
 */
import { join } from "node:path";
import { startEmbedded } from "../db/embedded.ts";
import { silentLog } from "../services/log.ts";

const WRITERS = 50;
const UPDATES_PER_SECOND = 20;
const WARM_SECONDS = 3;
const SECONDS = 10;
const ROUNDS = 2;
const STOCK_VERSION = "4.7.0";

export async function run(): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "bench-rooms-", dir: "/tmp" });
  await Deno.chmod(folder, 0o755);
  try {
    const stock = await installStock(join(folder, "stock"));
    const database = await startEmbedded(folder, silentLog);
    try {
      await compare(await postmasterOf(folder), database.url, stock);
    } finally {
      await database.stop();
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Measured {
  readonly sent: number;
  readonly delivered: number;
  readonly acknowledged: number;
  readonly frames: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly serverSeconds: number;
  readonly databaseSeconds: number;
}

async function compare(postmaster: number, url: string, stock: string | null): Promise<void> {
  const ours: Measured[] = [];
  const theirs: Measured[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(
      await measure(Deno.execPath(), ["run", "-A", here("our_server.ts"), url], postmaster),
    );
    print("ours", ours.at(-1)!);
    if (stock === null) continue;
    theirs.push(await measure("node", [stock, String(freePort())], null));
    print("stock", theirs.at(-1)!);
  }
  if (theirs.length === 0) return;
  const perSecond = mean(ours, perCpuSecond) / mean(theirs, perCpuSecond);
  const p99 = mean(ours, ({ p99Ms }) => p99Ms) / mean(theirs, ({ p99Ms }) => p99Ms);
  say(`deliveries per CPU-second: ${perSecond.toFixed(2)} × stock (bar: 1.0 ×)`);
  say(`p99: ${p99.toFixed(2)} × stock (bar: 1.5 ×, and 50 ms)`);
}

async function measure(
  program: string,
  args: readonly string[],
  postmaster: number | null,
): Promise<Measured> {
  const server = new Deno.Command(program, { args: [...args], stdout: "piped" }).spawn();
  try {
    const lines = linesOf(server.stdout);
    const { port, room, token } = JSON.parse((await lines.next()).value!);
    const writers = new Deno.Command(Deno.execPath(), {
      args: ["run", "-A", here("writers.ts"), `ws://127.0.0.1:${port}/collab`, room, token]
        .concat([WRITERS, UPDATES_PER_SECOND, WARM_SECONDS, SECONDS].map(String)),
      stdout: "piped",
    }).spawn();
    const said = linesOf(writers.stdout);
    const began = (await said.next()).value;
    if (began !== "measuring") throw new Error(`the writers did not begin: ${began}`);
    const cpu = () => [secondsOf(server.pid), postmaster ? secondsOfTree(postmaster) : 0] as const;
    const [server0, database0] = cpu();
    const result = JSON.parse((await said.next()).value!);
    const [server1, database1] = cpu();
    await writers.status;
    return {
      ...result,
      serverSeconds: server1 - server0,
      databaseSeconds: database1 - database0,
    };
  } finally {
    server.kill("SIGKILL");
    await server.status;
  }
}

function print(name: string, measured: Measured): void {
  const { sent, delivered, frames, p50Ms, p99Ms, maxMs, serverSeconds, databaseSeconds } = measured;
  const share = (100 * delivered) / (sent * WRITERS);
  say(
    `${name.padEnd(6)} ${delivered} of ${sent} × ${WRITERS} (${
      share.toFixed(1)
    } %) in ${frames} frames` +
      `  CPU ${serverSeconds.toFixed(1)} s + database ${databaseSeconds.toFixed(1)} s` +
      `  ${Math.round(perCpuSecond(measured))}/CPU s` +
      `  p50 ${p50Ms.toFixed(1)} p99 ${p99Ms.toFixed(1)} max ${maxMs.toFixed(1)} ms`,
  );
}

function perCpuSecond({ delivered, serverSeconds, databaseSeconds }: Measured): number {
  return delivered / (serverSeconds + databaseSeconds);
}

/** The stock server in a folder of its own, as npm installs it; null where there is no Node. */
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
  await Deno.copyFile(new URL("rooms/stock_server.mjs", import.meta.url), program);
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

/** Processor time of a process so far, user and system, of all its threads. */
function secondsOf(pid: number, withEnded = false): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").pop()!.split(" ");
  const ticks = fields.slice(11, withEnded ? 15 : 13).map(Number);
  return ticks.reduce((a, b) => a + b) / 100;
}

/** The same for a process, its children, and those of them that have ended. */
function secondsOfTree(pid: number): number {
  const children = Deno.readTextFileSync(`/proc/${pid}/task/${pid}/children`).trim().split(" ");
  return children.filter(Boolean).reduce(
    (sum, child) => sum + secondsOf(Number(child)),
    secondsOf(pid, true),
  );
}

async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = "";
  for await (const chunk of stream.pipeThrough(new TextDecoderStream() as never)) {
    text += chunk;
    const lines = text.split("\n");
    text = lines.pop()!;
    yield* lines;
  }
}

function freePort(): number {
  const listener = Deno.listen({ port: 0, hostname: "127.0.0.1" });
  listener.close();
  return listener.addr.port;
}

function mean<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((sum, item) => sum + of(item), 0) / items.length;
}

function here(file: string): string {
  return new URL(`rooms/${file}`, import.meta.url).pathname;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`  ${line}\n`));
}
