import type { Sql } from "./client.ts";

/** Any number; the same in every process that migrates this schema. */
const LOCK = 7_272_742;

/**
 * Brings the schema up to date: every `NNNN_name.sql` that has not run yet, in order, each in a
 * transaction of its own. Processes that start together wait for one another.
 * @returns the names of the files that ran now.
 * @throws Error when a file that already ran has been edited since, or a file fails.
 */
export async function migrate(
  sql: Sql,
  directory: URL = new URL("./migrations/", import.meta.url),
): Promise<string[]> {
  const files = await readMigrations(directory);
  const connection = await sql.reserve();
  try {
    await connection`select pg_advisory_lock(${LOCK})`;
    await connection`
      create table if not exists schema_migrations (
        name text primary key,
        sha256 text not null,
        applied_at timestamptz not null default now()
      )`;
    const rows = await connection<{ name: string; sha256: string }[]>`
      select name, sha256 from schema_migrations`;
    const applied = new Map(rows.map((row) => [row.name, row.sha256]));
    const ran: string[] = [];
    for (const file of files) {
      const before = applied.get(file.name);
      if (before === file.sha256) continue;
      if (before !== undefined) {
        throw new Error(
          `Migration ${file.name} was edited after it ran. Undo the edit and add a new file.`,
        );
      }
      await connection.unsafe("begin");
      try {
        await connection.unsafe(file.text);
        await connection`
          insert into schema_migrations (name, sha256) values (${file.name}, ${file.sha256})`;
        await connection.unsafe("commit");
      } catch (cause) {
        await connection.unsafe("rollback");
        throw new Error(`Migration ${file.name} failed: ${(cause as Error).message}`, { cause });
      }
      ran.push(file.name);
    }
    return ran;
  } finally {
    await connection`select pg_advisory_unlock(${LOCK})`.catch(() => {}); // a lost connection held it
    connection.release();
  }
}

interface Migration {
  readonly name: string;
  readonly text: string;
  readonly sha256: string;
}

async function readMigrations(directory: URL): Promise<Migration[]> {
  const names: string[] = [];
  for await (const entry of Deno.readDir(directory)) {
    if (/^\d{4}_\w+\.sql$/.test(entry.name)) names.push(entry.name);
  }
  return await Promise.all(
    names.sort().map(async (name) => {
      const text = await Deno.readTextFile(new URL(name, directory));
      const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
      return { name, text, sha256: new Uint8Array(digest).toHex() };
    }),
  );
}
