import { setPriority } from "node:os";

/** Of 0, as everything starts, to 19, the last in line. */
const NICENESS = 10;

/**
 * Puts the thread that calls it behind the others: where processors are short, sockets are answered
 * first and a job takes the rest. Linux alone gives threads a priority of their own; elsewhere it would
 * be that of the whole process, so nothing is done.
 */
export function yieldToSockets(): void {
  if (Deno.build.os === "linux") setPriority(0, NICENESS);
}
