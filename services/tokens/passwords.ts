import { Algorithm, hash, type Options, verify } from "@node-rs/argon2";
import { semaphore } from "./semaphore.ts";

/** OWASP ASVS 5.0 appendix C: argon2id, 19 MiB, two passes, one lane. */
const OPTIONS: Options = {
  algorithm: 2 satisfies Algorithm.Argon2id as Algorithm, // a const enum, which modules cannot import
  memoryCost: 19_456,
  timeCost: 2,
  parallelism: 1,
};

/** Each takes 19 MiB and a core for ~10 ms; more at once would starve the event loop's threads. */
const atOnce = semaphore(4);

/** PHC string `$argon2id$v=19$m=19456,t=2,p=1$…`. */
export function hashPassword(password: string): Promise<string> {
  return atOnce(() => hash(password, OPTIONS));
}

/**
 * @param stored undefined when there is no such user: the same work is done, so that the time of
 *   the answer does not tell.
 */
export async function verifyPassword(
  stored: string | undefined,
  password: string,
): Promise<boolean> {
  const matches = await atOnce(() => verify(stored ?? NOBODYS, password));
  return stored !== undefined && matches;
}

/** Of a random password that nobody kept. */
const NOBODYS =
  "$argon2id$v=19$m=19456,t=2,p=1$qv7Yc2mAc7Fg+aatCgK/1g$dHgfbAOO5TljUHrkF+qiVmok2zmjDEG9DqNufwU8Gz0";
