import { median, say } from "../say.ts";
import { secondsOf, secondsOfTree, startOurs } from "./processes.ts";
import type { Server } from "./server.ts";
import type { WritersTask, Written } from "./writers.ts";

/** What a crowd of people in rooms saw, and what it cost the server. */
export interface Measured extends Written {
  /** Deliveries there should have been. */
  readonly expected: number;
  readonly serverSeconds: number;
  readonly databaseSeconds: number;
}

export type Crowd = Omit<WritersTask, "url" | "token" | "rooms">;

/** @param postmaster the database's process, where its time counts. */
export async function measure(
  server: Server,
  crowd: Crowd,
  postmaster: number | null,
): Promise<Measured> {
  const { url, token, rooms } = server;
  const task: WritersTask = { url, token, rooms, ...crowd };
  const writers = startOurs("writers.ts", task);
  const began = await writers.next();
  if (began !== "measuring") throw new Error(`the writers did not begin: ${began}`);
  const cpu = () => [secondsOf(server.pid), postmaster ? secondsOfTree(postmaster) : 0] as const;
  const [server0, database0] = cpu();
  const written = await writers.next<Written>();
  const [server1, database1] = cpu();
  await writers.ended();
  const measured: Measured = {
    ...written,
    expected: written.sent * (crowd.writers + crowd.readers),
    serverSeconds: server1 - server0,
    databaseSeconds: database1 - database0,
  };
  tell(server.name, measured);
  return measured;
}

export function perCpuSecond({ delivered, serverSeconds, databaseSeconds }: Measured): number {
  return delivered / (serverSeconds + databaseSeconds);
}

/** The round in the middle: one in which the machine did something else must not decide. */
export function middle(
  rounds: readonly Measured[],
  of: (measured: Measured) => number,
): number {
  return median(rounds.map(of));
}

function tell(name: string, measured: Measured): void {
  const { expected, delivered, frames, serverSeconds, databaseSeconds } = measured;
  const [p50, p99, max] = [measured.p50Ms, measured.p99Ms, measured.maxMs]
    .map((ms) => Number(ms ?? NaN).toFixed(1)); // JSON has no NaN: nothing arrived in time
  say(
    `${name.padEnd(6)} ${delivered} of ${expected} deliveries in ${frames} messages` +
      `  CPU ${serverSeconds.toFixed(1)} s + database ${databaseSeconds.toFixed(1)} s` +
      `  ${Math.round(perCpuSecond(measured))}/CPU s  p50 ${p50} p99 ${p99} max ${max} ms`,
  );
}
