/**
 * The test command: what the tests need is installed, the browser's files are built, every test runs, and
 * the last line is `N passed, N failed`. Arguments narrow the run: `deno task test services/mood`.
 */
import { prepareFirstStart } from "../tests/fixtures/first_start.ts";
import { type Flavour, startPostgres } from "../tests/fixtures/postgres.ts";
import { setup } from "./setup.ts";

interface Run {
  readonly name: string;
  readonly paths: readonly string[];
  /** Paths that ran before. */
  readonly except?: readonly string[];
  /** The server that its databases are made on. */
  readonly postgres?: Flavour;
  /** One file after another; without it as many at once as there are processors. */
  readonly alone?: boolean;
}

interface Totals {
  passed: number;
  failed: number;
  skipped: number;
}

/** Tests that need nothing but a processor. */
const PURE = ["config_test.ts", "scripts", "services", "islands"];

/** Tests with servers and databases; each file has its own, but for the PostgreSQL. */
const SERVERS = ["db", "collab", "jobs", "routes", "tests/incidents", "tests/integration"];

/** Of the rest, with browsers and processes that are killed in given moments, one after another. */
const WHOLE = ["tests"];

/** Everything that speaks SQL also runs on Debian's PostgreSQL, so that nothing leans on the newest. */
const SQL = [
  "db",
  "collab",
  "jobs/attempts_test.ts",
  "jobs/doorbell_test.ts",
  "jobs/jobs_test.ts",
  "jobs/lease_test.ts",
  "routes/history_test.ts",
  "routes/projects_test.ts",
];

const print = (line: string) => Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));

const missing = await setup(print);
if (missing.length) {
  for (const sentence of missing) print(sentence);
  print("0 passed, 1 failed");
  Deno.exit(1);
}

const build = await deno(["run", "-A", "scripts/build.ts"], {});
if (!build) {
  print("the browser's files could not be built");
  print("0 passed, 1 failed");
  Deno.exit(1);
}

const runs: readonly Run[] = Deno.args.length
  ? [{ name: "chosen", paths: Deno.args, postgres: chosenFlavour(), alone: true }]
  : [
    { name: "parts", paths: PURE },
    { name: "servers", paths: SERVERS, postgres: "embedded" },
    { name: "whole", paths: WHOLE, except: SERVERS, postgres: "embedded", alone: true },
    { name: "on Debian's PostgreSQL", paths: SQL, postgres: "debian" },
  ];

const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
let clean = true;
const dataDir = await Deno.makeTempDir({ prefix: "sonic-first-", dir: "/tmp" });
try {
  const firstStart = await prepareFirstStart(dataDir);
  for (const run of runs) {
    print(`\n— tests: ${run.name}`);
    const postgres = run.postgres && await startPostgres(run.postgres);
    try {
      const shared = postgres && { TEST_POSTGRES_URL: postgres.url, DENO_JOBS: `${atOnce()}` };
      await perform(run, { ...firstStart, ...shared });
    } finally {
      postgres?.stopNow();
    }
  }
} finally {
  await Deno.remove(dataDir, { recursive: true });
}
const skipped = totals.skipped ? `, ${totals.skipped} skipped` : "";
print(`\n${totals.passed} passed, ${totals.failed} failed${skipped}`);
Deno.exit(clean && totals.failed === 0 && totals.passed > 0 ? 0 : 1);

/** Servers and browsers are large: a machine of many processors has no use for as many of them. */
function atOnce(): number {
  return Math.min(navigator.hardwareConcurrency, 4);
}

function chosenFlavour(): Flavour {
  return Deno.env.get("TEST_POSTGRES") === "debian" ? "debian" : "embedded";
}

async function perform(run: Run, env: Readonly<Record<string, string>>): Promise<void> {
  const junit = await Deno.makeTempFile({ suffix: ".xml" });
  const ok = await deno([
    // Types are the gate's: `deno task ok` checks every file once.
    ...["test", "-A", "--no-check", `--junit-path=${junit}`, ...run.alone ? [] : ["--parallel"]],
    ...run.except ? [`--ignore=${run.except.join()}`] : [],
    ...run.paths,
  ], env);
  const found = count(await Deno.readTextFile(junit));
  await Deno.remove(junit);
  totals.passed += found.passed;
  totals.failed += found.failed;
  totals.skipped += found.skipped;
  if (!ok && found.failed === 0) {
    totals.failed += 1;
    print(`the run "${run.name}" broke before its tests could say why`);
  }
  clean &&= ok;
}

async function deno(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<boolean> {
  const child = new Deno.Command(Deno.execPath(), { args: [...args], env, stdin: "null" }).spawn();
  return (await child.status).success;
}

function count(junit: string): Totals {
  const root = /<testsuites\b[^>]*>/.exec(junit)?.[0] ?? "";
  const attribute = (name: string) =>
    Number(new RegExp(`\\b${name}="(\\d+)"`).exec(root)?.[1] ?? 0);
  const skipped = (junit.match(/<skipped\b/g) ?? []).length;
  const failed = attribute("failures") + attribute("errors");
  return { passed: attribute("tests") - failed - skipped, failed, skipped };
}
