import { dirname, join } from "node:path";

const PREFIX = "sonic-alchemy-media-";
/** No job lasts as long: what is older was left behind by a process that was killed. */
const LEFT_AFTER_MS = 24 * 3600_000;

/** Gives `work` an empty folder of its own and removes it afterwards, whatever happened. */
export async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await Deno.makeTempDir({ prefix: PREFIX });
  try {
    return await work(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/**
 * Removes the folders that killed processes have left behind, a day after. Another process may do the
 * same at the same time.
 *
 * @param now ms since 1970.
 * @returns how many it removed.
 */
export function sweepFolders(now: number): Promise<number> {
  return inFolder(async (own) => {
    const parent = dirname(own);
    let removed = 0;
    for await (const { name, isDirectory } of Deno.readDir(parent)) {
      if (!isDirectory || !name.startsWith(PREFIX)) continue;
      const path = join(parent, name);
      try {
        const { mtime } = await Deno.lstat(path);
        if (mtime === null || now - mtime.getTime() < LEFT_AFTER_MS) continue;
        await Deno.remove(path, { recursive: true });
        removed++;
      } catch (error) {
        if (error instanceof Deno.errors.NotFound) continue; // somebody else was quicker
        if (error instanceof Deno.errors.PermissionDenied) continue; // somebody else's
        throw error;
      }
    }
    return removed;
  });
}
