/** A program that says things line by line. */
export interface Program {
  readonly pid: number;
  /** The next line it prints, as JSON. @throws Error when it has ended. */
  next<T>(): Promise<T>;
  /** When it has ended by itself. */
  ended(): Promise<void>;
  kill(): Promise<void>;
}

export function startProgram(program: string, args: readonly string[]): Program {
  const child = new Deno.Command(program, { args: [...args], stdout: "piped" }).spawn();
  const lines = linesOf(child.stdout);
  let hasEnded = false;
  child.status.then(() => hasEnded = true);
  return {
    pid: child.pid,
    async next() {
      const { value } = await lines.next();
      if (value === undefined) throw new Error(`${args.slice(0, 3).join(" ")} ended early`);
      return JSON.parse(value);
    },
    async ended() {
      await child.status;
    },
    async kill() {
      if (hasEnded) return;
      child.kill("SIGKILL");
      await child.status;
    },
  };
}

/** A program of this folder. @param options what it takes, as JSON. */
export function startOurs(file: string, options: object, flags: readonly string[] = []): Program {
  const path = new URL(file, import.meta.url).pathname;
  return startProgram(Deno.execPath(), ["run", "-A", ...flags, path, JSON.stringify(options)]);
}

/** Processor time of a process so far, user and system, of all its threads. */
export function secondsOf(pid: number, withEnded = false): number {
  const fields = Deno.readTextFileSync(`/proc/${pid}/stat`).split(") ").pop()!.split(" ");
  const ticks = fields.slice(11, withEnded ? 15 : 13).map(Number);
  return ticks.reduce((a, b) => a + b) / 100;
}

/** The same for a process, its children, and those of them that have ended. */
export function secondsOfTree(pid: number): number {
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
