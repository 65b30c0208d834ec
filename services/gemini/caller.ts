import { type GenerateContentRequest, GoogleGenerativeAI } from "@google/generative-ai";
import type { Log, LogFields } from "../log.ts";
import { type Allowance, CALL_LIMITS, type CallLimits, createAllowance } from "./allowance.ts";
import { createAnswerReader } from "./answer.ts";
import { waitBefore } from "./backoff.ts";
import { type BreakerLimits, type BreakerState, createBreaker } from "./breaker.ts";
import { limited, RequestFailed, sleep } from "./timed_request.ts";
import {
  AnswerError,
  failedWith,
  FAILURE_WORDS,
  type GeminiFailure,
  MENDED_BY_WAITING,
  type Outcome,
  SIGNS_OF_ILLNESS,
} from "./failure.ts";
import { createCallMetrics } from "./metrics.ts";
import { type Question, requestOf } from "./question.ts";

export interface CallerOptions {
  readonly apiKey: string;
  readonly model: string;
  readonly baseUrl?: string | undefined;
  readonly log: Log;
  readonly limits?: CallLimits;
  readonly breaker?: BreakerLimits;
  /** The longest that any question may take, for tests; each question has its own limit. */
  readonly withinMs?: number;
  readonly nowMs?: () => number;
  readonly draw?: () => number;
  readonly wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** On whose behalf is asked. */
export interface Asker {
  /** Null for nobody: what the server does by itself. */
  readonly user: string | null;
  readonly signal: AbortSignal;
  /** For the audit line: job, request. */
  readonly trace?: LogFields;
  /** Characters that have come, of an answer in pieces. */
  readonly onProgress?: (characters: number) => void;
}

export interface GeminiState {
  readonly configured: true;
  readonly model: string;
  /** As the last answer that depended on it showed. */
  readonly key: "ok" | "bad" | "unknown";
  readonly breaker: BreakerState;
  /** What is wrong, for people; null when nothing is known to be. */
  readonly trouble: string | null;
}

/** The one door to Gemini: limits, attempts, breaker, counts and the audit line are here. */
export interface Caller {
  /** @throws the signal's reason when it is aborted; everything else is an outcome. */
  ask<T>(question: Question<T>, asker: Asker): Promise<Outcome<T>>;
  /** Finds out whether key and model are accepted, at no cost. */
  check(signal: AbortSignal): Promise<void>;
  state(): GeminiState;
  metrics(): readonly string[];
}

const CHECK_WITHIN_MS = 10_000;
const BREAKER: BreakerLimits = { failures: 5, restMs: 30_000 };
/** Of no use to try again at once. */
const TRIPPING: ReadonlySet<GeminiFailure> = new Set(["bad_key", "unknown_model", "quota"]);

export function createCaller(options: CallerOptions): Caller {
  const { log, model, nowMs = () => performance.now(), draw = Math.random, wait = sleep } = options;
  const baseUrl = options.baseUrl?.replace(/\/+$/, "");
  const library = new GoogleGenerativeAI(options.apiKey)
    .getGenerativeModel({ model }, baseUrl === undefined ? {} : { baseUrl });
  const breaker = createBreaker(options.breaker ?? BREAKER, nowMs);
  const allowance: Allowance = createAllowance(options.limits ?? CALL_LIMITS, nowMs);
  const metrics = createCallMetrics();
  let key: GeminiState["key"] = "unknown";
  let trouble: GeminiFailure | undefined;

  const learn = (failure: GeminiFailure | undefined) => {
    const isIll = failure !== undefined && (TRIPPING.has(failure) || SIGNS_OF_ILLNESS.has(failure));
    if (failure === "bad_key") key = "bad";
    else if (!isIll) key = "ok";
    trouble = isIll ? failure : undefined;
    if (failure !== undefined && TRIPPING.has(failure)) breaker.trip(failure);
    else if (failure !== undefined && SIGNS_OF_ILLNESS.has(failure)) breaker.failed();
    else breaker.succeeded();
  };

  /** One request. @throws {@link RequestFailed}, or the signal's reason. */
  const send = async <T>(
    question: Question<T>,
    request: GenerateContentRequest,
    asker: Asker,
    leftMs: number,
  ): Promise<{ readonly value: T; readonly tokens: number | undefined }> => {
    const reader = createAnswerReader();
    await limited(asker.signal, leftMs, async (signal) => {
      if (!question.inPieces) {
        return reader.add((await library.generateContent(request, { signal })).response);
      }
      const { stream, response } = await library.generateContentStream(request, { signal });
      response.catch(() => {}); // the library tells each error twice; the stream's is the one heard
      for await (const piece of stream) {
        reader.add(piece);
        asker.onProgress?.(reader.length);
      }
    });
    try {
      return { value: reader.finish(question.answer), tokens: reader.tokens };
    } catch (error) {
      throw error instanceof AnswerError ? new RequestFailed(failedWith(error)) : error;
    }
  };

  /** Requests until one is answered, or it is of no use. */
  const sendUntilAnswered = async <T>(
    question: Question<T>,
    asker: Asker,
    count: { attempts: number },
  ) => {
    const request = requestOf(question);
    const untilMs = nowMs() + Math.min(question.withinMs, options.withinMs ?? Infinity);
    for (;;) {
      if (!allowance.takeProcess()) throw new NotAsked("rate_limited");
      count.attempts++;
      try {
        return await send(question, request, asker, untilMs - nowMs());
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        const { failure, retryAfterMs } = error.failed;
        const pause = MENDED_BY_WAITING.has(failure)
          ? waitBefore({
            attempt: count.attempts,
            leftMs: untilMs - nowMs(),
            draw: draw(),
            ...(retryAfterMs === undefined ? {} : { askedMs: retryAfterMs }),
          })
          : undefined;
        if (pause === undefined) throw error;
        await wait(pause, asker.signal);
      }
    }
  };

  return {
    async ask(question, asker) {
      asker.signal.throwIfAborted();
      const startedMs = nowMs();
      const count = { attempts: 0 };
      const tell = (outcome: "ok" | "cancelled" | GeminiFailure, more: LogFields = {}) => {
        const { task } = question;
        const ms = Math.round(nowMs() - startedMs);
        metrics.count({ task, outcome, attempts: count.attempts, ms });
        const { user, trace } = asker;
        const bytes = question.media?.bytes.length;
        const fields = { task, outcome, model, attempts: count.attempts, ms, user, bytes };
        log.info("asked Gemini", { ...fields, ...more, ...trace });
      };
      const failed = (reason: GeminiFailure) => {
        tell(reason);
        return { ok: false, reason, message: FAILURE_WORDS[reason] } as const;
      };
      if (asker.user !== null && !allowance.takeUser(asker.user)) return failed("rate_limited");
      const closed = breaker.enter();
      if (closed !== undefined) return failed(closed);
      try {
        const { value, tokens } = await sendUntilAnswered(question, asker, count);
        learn(undefined);
        tell("ok", { tokens });
        return { ok: true, value, model };
      } catch (error) {
        if (error instanceof RequestFailed) {
          learn(error.failed.failure);
          return failed(error.failed.failure);
        }
        breaker.left();
        if (error instanceof NotAsked) return failed(error.reason);
        if (error instanceof AnswerError) return failed(error.failure);
        if (asker.signal.aborted) tell("cancelled");
        throw error;
      }
    },

    async check(signal) {
      try {
        await limited(signal, CHECK_WITHIN_MS, async (signal) => {
          await library.countTokens("hello", { signal });
        });
        learn(undefined);
        log.info("Gemini accepts the key and the model", { model });
      } catch (error) {
        if (!(error instanceof RequestFailed)) throw error;
        const { failure } = error.failed;
        if (TRIPPING.has(failure)) {
          learn(failure);
          log.warn(`${FAILURE_WORDS[failure]} ${REMEDIES[failure] ?? ""} The local engine works.`, {
            model,
            failure,
          });
        } else log.info("Gemini could not be asked yet; the local engine works", { failure });
      }
    },

    state: () => ({
      configured: true,
      model,
      key,
      breaker: breaker.state(),
      trouble: trouble === undefined ? null : FAILURE_WORDS[trouble],
    }),

    metrics: () => metrics.render(breaker.state()),
  };
}

const REMEDIES: Partial<Record<GeminiFailure, string>> = {
  bad_key: "Check GEMINI_API_KEY.",
  unknown_model: "Check GEMINI_MODEL.",
};

/** Nothing was sent. */
class NotAsked extends Error {
  override readonly name = "NotAsked";
  constructor(readonly reason: GeminiFailure) {
    super(FAILURE_WORDS[reason]);
  }
}
