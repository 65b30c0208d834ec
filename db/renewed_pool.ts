import postgres from "postgres";

export type PoolOptions = postgres.Options<Record<string, postgres.PostgresType>>;

/** What queries under way on a pool that was left behind may still take. */
const FAREWELL_MS = 30_000;
/** The same when everything ends: a lost connection never says that it is done. */
const LAST_CALL_SECONDS = 1;

/**
 * A pool that is replaced by a new one whenever one of its connections closes. A connection of the
 * driver that was lost with something unsent keeps it, and opens again either mute or mid-sentence
 * (porsager/postgres #1154, #1209); a new pool remembers nothing. Queries that had begun end where they are.
 */
export function renewedPool(url: string, options: PoolOptions): postgres.Sql {
  const left = new Map<postgres.Sql, ReturnType<typeof setTimeout>>();
  let ending: Promise<void> | undefined;
  let current = open();
  // LISTEN outlives pools: the driver gives it a connection of its own and opens that again by itself.
  const listeners = new Set<postgres.Sql>();

  function open(): postgres.Sql {
    const pool = postgres(url, {
      ...options,
      onclose: () => {
        if (pool !== current || ending) return;
        current = open();
        left.set(pool, setTimeout(() => leave(pool, 0), FAREWELL_MS));
      },
    }) as unknown as postgres.Sql;
    return pool;
  }

  function leave(pool: postgres.Sql, seconds: number): Promise<void> {
    clearTimeout(left.get(pool));
    left.delete(pool);
    return pool.end({ timeout: seconds });
  }

  /** One that failed at first would fail for ever: the next has to begin anew. */
  const listen: postgres.Sql["listen"] = (async (channel, onNotify, onListen) => {
    if (ending) throw new Error("the pool has ended");
    const listener = postgres(url, { ...options, max: 1 }) as unknown as postgres.Sql;
    listeners.add(listener);
    try {
      return await listener.listen(channel, onNotify, onListen);
    } catch (error) {
      listeners.delete(listener);
      await listener.end({ timeout: 0 });
      throw error;
    }
  }) as postgres.Sql["listen"];

  function end(how: { timeout?: number } = { timeout: LAST_CALL_SECONDS }): Promise<void> {
    return ending ??= Promise.all([
      current.end(how),
      ...[...listeners].map((listener) => listener.end(how)),
      ...[...left.keys()].map((pool) => leave(pool, LAST_CALL_SECONDS)),
    ]).then(() => {});
  }

  return new Proxy(current, {
    apply: (_first, self, args) => Reflect.apply(current as unknown as Callable, self, args),
    get(_first, name) {
      if (name === "end") return end;
      if (name === "listen") return listen;
      return Reflect.get(current, name, current);
    },
  });
}

type Callable = (...args: unknown[]) => unknown;
