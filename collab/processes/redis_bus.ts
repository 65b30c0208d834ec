import { Buffer } from "node:buffer";
import type { Redis, RedisOptions } from "ioredis";
import type { Log } from "../../services/log.ts";
import type { Bus, BusListener, BusMessage } from "./bus.ts";
import { decodeMessage, encodeMessage } from "./bus_message.ts";

const ROOM = "sonic-alchemy:room:";
const ALIVE = "sonic-alchemy:alive";

/** Nothing waits for a Redis that is away, or hangs: what cannot be said at once is said another way. */
const OPTIONS: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  commandTimeout: 300,
  connectTimeout: 2000,
  disconnectTimeout: 50,
  retryStrategy: (times) => Math.min(1000, 50 * times),
};

/** Redis pub/sub. A Redis that is away is no error: it is found again by itself. */
export async function openRedisBus(
  { url, log, self }: { readonly url: string; readonly log: Log; readonly self: string },
): Promise<Bus> {
  const { Redis: Client } = await import("ioredis");
  const open = (name: string): Redis => {
    const client = new Client(url, OPTIONS);
    let away = false;
    client.on("error", (error) => {
      if (!away) log.warn("Redis is away", { connection: name, error });
      away = true;
    });
    client.on("ready", () => {
      if (away) log.info("Redis is back", { connection: name });
      away = false;
    });
    return client;
  };
  return new RedisBus(open("publish"), open("subscribe"), log, self);
}

class RedisBus implements Bus {
  readonly #publisher: Redis;
  readonly #subscriber: Redis;
  readonly #log: Log;
  readonly #self: string;
  readonly #joined = new Set<string>();
  readonly #sending = new Set<Promise<unknown>>();
  #listener: BusListener | undefined;

  constructor(publisher: Redis, subscriber: Redis, log: Log, self: string) {
    this.#publisher = publisher;
    this.#subscriber = subscriber;
    this.#log = log;
    this.#self = self;
    subscriber.on("messageBuffer", (channel, data) => this.#received(String(channel), data));
    subscriber.on("ready", () => this.#subscribe());
  }

  listen(listener: BusListener): void {
    this.#listener = listener;
    if (this.#subscriber.status === "ready") this.#subscribe();
  }

  async join(projectId: string): Promise<void> {
    this.#joined.add(projectId);
    await this.#try(this.#subscriber.subscribe(ROOM + projectId));
  }

  leave(projectId: string): void {
    this.#joined.delete(projectId);
    this.#try(this.#subscriber.unsubscribe(ROOM + projectId));
  }

  publish(projectId: string, message: BusMessage): Promise<boolean> {
    return this.#say(ROOM + projectId, encodeMessage(this.#self, message));
  }

  beat(): void {
    this.#say(ALIVE, Buffer.from(this.#self));
  }

  async close(): Promise<void> {
    await Promise.all(this.#sending);
    await Promise.all([end(this.#publisher), end(this.#subscriber)]);
  }

  #say(channel: string, data: Buffer): Promise<boolean> {
    const said = this.#try(this.#publisher.publish(channel, data));
    this.#sending.add(said);
    said.then(() => this.#sending.delete(said));
    return said;
  }

  /** Commands fail while Redis is away, which is said once and by the connection. */
  #try(command: Promise<unknown>): Promise<boolean> {
    return command.then(() => true, () => false);
  }

  async #subscribe(): Promise<void> {
    if (!this.#listener) return;
    const rooms = [...this.#joined].map((projectId) => ROOM + projectId);
    const done = await this.#try(this.#subscriber.subscribe(ALIVE, ...rooms));
    if (done) this.#listener.connected();
  }

  #received(channel: string, data: Buffer): void {
    if (channel === ALIVE) return this.#listener?.alive(data.toString());
    try {
      const { from, message } = decodeMessage(data);
      if (from !== this.#self) this.#listener?.heard(channel.slice(ROOM.length), from, message);
    } catch (error) {
      this.#log.warn("a message from Redis that cannot be used", { channel, error });
    }
  }
}

function end(client: Redis): Promise<unknown> {
  // Between two attempts there is nothing to end, and nothing is heard of it but a timer.
  const isIdle = client.status === "end" || client.status === "reconnecting";
  const ended = new Promise((resolve) => {
    if (isIdle) setTimeout(resolve, 2 * OPTIONS.disconnectTimeout!);
    else client.once("end", resolve);
  });
  client.disconnect();
  return ended;
}
