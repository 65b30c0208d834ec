/** Where the built files are; written by `scripts/build.ts`, read once at start. */
export interface Manifest {
  /** Entry name → address, e.g. `studio` → `/static/built/studio-1a2b.js`. */
  readonly scripts: Readonly<Record<string, string>>;
  /** Entry name → addresses of the chunks it imports statically. */
  readonly preload: Readonly<Record<string, readonly string[]>>;
  readonly style: string;
  readonly font: string;
}

/** @throws when the build has not run: say how to run it. */
export async function loadManifest(folder: URL): Promise<Manifest> {
  const file = new URL("built/manifest.json", folder);
  try {
    return JSON.parse(await Deno.readTextFile(file)) as Manifest;
  } catch (cause) {
    throw new Error("The pages are not built yet: run `deno task build`", { cause });
  }
}
