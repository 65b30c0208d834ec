/**
 * The one place that starts ffmpeg. Arguments are always a list, never a shell line; input may come
 * from files and pipes only; every run has a time limit and a limit on its output.
 */
import { join } from "node:path";
import type { Log } from "../log.ts";
import { type FfmpegSource, locateFfmpeg } from "./ffmpeg_binary.ts";
import { inFolder } from "./work_folder.ts";

export interface FfmpegRunOptions {
  readonly signal?: AbortSignal;
  /** Default 120 000. */
  readonly timeoutMs?: number;
  /** Bytes of stdout before the run is ended; default 256 MiB. */
  readonly maxOutputBytes?: number;
  /** Written to stdin, for `pipe:0`. */
  readonly stdin?: Uint8Array;
  /** What ffmpeg says on stderr; `info` is needed for measuring filters. Default `error`. */
  readonly logLevel?: "error" | "info";
}

export interface FfmpegOutput {
  readonly stdout: Uint8Array<ArrayBuffer>;
  readonly stderr: string;
}

/** A found ffmpeg. Built once, handed down. */
export interface Ffmpeg {
  readonly path: string;
  readonly source: FfmpegSource;
  /**
   * Runs `ffmpeg <args>`.
   *
   * @throws {FfmpegError} when it fails, takes too long or writes too much.
   * @throws the signal's reason (an AbortError) when `signal.aborted`.
   */
  run(args: readonly string[], options?: FfmpegRunOptions): Promise<FfmpegOutput>;
  /** Gives `work` an empty folder of its own and removes it afterwards, whatever happened. */
  inFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
}

export type FfmpegFailure = "not-found" | "exit" | "timeout" | "output-too-large";

export class FfmpegError extends Error {
  override readonly name = "FfmpegError";

  /** @param stderrTail the last lines ffmpeg said. */
  constructor(
    readonly failure: FfmpegFailure,
    message: string,
    readonly stderrTail = "",
    readonly exitCode?: number,
  ) {
    super(stderrTail === "" ? message : `${message}: ${stderrTail}`);
  }
}

/**
 * Finds ffmpeg (see {@link locateFfmpeg}).
 *
 * @throws {FfmpegError} `not-found` when there is none.
 */
export async function findFfmpeg(
  config: {
    readonly ffmpegPath?: string;
    readonly dataDir?: string;
    readonly searchPath?: string;
  },
  log?: Log,
): Promise<Ffmpeg> {
  const ownFolder = config.dataDir === undefined ? undefined : join(config.dataDir, "ffmpeg");
  const binary = await locateFfmpeg(config.ffmpegPath, ownFolder, config.searchPath);
  if (binary === undefined) {
    throw new FfmpegError("not-found", "No ffmpeg: set FFMPEG_PATH or install ffmpeg on PATH");
  }
  if (binary.source === "bundled") {
    log?.warn("using the old ffmpeg of @ffmpeg-installer; install ffmpeg for a current one", {
      path: binary.path,
    });
  }
  return {
    ...binary,
    run: (args, options = {}) => runFfmpeg(binary.path, args, options),
    inFolder,
  };
}

/** `-protocol_whitelist` belongs to the input that follows it, so each `-i` gets its own. */
export function guardInputs(args: readonly string[]): string[] {
  return args.flatMap((arg) => arg === "-i" ? ["-protocol_whitelist", "file,pipe", arg] : [arg]);
}

const KILL_AFTER_MS = 2_000;
const STDERR_TAIL = 2_000;

async function runFfmpeg(
  path: string,
  args: readonly string[],
  options: FfmpegRunOptions,
): Promise<FfmpegOutput> {
  const { signal, timeoutMs = 120_000, maxOutputBytes = 256 * 2 ** 20, stdin } = options;
  signal?.throwIfAborted();
  const child = new Deno.Command(path, {
    args: [
      ...["-hide_banner", "-nostdin", "-nostats", "-loglevel", options.logLevel ?? "error"],
      ...guardInputs(args),
    ],
    stdin: stdin === undefined ? "null" : "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();

  let ended: "timeout" | "output-too-large" | undefined;
  let killTimer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    if (killTimer !== undefined) return;
    sendSignal(child, "SIGTERM");
    killTimer = setTimeout(() => sendSignal(child, "SIGKILL"), KILL_AFTER_MS);
  };
  const timeout = setTimeout(() => {
    ended = "timeout";
    stop();
  }, timeoutMs);
  signal?.addEventListener("abort", stop, { once: true });

  try {
    const [stdout, stderr, status] = await Promise.all([
      collect(child.stdout, maxOutputBytes, () => {
        ended = "output-too-large";
        stop();
      }),
      tail(child.stderr, options.logLevel === "info" ? 2 ** 16 : STDERR_TAIL),
      child.status,
      stdin === undefined ? undefined : feed(child.stdin, stdin),
    ]);
    signal?.throwIfAborted();
    if (ended === "timeout") {
      throw new FfmpegError("timeout", `ffmpeg was stopped after ${timeoutMs} ms`, stderr);
    }
    if (ended === "output-too-large") {
      throw new FfmpegError("output-too-large", `ffmpeg wrote more than ${maxOutputBytes} bytes`);
    }
    if (!status.success) {
      const message = `ffmpeg failed with ${status.signal ?? `exit code ${status.code}`}`;
      throw new FfmpegError("exit", message, stderr.slice(-STDERR_TAIL).trim(), status.code);
    }
    return { stdout, stderr };
  } finally {
    clearTimeout(timeout);
    clearTimeout(killTimer);
    signal?.removeEventListener("abort", stop);
  }
}

function sendSignal(child: Deno.ChildProcess, name: Deno.Signal): void {
  try {
    child.kill(name);
  } catch (error) {
    // It may have ended between the decision and the signal.
    if (!(error instanceof TypeError || error instanceof Deno.errors.NotFound)) throw error;
  }
}

/** Reads to the end, keeps at most `limit` bytes, and says once when there are more. */
async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
  onExceeded: () => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of stream) {
    if (length > limit) continue;
    length += chunk.length;
    if (length > limit) {
      chunks.length = 0;
      onExceeded();
    } else chunks.push(chunk);
  }
  const whole = new Uint8Array(length > limit ? 0 : length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

async function tail(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  characters: number,
): Promise<string> {
  let text = "";
  for await (const part of stream.pipeThrough(new TextDecoderStream())) {
    text = (text + part).slice(-characters);
  }
  return text.trim();
}

/** ffmpeg may close its input once it has what it needs (or failed): its exit code tells which. */
async function feed(stream: WritableStream<Uint8Array>, bytes: Uint8Array): Promise<void> {
  const writer = stream.getWriter();
  try {
    await writer.write(bytes);
    await writer.close();
  } catch (error) {
    if (!(error instanceof Deno.errors.BrokenPipe)) throw error;
  }
}
