import { join } from "node:path";

/**
 * The key that signs tokens and links: the configured one, or one made once and kept in `dataDir`
 * for the owner's eyes only.
 * @throws Error when the stored one is damaged.
 */
export async function loadSecret(dataDir: string, configured?: string): Promise<string> {
  if (configured) return configured;
  const path = join(dataDir, "jwt-secret");
  await Deno.mkdir(dataDir, { recursive: true });
  const fresh = crypto.getRandomValues(new Uint8Array(48)).toBase64();
  try {
    await Deno.writeTextFile(path, fresh + "\n", { createNew: true, mode: 0o600 });
    return fresh;
  } catch (error) {
    if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
  }
  const stored = (await Deno.readTextFile(path)).trim();
  if (stored.length < 32) {
    throw new Error(`${path} is damaged: remove it (everyone signs in again) or set JWT_SECRET.`);
  }
  return stored;
}
