import type postgres from "postgres";
import type { Sql, Tx } from "./client.ts";

/**
 * Runs `work` in a transaction: committed when it resolves, rolled back when it rejects. Every
 * transaction goes through here, because the driver's own `begin` writes to a socket that is not
 * there any more when the connection is lost in the middle, and that ends the process (porsager/postgres
 * #1154, #1208): here nothing is sent once the connection is gone.
 * @throws what `work` throws; CONNECTION_CLOSED and the like when the server went away.
 */
export async function transaction<T>(sql: Sql, work: (tx: Tx) => Promise<T>): Promise<T> {
  let gone: unknown;
  const outcome = sql.begin(async (tx) => {
    try {
      const value = await work(guarded(tx, () => gone));
      return gone === undefined ? { value } : await forever;
    } catch (error) {
      if (gone === undefined && !isConnectionLoss(error)) throw error;
      // The driver would roll back on the lost connection. It rejects by itself when it has noticed.
      return await forever;
    }
  });
  outcome.catch((error: unknown) => gone = error);
  return (await outcome as { readonly value: T }).value;
}

const forever = new Promise<never>(() => {});

/** The same transaction, which refuses to speak once `gone()` says why. */
function guarded(tx: Tx, gone: () => unknown): Tx {
  const check = () => {
    const reason = gone();
    if (reason !== undefined) throw reason;
  };
  return new Proxy(tx, {
    apply(target, _self, args: Parameters<Tx>) {
      // Identifiers and values, `tx(rows, "a", "b")`, are no queries: a query is a template.
      if (isTemplate(args[0])) check();
      return Reflect.apply(target, tx, args);
    },
    get(target, name) {
      if (name === "savepoint") throw new Error("a savepoint would roll back on a lost connection");
      if (name === "unsafe") check();
      return Reflect.get(target, name, target);
    },
  });
}

function isTemplate(value: unknown): boolean {
  return Array.isArray(value) && "raw" in value;
}

/** The codes of the driver's own errors, and the server's last words (SQLSTATE class 57P: shutdown). */
function isConnectionLoss(error: unknown): boolean {
  const code = (error as Partial<postgres.PostgresError> | null)?.code;
  return typeof code === "string" &&
    (/^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT)/.test(code) || /^57P0[1-5]$/.test(code));
}
