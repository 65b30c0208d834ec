import installer from "@ffmpeg-installer/ffmpeg/package.json" with { type: "json" };
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Where the ffmpeg in use came from: named by the caller, found on PATH, or the npm binary. */
export type FfmpegSource = "configured" | "path" | "bundled";

export interface FfmpegBinary {
  readonly path: string;
  readonly source: FfmpegSource;
}

/**
 * Looks for ffmpeg: the configured file, else PATH, else the binary of `@ffmpeg-installer`, which
 * npm unpacks into Deno's cache (or a node_modules folder).
 *
 * @param ownFolder a folder for the npm binary alone, which it is copied to and made executable in, so
 *   that a program that may not touch Deno's cache can run it; without it it is used where it lies.
 * @param searchPath folders to look in, as PATH names them; by default PATH's.
 * @returns undefined when a machine has none of them.
 * @throws {Error} when `configured` is given and is not a file: a wrong setting is not repaired.
 */
export async function locateFfmpeg(
  configured?: string,
  ownFolder?: string,
  searchPath: string = Deno.env.get("PATH") ?? "",
): Promise<FfmpegBinary | undefined> {
  if (configured !== undefined && configured !== "") {
    if (!await isFile(configured)) throw new Error(`FFMPEG_PATH names no file: ${configured}`);
    return { path: configured, source: "configured" };
  }
  const found = await fileIn(searchPath, EXECUTABLE);
  if (found !== undefined) return { path: found, source: "path" };
  const bundled = await bundledBinary();
  if (bundled === undefined) return undefined;
  const path = ownFolder === undefined ? bundled : await copyInto(ownFolder, bundled);
  await makeExecutable(path);
  return { path, source: "bundled" };
}

const EXECUTABLE = Deno.build.os === "windows" ? "ffmpeg.exe" : "ffmpeg";

async function fileIn(searchPath: string, name: string): Promise<string | undefined> {
  for (const folder of searchPath.split(delimiter)) {
    if (folder === "") continue;
    const candidate = join(folder, name);
    if (await isFile(candidate)) return candidate;
  }
  return undefined;
}

/**
 * The package's own `index.js` looks only into node_modules and throws under Deno's global cache,
 * whose layout is `<registry>/<name>/<version>/`; both layouts are tried here.
 */
async function bundledBinary(): Promise<string | undefined> {
  const platform = `${NODE_OS[Deno.build.os] ?? Deno.build.os}-${NODE_ARCH[Deno.build.arch]}`;
  const versions: Readonly<Record<string, string>> = installer.optionalDependencies;
  const version = versions[`@ffmpeg-installer/${platform}`];
  const manifest = import.meta.resolve("@ffmpeg-installer/ffmpeg/package.json");
  for (const relative of [`../../${platform}/${version}/`, `../${platform}/`]) {
    const path = fileURLToPath(new URL(relative + EXECUTABLE, manifest));
    if (await isFile(path)) return path;
  }
  return undefined;
}

/**
 * Copied into a folder aside that is then renamed, so that a copy cut short is never run. The folder
 * and not the file, because Deno lets no program write to a file that it may run.
 */
async function copyInto(folder: string, binary: string): Promise<string> {
  const path = join(folder, EXECUTABLE);
  if (await isFile(path)) return path;
  const aside = `${folder}.${crypto.randomUUID()}`;
  await Deno.mkdir(aside, { recursive: true });
  await Deno.copyFile(binary, join(aside, EXECUTABLE));
  await makeExecutable(join(aside, EXECUTABLE));
  await Deno.rename(aside, folder);
  return path;
}

async function makeExecutable(path: string): Promise<void> {
  if (Deno.build.os === "windows") return;
  const { mode } = await Deno.stat(path);
  if (mode !== null && (mode & 0o100) === 0) await Deno.chmod(path, mode | 0o755);
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await Deno.stat(path)).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) {
      return false;
    }
    throw error;
  }
}

const NODE_OS: Readonly<Record<string, string>> = { windows: "win32" };
const NODE_ARCH: Readonly<Record<string, string>> = { x86_64: "x64", aarch64: "arm64" };
