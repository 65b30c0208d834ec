/** The import-direction rule of ARCHITECTURE.md: arrows run one way. Exits 1 and names each wrong arrow. */

type Layer =
  | "pages"
  | "main"
  | "config"
  | "routes"
  | "jobs"
  | "collab"
  | "document"
  | "services"
  | "db"
  | "islands"
  | "tests"
  | "bench"
  | "scripts";

const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  main: ["config", "routes", "pages", "jobs", "collab", "document", "services", "db"],
  config: [],
  routes: ["config", "pages", "jobs", "collab", "document", "services", "db"],
  // A page renders on the server what its islands then bring to life.
  pages: ["config", "routes", "islands", "document", "services"],
  jobs: ["config", "collab", "document", "services", "db"],
  collab: ["config", "document", "services", "db"],
  document: [],
  services: ["config"],
  db: ["config"],
  islands: ["document", "services"],
  tests: [
    "main",
    "config",
    "routes",
    "pages",
    "jobs",
    "collab",
    "document",
    "services",
    "db",
    "islands",
    "scripts",
  ],
  bench: ["main", "config", "routes", "jobs", "collab", "document", "services", "db", "tests"],
  // The test command starts what its tests share.
  scripts: ["config", "db", "services", "pages", "tests"],
};

/** Packages a layer may name; every other layer is free in its choice. */
const PACKAGES: Partial<Record<Layer, readonly string[]>> = {
  document: ["yjs"],
  config: [],
};

/** Services that run on the server only: they spawn, read files or open sockets. */
const SERVER_ONLY = [
  "services/media/ffmpeg.ts",
  "services/media/audio.ts",
  "services/storage/",
  "services/tokens/",
  "services/renderer/",
  "services/gemini/",
];

const FIXTURES = "tests/fixtures/";

export interface WrongArrow {
  readonly file: string;
  readonly imports: string;
  readonly why: string;
}

/** @param sources path relative to the project root → its text. */
export function wrongArrows(sources: ReadonlyMap<string, string>): WrongArrow[] {
  const wrong: WrongArrow[] = [];
  for (const [file, text] of sources) {
    const from = layerOf(file);
    if (!from) continue;
    const isTest = /_(test|contract)\.tsx?$/.test(file);
    for (const specifier of specifiers(text)) {
      const target = specifier.startsWith(".") ? resolve(file, specifier) : undefined;
      const why = target === undefined
        ? packageFault(from, specifier, isTest)
        : fileFault(from, target, isTest);
      if (why) wrong.push({ file, imports: target ?? specifier, why });
    }
  }
  return wrong;
}

function packageFault(from: Layer, specifier: string, isTest: boolean): string | undefined {
  const allowed = PACKAGES[from];
  if (isTest || !allowed || allowed.includes(specifier)) return undefined;
  return `${from} imports no package but ${allowed.join(", ") || "none"}`;
}

function fileFault(from: Layer, target: string, isTest: boolean): string | undefined {
  const to = layerOf(target);
  if (!to || to === from) return undefined;
  if (isTest && (target.startsWith(FIXTURES) || MAY_IMPORT.tests.includes(to))) return undefined;
  if (!MAY_IMPORT[from].includes(to)) return `${from} may not import ${to}`;
  if (from === "islands" && SERVER_ONLY.some((path) => target.startsWith(path))) {
    return "islands run in the browser; this service runs on the server only";
  }
  return undefined;
}

function layerOf(path: string): Layer | undefined {
  if (path.startsWith("collab/document/")) return "document";
  if (path.startsWith("routes/pages/")) return "pages";
  if (path === "main.ts") return "main";
  if (path === "config.ts" || path === "config_test.ts") return "config";
  const top = path.split("/")[0]!;
  return top in MAY_IMPORT && path.includes("/") ? top as Layer : undefined;
}

function specifiers(text: string): string[] {
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^;"']*?\bfrom\s*["']([^"']+)["']|^\s*import\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gm,
  );
  return [...found].map((match) => match[1] ?? match[2] ?? match[3]!);
}

function resolve(file: string, specifier: string): string {
  return new URL(specifier, `file:///${file}`).pathname.slice(1);
}

async function* sourceFiles(folder: string): AsyncGenerator<string> {
  for await (const entry of Deno.readDir(folder)) {
    const path = folder === "." ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory) {
      if (entry.name.startsWith(".") || ["data", "built", "node_modules"].includes(entry.name)) {
        continue;
      }
      yield* sourceFiles(path);
    } else if (/\.tsx?$/.test(entry.name)) yield path;
  }
}

if (import.meta.main) {
  const sources = new Map<string, string>();
  for await (const path of sourceFiles(".")) sources.set(path, await Deno.readTextFile(path));
  const wrong = wrongArrows(sources);
  const out = wrong.map((arrow) => `${arrow.file} → ${arrow.imports}: ${arrow.why}`);
  const line = wrong.length
    ? out.join("\n")
    : `imports: ${sources.size} files, every arrow one way`;
  await Deno.stdout.write(new TextEncoder().encode(`${line}\n`));
  if (wrong.length) Deno.exit(1);
}
