import { type ReadonlySignal, signal } from "@preact/signals";
import { asProblem, type Problem } from "../session/problem.ts";
import { takeFile } from "./take_file.ts";
import type { KeptTake, TakeStore } from "./take_store.ts";

/** A take on its way to the server. */
export interface OutboxItem {
  readonly take: KeptTake;
  readonly state: SendState;
}

export type SendState =
  /** For the network, for its turn, or for the person who stopped it. */
  | { readonly kind: "waiting"; readonly why: "turn" | "network" | "stopped" }
  | { readonly kind: "sending"; readonly progress: number }
  /** The server will not have it; trying again would be answered the same. */
  | { readonly kind: "refused"; readonly problem: Problem };

export interface Outbox {
  readonly items: ReadonlySignal<readonly OutboxItem[]>;
  /** A take that is whole in the store. */
  add(take: KeptTake): void;
  /** Takes up what an earlier page of this device has left. */
  resume(): Promise<void>;
  /** Stops sending; the take stays on this device. */
  cancel(id: string): void;
  retry(id: string): void;
  /** Gives up the take for good. */
  discard(id: string): Promise<void>;
  close(): void;
}

export interface OutboxDeps {
  readonly store: TakeStore;
  /** Only takes of this room are sent here. */
  readonly mine: (take: KeptTake) => boolean;
  readonly send: SendTake;
  /** Runs `work` unless another tab holds this take: records it, or sends it. @returns whether it ran. */
  readonly alone: (takeId: string, work: () => Promise<void>) => Promise<boolean>;
  /** @returns forgets it. */
  readonly later: (work: () => void, ms: number) => () => void;
  readonly onSent?: (take: KeptTake, answer: SentTake) => void;
}

export interface SentTake {
  readonly id: string;
}

export type SendTake = (
  take: KeptTake,
  file: File,
  onProgress: (progress: number) => void,
  stop: AbortSignal,
) => Promise<SentTake>;

const FIRST_WAIT_MS = 2000;
const LONGEST_WAIT_MS = 30_000;

export function createOutbox({ store, mine, send, alone, later, onSent }: OutboxDeps): Outbox {
  const items = signal<readonly OutboxItem[]>([]);
  const stops = new Map<string, AbortController>();
  const waits = new Map<string, () => void>();
  const failures = new Map<string, number>();

  const set = (id: string, state: SendState) => {
    items.value = items.value.map((item) => item.take.id === id ? { ...item, state } : item);
  };
  const drop = (id: string) => {
    items.value = items.value.filter(({ take }) => take.id !== id);
    waits.get(id)?.();
    waits.delete(id);
    failures.delete(id);
  };
  const wait = (take: KeptTake) => {
    const count = (failures.get(take.id) ?? 0) + 1;
    failures.set(take.id, count);
    set(take.id, { kind: "waiting", why: "network" });
    const ms = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (count - 1));
    waits.get(take.id)?.();
    waits.set(take.id, later(() => void attempt(take), ms));
  };

  const attempt = async (take: KeptTake) => {
    waits.get(take.id)?.();
    waits.delete(take.id);
    if (stops.has(take.id)) return;
    const stop = new AbortController();
    stops.set(take.id, stop);
    try {
      const ran = await alone(take.id, async () => {
        const pieces = await store.pieces(take.id);
        if (pieces.length === 0) { // sent by another tab meanwhile, or nothing was sung
          await store.remove(take.id);
          return drop(take.id);
        }
        set(take.id, { kind: "sending", progress: 0 });
        const answer = await send(
          take,
          takeFile(take, pieces),
          (progress) => set(take.id, { kind: "sending", progress }),
          stop.signal,
        );
        await store.remove(take.id);
        drop(take.id);
        onSent?.(take, answer);
      });
      if (!ran && take.finished) wait(take); // another tab sends it; then there will be nothing left to send
      else if (!ran) drop(take.id);
    } catch (error) {
      if (stop.signal.aborted) set(take.id, { kind: "waiting", why: "stopped" });
      else {
        const problem = asProblem(error);
        if (passes(problem)) wait(take);
        else set(take.id, { kind: "refused", problem });
      }
    } finally {
      stops.delete(take.id);
    }
  };
  const add = (take: KeptTake) => {
    if (items.value.some((item) => item.take.id === take.id)) return;
    items.value = [...items.value, { take, state: { kind: "waiting", why: "turn" } }];
    void attempt(take);
  };

  return {
    items,
    add,
    resume: async () => {
      for (const take of await store.list()) if (mine(take)) add(take);
    },
    cancel: (id) => stops.get(id)?.abort(),
    retry: (id) => {
      const item = items.value.find(({ take }) => take.id === id);
      failures.delete(id);
      if (item) void attempt(item.take);
    },
    discard: async (id) => {
      stops.get(id)?.abort();
      drop(id);
      await store.remove(id);
    },
    close: () => {
      for (const stop of stops.values()) stop.abort();
      for (const forget of waits.values()) forget();
    },
  };
}

/** Whether the same take may be taken later: the network, a busy server, a page before this one whose answer is due. */
function passes({ kind, code }: Problem): boolean {
  return kind === "network" || kind === "busy" || kind === "server" && code !== "UNEXPECTED" ||
    kind === "signed_out" || code === "IDEMPOTENCY_KEY_RUNNING";
}
