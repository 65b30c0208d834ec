/** What many connections got in a while. */
export interface Answers {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

export interface Target {
  readonly url: URL;
  /** Sent as `Authorization: Bearer`. */
  readonly token: string;
}

/**
 * GETs the same address over and over, each connection one request at a time. It speaks HTTP/1.1 by
 * hand: it shares the processors with the server it measures, and `fetch` would take more than that does.
 *
 * @throws Error for any answer but 200 with a body of known length.
 */
export async function ask(
  target: Target,
  connections: number,
  seconds: number,
): Promise<Answers> {
  const latencies: number[] = [];
  const began = performance.now();
  const until = began + seconds * 1000;
  await Promise.all(Array.from({ length: connections }, () => repeat(target, until, latencies)));
  const took = (performance.now() - began) / 1000;
  const sorted = Float64Array.from(latencies).sort();
  const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))] ?? NaN;
  return { perSecond: latencies.length / took, p50Ms: at(0.5), p99Ms: at(0.99) };
}

async function repeat({ url, token }: Target, until: number, latencies: number[]): Promise<void> {
  const request = new TextEncoder().encode(
    `GET ${url.pathname} HTTP/1.1\r\nHost: ${url.host}\r\nAccept: application/json\r\n` +
      `Authorization: Bearer ${token}\r\n\r\n`,
  );
  using connection = await Deno.connect({ hostname: url.hostname, port: Number(url.port) });
  connection.setNoDelay(true);
  const buffer = new Uint8Array(16 * 1024);
  while (performance.now() < until) {
    const sent = performance.now();
    await connection.write(request);
    await readAnswer(connection, buffer);
    latencies.push(performance.now() - sent);
  }
}

const decoder = new TextDecoder();

async function readAnswer(connection: Deno.Conn, buffer: Uint8Array): Promise<void> {
  let text = "";
  let wanted = Infinity;
  while (text.length < wanted) {
    const count = await connection.read(buffer);
    if (count === null) throw new Error(`the server closed the connection: ${text}`);
    text += decoder.decode(buffer.subarray(0, count)); // our answers are ASCII
    const head = text.indexOf("\r\n\r\n");
    if (head < 0) continue;
    const length = /\r\ncontent-length: *(\d+)/i.exec(text)?.[1];
    if (!text.startsWith("HTTP/1.1 200") || !length) throw new Error(`an answer: ${text}`);
    wanted = head + 4 + Number(length);
  }
}
