import type { Sql } from "./client.ts";
import { transaction } from "./transaction.ts";

const PROBE_BYTES = 64 * 1024;

/**
 * Writes something and commits it, into a table that goes with it: new files and new log, whatever
 * room there may be inside the old ones.
 * @throws what the database says, for example that its disk is full.
 */
export async function writeProbe(sql: Sql): Promise<void> {
  const bytes = crypto.getRandomValues(new Uint8Array(PROBE_BYTES));
  await transaction(sql, async (tx) => {
    await tx`create temporary table write_probe (bytes bytea) on commit drop`;
    await tx`insert into write_probe values (${bytes})`;
  });
}
