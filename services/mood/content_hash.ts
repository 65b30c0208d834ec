import { MOOD_ENGINE } from "./analysis.ts";

/**
 * A key for what was read: SHA-256 over the engine's name and the parts, each with its length, as
 * lower-case hex. The same content in the same order gives the same key; another engine another one.
 */
export async function contentHash(...parts: readonly Uint8Array[]): Promise<string> {
  const all = [new TextEncoder().encode(MOOD_ENGINE), ...parts];
  const whole = new Uint8Array(all.reduce((sum, part) => sum + 8 + part.length, 0));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const part of all) {
    view.setBigUint64(at, BigInt(part.length));
    whole.set(part, at + 8);
    at += 8 + part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", whole));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
