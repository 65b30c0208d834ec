/** The environment, parsed once into one typed, frozen value. A bad value is a clear message. */

export type ServerRole = "all" | "web" | "worker";
export type QueueDriver = "kv" | "postgres";
export type LogLevel = "debug" | "info" | "warn" | "error";

export interface S3Config {
  readonly endpoint: string;
  readonly region: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export interface GeminiConfig {
  readonly apiKey: string;
  readonly model: string;
  readonly baseUrl: string | undefined;
}

export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where browsers reach us; signed URLs and share links start with it. */
  readonly publicUrl: string | undefined;
  readonly dataDir: string;
  readonly role: ServerRole;
  /** Unset: the embedded PostgreSQL under `dataDir`. */
  readonly databaseUrl: string | undefined;
  readonly redisUrl: string | undefined;
  readonly queue: QueueDriver;
  /** Unset: files live under `dataDir`. */
  readonly s3: S3Config | undefined;
  /** Unset: made once and kept in `dataDir`. */
  readonly jwtSecret: string | undefined;
  readonly gemini: GeminiConfig | undefined;
  readonly smtpUrl: string | undefined;
  readonly ffmpegPath: string | undefined;
  readonly jobConcurrency: number;
  readonly logLevel: LogLevel;
  readonly rateLimit: boolean;
  readonly allowedOrigins: readonly string[];
  readonly production: boolean;
}

export class ConfigError extends Error {
  override readonly name = "ConfigError";
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the environment names of ARCHITECTURE.md. Empty strings count as unset.
 * @throws ConfigError naming the variable, what it held and what would be right.
 */
export function parseConfig(env: Environment): Config {
  const value = (name: string) => env[name]?.trim() || undefined;
  const production = value("DENO_ENV") === "production";
  const onDeploy = value("DENO_DEPLOY") !== undefined;
  const role = oneOf(value("ROLE"), "ROLE", ["all", "web", "worker"], onDeploy ? "web" : "all");
  const queue = oneOf(
    value("QUEUE"),
    "QUEUE",
    ["kv", "postgres"],
    role === "all" && !onDeploy ? "kv" : "postgres",
  );
  if (queue === "kv" && role !== "all") {
    throw new ConfigError(
      `QUEUE=kv works in one process only; with ROLE=${role} set QUEUE=postgres`,
    );
  }
  const databaseUrl = url(value("DATABASE_URL"), "DATABASE_URL", ["postgres:", "postgresql:"]);
  if (role !== "all" && !databaseUrl) {
    throw new ConfigError(
      `ROLE=${role} shares its database with other processes: set DATABASE_URL`,
    );
  }
  const jwtSecret = value("JWT_SECRET");
  if (production && !jwtSecret) {
    throw new ConfigError(
      "JWT_SECRET is required when DENO_ENV=production (at least 32 characters)",
    );
  }
  if (jwtSecret !== undefined && jwtSecret.length < 32) {
    throw new ConfigError(`JWT_SECRET has ${jwtSecret.length} characters; it needs at least 32`);
  }
  return Object.freeze({
    port: integer(value("PORT"), "PORT", 8000, 0, 65_535),
    host: value("HOST") ?? "127.0.0.1",
    publicUrl: url(value("PUBLIC_URL"), "PUBLIC_URL", ["http:", "https:"])?.replace(/\/+$/, ""),
    dataDir: value("DATA_DIR") ?? "./data",
    role,
    databaseUrl,
    redisUrl: url(value("REDIS_URL"), "REDIS_URL", ["redis:", "rediss:"]),
    queue,
    s3: s3(value),
    jwtSecret,
    gemini: value("GEMINI_API_KEY") === undefined ? undefined : {
      apiKey: value("GEMINI_API_KEY")!,
      model: geminiModel(value("GEMINI_MODEL")),
      baseUrl: url(value("GEMINI_BASE_URL"), "GEMINI_BASE_URL", ["http:", "https:"]),
    },
    smtpUrl: url(value("SMTP_URL"), "SMTP_URL", ["smtp:", "smtps:"]),
    ffmpegPath: value("FFMPEG_PATH"),
    jobConcurrency: integer(value("JOB_CONCURRENCY"), "JOB_CONCURRENCY", 2, 1, 64),
    logLevel: oneOf(value("LOG_LEVEL"), "LOG_LEVEL", ["debug", "info", "warn", "error"], "info"),
    rateLimit: oneOf(value("RATE_LIMIT"), "RATE_LIMIT", ["on", "off"], "on") === "on",
    allowedOrigins: (value("ALLOWED_ORIGINS") ?? "").split(",").map((o) => o.trim()).filter(Boolean)
      .map((o) => url(o, "ALLOWED_ORIGINS", ["http:", "https:"])!),
    production,
  });
}

function s3(value: (name: string) => string | undefined): S3Config | undefined {
  const endpoint = url(value("S3_ENDPOINT"), "S3_ENDPOINT", ["http:", "https:"]);
  if (!endpoint) return undefined;
  const accessKeyId = value("S3_ACCESS_KEY_ID");
  const secretAccessKey = value("S3_SECRET_ACCESS_KEY");
  if (!accessKeyId || !secretAccessKey) {
    throw new ConfigError(
      "S3_ENDPOINT is set: S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY are needed",
    );
  }
  return { endpoint, region: value("S3_REGION") ?? "us-east-1", accessKeyId, secretAccessKey };
}

/** An alias that Google moves along: models are retired, and none is named in the code. */
const GEMINI_MODEL = "gemini-flash-latest";

function geminiModel(given: string = GEMINI_MODEL): string {
  if (/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/.test(given)) return given;
  throw new ConfigError(`GEMINI_MODEL=${given} is not the name of a model such as ${GEMINI_MODEL}`);
}

function oneOf<T extends string>(
  given: string | undefined,
  name: string,
  allowed: readonly T[],
  otherwise: T,
): T {
  if (given === undefined) return otherwise;
  const found = allowed.find((item) => item === given);
  if (!found) throw new ConfigError(`${name}=${given} is not one of ${allowed.join(", ")}`);
  return found;
}

function integer(
  given: string | undefined,
  name: string,
  otherwise: number,
  min: number,
  max: number,
): number {
  if (given === undefined) return otherwise;
  const number = Number(given);
  if (!/^\d+$/.test(given) || number < min || number > max) {
    throw new ConfigError(`${name}=${given} is not a whole number from ${min} to ${max}`);
  }
  return number;
}

function url(
  given: string | undefined,
  name: string,
  protocols: readonly string[],
): string | undefined {
  if (given === undefined) return undefined;
  const parsed = URL.canParse(given) ? new URL(given) : undefined;
  if (!parsed || !protocols.includes(parsed.protocol)) {
    throw new ConfigError(`${name} is not a ${protocols.join(" or ")}// address`);
  }
  return given;
}
