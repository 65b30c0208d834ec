/** Counts for `/metrics`, in the text format of Prometheus 0.0.4. */
export interface Metrics {
  request(method: string, route: string, status: number, ms: number): void;
  /** A value that is read when asked for. */
  gauge(name: string, help: string, read: () => number): void;
  /** Lines of somebody who counts by themselves. */
  also(render: () => readonly string[]): void;
  render(): string;
}

const BUCKETS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

export function createMetrics(): Metrics {
  const requests = new Map<string, number>();
  const buckets = BUCKETS_SECONDS.map(() => 0);
  const gauges: { name: string; help: string; read: () => number }[] = [];
  const others: (() => readonly string[])[] = [];
  let count = 0;
  let seconds = 0;
  return {
    request(method, route, status, ms) {
      const labels = `method="${plain(method)}",route="${plain(route)}",status="${status}"`;
      requests.set(labels, (requests.get(labels) ?? 0) + 1);
      count++;
      seconds += ms / 1000;
      BUCKETS_SECONDS.forEach((limit, i) => {
        if (ms / 1000 <= limit) buckets[i]!++;
      });
    },
    gauge: (name, help, read) => void gauges.push({ name, help, read }),
    also: (render) => void others.push(render),
    render() {
      const name = "http_request_duration_seconds";
      const lines = [
        "# HELP http_requests_total Requests answered.",
        "# TYPE http_requests_total counter",
        ...[...requests].map(([labels, n]) => `http_requests_total{${labels}} ${n}`),
        `# HELP ${name} Time to answer.`,
        `# TYPE ${name} histogram`,
        ...BUCKETS_SECONDS.map((limit, i) => `${name}_bucket{le="${limit}"} ${buckets[i]}`),
        `${name}_bucket{le="+Inf"} ${count}`,
        `${name}_sum ${seconds}`,
        `${name}_count ${count}`,
        ...gauges.flatMap(({ name, help, read }) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} gauge`,
          `${name} ${read()}`,
        ]),
        ...others.flatMap((render) => render()),
      ];
      return lines.join("\n") + "\n";
    },
  };
}

/** Methods and routes come from our own table, but a label must never break its line. */
function plain(text: string): string {
  return text.replace(/[\\"\n]/g, "_").slice(0, 200);
}
