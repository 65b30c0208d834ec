/**
 * Builds what the browser loads: `deno task build`.
 * The islands are bundled and split, the CSS layers joined in order, the font copied from its package; every
 * file is named by its content, so it can be cached for ever, and `static/built/manifest.json` says which is which.
 */
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import type { Manifest } from "../routes/pages/manifest.ts";

const ROOT = new URL("../", import.meta.url);
const ENTRIES = ["studio", "shelf", "sign", "open", "theme"] as const;
const STYLES = [
  "tokens",
  "base",
  "controls",
  "parts",
  "mood",
  "canvas",
  "tracks",
  "transport",
  "lyrics",
  "lyrics_steps",
  "lyrics_outline",
  "lyrics_tray",
  "lyrics_fit",
  "lyrics_rhymes",
  "lyrics_sing",
  "history",
  "studio",
  "studio_narrow",
  "voice",
  "voice_lanes",
  "voice_panels",
  "open_pages",
  "layout_and_preferences",
] as const;
const FONT = "@fontsource-variable/bricolage-grotesque/files/" +
  "bricolage-grotesque-latin-opsz-normal.woff2";

if (import.meta.main) {
  const started = performance.now();
  const manifest = await build(new URL("static/built/", ROOT));
  const files = Object.values(manifest.scripts).length;
  // deno-lint-ignore no-console -- a script speaks to the terminal
  console.log(`built ${files} entries in ${Math.round(performance.now() - started)} ms`);
}

/** Replaces the contents of `target` with a fresh build. Throws when an island does not compile. */
export async function build(target: URL): Promise<Manifest> {
  const scratch = await Deno.makeTempDir({ prefix: "bundle-" });
  try {
    const [font] = await Promise.all([
      Deno.readFile(new URL(import.meta.resolve(FONT))),
      bundle(scratch),
    ]);
    const files = new Map<string, Uint8Array>();
    const fontName = await hashed("bricolage", "woff2", font);
    files.set(fontName, font);
    const css = new TextEncoder().encode(await styles(fontName));
    const styleName = await hashed("style", "css", css);
    files.set(styleName, css);
    const { scripts, preload } = await collectScripts(scratch, files);

    await Deno.mkdir(target, { recursive: true });
    await sweep(target);
    for (const [name, bytes] of files) await writeWithPacked(new URL(name, target), bytes);
    const manifest: Manifest = { scripts, preload, style: url(styleName), font: url(fontName) };
    await Deno.writeTextFile(new URL("manifest.json", target), JSON.stringify(manifest, null, 2));
    return manifest;
  } finally {
    await Deno.remove(scratch, { recursive: true });
  }
}

async function bundle(outdir: string): Promise<void> {
  const entries = await Promise.all(ENTRIES.map(async (name) => {
    const file = new URL(`islands/${name}.tsx`, ROOT);
    return await exists(file) ? file : new URL(`islands/${name}.ts`, ROOT);
  }));
  const { success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "bundle",
      "--platform=browser",
      "--minify",
      "--code-splitting",
      `--outdir=${outdir}`,
      ...entries.map((entry) => decodeURIComponent(entry.pathname)),
    ],
    cwd: decodeURIComponent(ROOT.pathname),
    env: { NO_COLOR: "1" },
  }).output();
  if (!success) throw new Error(`deno bundle failed:\n${new TextDecoder().decode(stderr)}`);
}

/** Entries get a content hash in their names; chunks have one already. */
async function collectScripts(
  folder: string,
  files: Map<string, Uint8Array>,
): Promise<Pick<Manifest, "scripts" | "preload">> {
  const scripts: Record<string, string> = {};
  const preload: Record<string, readonly string[]> = {};
  for await (const { name } of Deno.readDir(folder)) {
    const bytes = await Deno.readFile(`${folder}/${name}`);
    const entry = ENTRIES.find((candidate) => `${candidate}.js` === name);
    if (!entry) {
      files.set(name, bytes);
      continue;
    }
    const hashedName = await hashed(entry, "js", bytes);
    files.set(hashedName, bytes);
    scripts[entry] = url(hashedName);
  }
  for (const entry of ENTRIES) preload[entry] = await staticImports(folder, `${entry}.js`);
  return { scripts, preload };
}

/** The chunks that `file` needs before it runs, so that the page can ask for all of them at once. */
async function staticImports(folder: string, file: string): Promise<string[]> {
  const found = new Set<string>();
  const walk = async (name: string) => {
    const source = await Deno.readTextFile(`${folder}/${name}`);
    for (const [, chunk] of source.matchAll(/(?:from|import)\s*"\.\/([^"]+\.js)"/g)) {
      if (!chunk || found.has(chunk)) continue;
      found.add(chunk);
      await walk(chunk);
    }
  };
  await walk(file);
  return [...found].map(url);
}

async function styles(fontName: string): Promise<string> {
  const face = `@font-face{font-family:"Bricolage Grotesque Variable";font-style:normal;` +
    `font-display:swap;font-weight:200 800;src:url(${fontName}) format("woff2-variations")}`;
  const sheets = await Promise.all(
    STYLES.map((name) => Deno.readTextFile(new URL(`static/css/${name}.css`, ROOT))),
  );
  return ["@layer reset,base,components,pages,preferences;", face, ...sheets.map(shrink)].join(
    "\n",
  );
}

/** Drops comments and the space that carries no meaning. */
function shrink(css: string): string {
  return css.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\s+/g, " ")
    .replace(/\s*([{};,])\s*/g, "$1").replace(/;}/g, "}").trim();
}

/** A server that still runs an older build keeps its files for a day. */
async function sweep(target: URL): Promise<void> {
  const dayAgoMs = Date.now() - 86_400_000;
  for await (const { name } of Deno.readDir(target)) {
    const file = new URL(name, target);
    const { mtime } = await Deno.stat(file);
    if ((mtime?.getTime() ?? 0) < dayAgoMs) await Deno.remove(file);
  }
}

/** Text is packed once here, so that the server only has to choose: `.br` and `.gz` beside the file. */
async function writeWithPacked(file: URL, bytes: Uint8Array): Promise<void> {
  await Deno.writeFile(file, bytes);
  if (!/\.(js|css)$/.test(file.pathname)) return;
  const params = { [constants.BROTLI_PARAM_QUALITY]: 9 };
  await Deno.writeFile(new URL(`${file.href}.br`), brotliCompressSync(bytes, { params }));
  await Deno.writeFile(new URL(`${file.href}.gz`), gzipSync(bytes, { level: 9 }));
}

async function hashed(name: string, extension: string, bytes: Uint8Array): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", bytes.slice());
  return `${name}-${new Uint8Array(digest).toHex().slice(0, 10)}.${extension}`;
}

function url(name: string): string {
  return `/static/built/${name}`;
}

async function exists(file: URL): Promise<boolean> {
  return await Deno.stat(file).then(() => true, ignoreMissing) === true;
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
