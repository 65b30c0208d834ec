import { expect } from "expect";
import { connect } from "../db/client.ts";
import { withDatabase } from "../tests/fixtures/database.ts";
import { SaveHealth } from "./save_health.ts";

Deno.test("once an append has failed, only a write that works makes saving good again", () =>
  withDatabase(async (_, url) => {
    const sql = connect(url, { max: 1 });
    const health = new SaveHealth(sql);
    await sql`set default_transaction_read_only = on`;
    await health.check(); // nobody has had reason to doubt
    health.failed(new Error("no room"));
    await expect(health.check()).rejects.toThrow("nothing can be saved");
    await expect(health.check()).rejects.toThrow("nothing can be saved");
    await sql`set default_transaction_read_only = off`;
    await health.check();
    await sql`set default_transaction_read_only = on`;
    await health.check();
    await sql.end();
  }));
