export interface Server {
  readonly url: string;
  stop(): Promise<void>;
}

/** The product in a process of its own, on a database that is running. */
export async function startProduct(dataDir: string, databaseUrl: string): Promise<Server> {
  const settings = { PORT: "0", DATA_DIR: dataDir, DATABASE_URL: databaseUrl, RATE_LIMIT: "off" };
  return await start(["run", "-A", file("../../main.ts")], settings);
}

export async function startPeer(databaseUrl: string): Promise<Server> {
  return await start(["run", "-A", file("bare_route.ts"), databaseUrl], {});
}

/** Resolves when it says where it listens. Its log goes nowhere, but is written. */
async function start(args: string[], env: Record<string, string>): Promise<Server> {
  const child = new Deno.Command(Deno.execPath(), {
    args,
    env,
    stdin: "null",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const stop = async () => {
    child.kill("SIGKILL");
    await child.status;
  };
  let said = "";
  const reader = child.stdout.pipeThrough(new TextDecoderStream() as never).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`${args.at(-1)} ended early: ${said}`);
    said += value;
    const url = /listening on (http:\/\/\S+)\n/.exec(said)?.[1];
    if (url) return { url, stop };
  }
}

function file(path: string): string {
  return new URL(path, import.meta.url).pathname;
}
