import type { LogLevel } from "../config.ts";

export type LogFields = Readonly<Record<string, unknown>>;

/** JSON lines on stderr: one object a line, so that stdout stays the product's own word. */
export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same log with fields on every line, e.g. `request_id`. */
  child(fields: LogFields): Log;
}

const ORDER: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };

/** @param write receives one line without its newline. */
export function createLog(
  level: LogLevel,
  write: (line: string) => void,
  base: LogFields = {},
): Log {
  const at = (lineLevel: LogLevel) => (message: string, fields: LogFields = {}) => {
    if (ORDER[lineLevel] < ORDER[level]) return;
    const line = { time: new Date().toISOString(), level: lineLevel, message, ...base, ...fields };
    write(JSON.stringify(line, plain));
  };
  return {
    debug: at("debug"),
    info: at("info"),
    warn: at("warn"),
    error: at("error"),
    child: (fields) => createLog(level, write, { ...base, ...fields }),
  };
}

/** A log for tests and scripts that keeps silent. */
export const silentLog: Log = createLog("error", () => {});

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    return { name: value.name, message: value.message, stack: value.stack, cause: value.cause };
  }
  return typeof value === "bigint" ? String(value) : value;
}
