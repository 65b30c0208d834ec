import type { BreakerState } from "./breaker.ts";
import type { GeminiFailure } from "./failure.ts";

export interface CallCount {
  readonly task: string;
  readonly outcome: "ok" | "cancelled" | GeminiFailure;
  readonly attempts: number;
  readonly ms: number;
}

/** Counts of calls for `/metrics`, in the text format of Prometheus 0.0.4. */
export interface CallMetrics {
  count(call: CallCount): void;
  render(breaker: BreakerState): string[];
}

const BUCKETS_SECONDS = [0.5, 1, 2, 5, 10, 20, 60, 120];
const BREAKER_VALUE: Readonly<Record<BreakerState, number>> = {
  "closed": 0,
  "half-open": 1,
  "open": 2,
};

export function createCallMetrics(): CallMetrics {
  const calls = new Map<string, number>();
  const buckets = BUCKETS_SECONDS.map(() => 0);
  let all = 0, seconds = 0, requests = 0;
  return {
    count({ task, outcome, attempts, ms }) {
      const labels = `task="${task}",outcome="${outcome}"`;
      calls.set(labels, (calls.get(labels) ?? 0) + 1);
      all++;
      requests += attempts;
      seconds += ms / 1000;
      BUCKETS_SECONDS.forEach((limit, i) => {
        if (ms / 1000 <= limit) buckets[i]!++;
      });
    },
    render(breaker) {
      const name = "gemini_call_duration_seconds";
      return [
        "# HELP gemini_calls_total Questions to Gemini, by how they ended.",
        "# TYPE gemini_calls_total counter",
        ...[...calls].map(([labels, n]) => `gemini_calls_total{${labels}} ${n}`),
        "# HELP gemini_requests_total Requests sent, repeated ones too.",
        "# TYPE gemini_requests_total counter",
        `gemini_requests_total ${requests}`,
        `# HELP ${name} Time to an answer or to giving up.`,
        `# TYPE ${name} histogram`,
        ...BUCKETS_SECONDS.map((limit, i) => `${name}_bucket{le="${limit}"} ${buckets[i]}`),
        `${name}_bucket{le="+Inf"} ${all}`,
        `${name}_sum ${seconds}`,
        `${name}_count ${all}`,
        "# HELP gemini_breaker 0 closed, 1 half-open, 2 open.",
        "# TYPE gemini_breaker gauge",
        `gemini_breaker ${BREAKER_VALUE[breaker]}`,
      ];
    },
  };
}
