import postgres from "postgres";
import { renewedPool } from "./renewed_pool.ts";

export type Sql = postgres.Sql;
export type Tx = postgres.TransactionSql;
/** What a query function takes first: it works alone or inside a caller's transaction. */
export type Db = Sql | Tx;

export interface ConnectOptions {
  /** Connections in the pool. */
  readonly max?: number;
  readonly onnotice?: (notice: postgres.Notice) => void;
}

/**
 * A pool of connections; none is opened before the first query. bigint columns arrive as numbers
 * (ours count rows and bytes, far below 2^53), bytea as Uint8Array, timestamptz as Date.
 */
export function connect(url: string, options: ConnectOptions = {}): Sql {
  return renewedPool(url, {
    max: options.max ?? 10,
    onnotice: options.onnotice ?? (() => {}),
    connect_timeout: 10,
    backoff: (failures) => Math.min(1, 0.02 * 2 ** failures),
    connection: { application_name: "sonic-alchemy" },
    types: { bigint, bytea },
  });
}

/** SQLSTATE of a database error, e.g. "23505" for a unique violation; undefined for anything else. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.code : undefined;
}

/** Name of the constraint or index that refused a row; undefined for anything else. */
export function constraintOf(error: unknown): string | undefined {
  return error instanceof postgres.PostgresError ? error.constraint_name : undefined;
}

const bigint = {
  to: 20,
  from: [20],
  serialize: (value: number | bigint) => String(value),
  parse: (text: string) => Number(text),
};

const bytea = {
  to: 17,
  from: [17],
  serialize: (bytes: Uint8Array) => "\\x" + bytes.toHex(),
  // `.buffer` holds these bytes and no others, and it is twenty times as fast as Buffer's.
  parse: (text: string) => Uint8Array.fromHex(text.slice(2)),
};
