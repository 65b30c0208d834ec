import { expect } from "expect";
import { readWav } from "../../services/mixer/wav.ts";
import { networkProblem, Problem } from "../session/problem.ts";
import { createOutbox, type OutboxDeps, type SendTake } from "./outbox.ts";
import { createMemoryStore, type KeptTake } from "./take_store.ts";
import { packPcm24 } from "./wav_bytes.ts";

const TAKE: KeptTake = {
  id: "one",
  userId: "june",
  projectId: "song",
  name: "Take 1",
  stack: null,
  offsetSeconds: 2,
  startedAtMs: 1,
  format: { kind: "wav", sampleRate: 48_000, channels: 1 },
  finished: true,
};

async function outboxWith(send: SendTake, more: Partial<OutboxDeps> = {}) {
  const store = createMemoryStore();
  await store.begin(TAKE);
  await store.append("one", packPcm24([Float32Array.of(.5, -.5)]));
  await store.append("one", packPcm24([Float32Array.of(.25)]));
  const waits: { work: () => void; ms: number }[] = [];
  const outbox = createOutbox({
    store,
    mine: ({ projectId }) => projectId === "song",
    send,
    alone: async (_id, work) => {
      await work();
      return true;
    },
    later: (work, ms) => {
      waits.push({ work, ms });
      return () => undefined;
    },
    ...more,
  });
  const settled = async () => {
    for (let i = 0; i < 20; i++) await Promise.resolve();
  };
  return { store, outbox, waits, settled };
}

Deno.test("what a crashed tab has left is put together, sent, and then forgotten", async () => {
  const sent: File[] = [];
  const { store, outbox, settled } = await outboxWith((_take, file) => {
    sent.push(file);
    return Promise.resolve({ id: "r" });
  });
  await store.begin({ ...TAKE, id: "other", projectId: "another song" });
  await outbox.resume();
  await settled();
  expect(outbox.items.value).toEqual([]);
  expect((await store.list()).map(({ id }) => id)).toEqual(["other"]);
  expect(sent.length).toBe(1);
  const { channels } = readWav(new Uint8Array(await sent[0]!.arrayBuffer()));
  expect([...channels[0]!]).toEqual([.5, -.5, .25]);
});

Deno.test("a lost network keeps the take and tries again, ever more patiently", async () => {
  let online = false;
  const { store, outbox, waits, settled } = await outboxWith(() =>
    online ? Promise.resolve({ id: "r" }) : Promise.reject(networkProblem())
  );
  outbox.add(TAKE);
  await settled();
  expect(outbox.items.value[0]!.state).toEqual({ kind: "waiting", why: "network" });
  for (let i = 0; i < 6; i++) {
    waits.at(-1)!.work();
    await settled();
  }
  expect(waits.map(({ ms }) => ms)).toEqual([2000, 4000, 8000, 16000, 30000, 30000, 30000]);
  expect((await store.pieces("one")).length).toBe(2);
  online = true;
  waits.at(-1)!.work();
  await settled();
  expect(outbox.items.value).toEqual([]);
  expect(await store.list()).toEqual([]);
});

Deno.test("a first attempt that still runs is waited for: its answer is the take's", async () => {
  const running = new Problem("input", "IDEMPOTENCY_KEY_RUNNING", "It still runs.", 409);
  const { outbox, waits, settled } = await outboxWith(() => Promise.reject(running));
  outbox.add(TAKE);
  await settled();
  expect(outbox.items.value[0]!.state.kind).toBe("waiting");
  expect(waits.length).toBe(1);
});

Deno.test("what the server refuses stays on the device until its owner gives it up", async () => {
  const refusal = new Problem("input", "AUDIO_TOO_LONG", "It is 6 minutes long.", 422);
  const { store, outbox, waits, settled } = await outboxWith(() => Promise.reject(refusal));
  outbox.add(TAKE);
  await settled();
  expect(outbox.items.value[0]!.state).toEqual({ kind: "refused", problem: refusal });
  expect(waits).toEqual([]);
  expect((await store.list()).length).toBe(1);
  await outbox.discard("one");
  expect(outbox.items.value).toEqual([]);
  expect(await store.list()).toEqual([]);
});

Deno.test("stopped in the middle, it waits for a word, and the progress was told", async () => {
  const seen: unknown[] = [];
  const { store, outbox, settled } = await outboxWith((_take, _file, onProgress, stop) => {
    onProgress(.4);
    seen.push(outbox.items.value[0]!.state);
    return new Promise((_resolve, reject) => {
      stop.addEventListener("abort", () => reject(new DOMException("stopped", "AbortError")));
    });
  });
  outbox.add(TAKE);
  await settled();
  outbox.cancel("one");
  await settled();
  expect(seen).toEqual([{ kind: "sending", progress: .4 }]);
  expect(outbox.items.value[0]!.state).toEqual({ kind: "waiting", why: "stopped" });
  expect((await store.list()).length).toBe(1);
});

Deno.test("a take that another tab records is left to it; one that it sends is looked after", async () => {
  let locked = true;
  const { store, outbox, waits, settled } = await outboxWith(
    () => Promise.reject(new Error("must not be sent")),
    {
      alone: async (_id, work) => {
        if (!locked) await work();
        return !locked;
      },
    },
  );
  outbox.add({ ...TAKE, finished: false });
  await settled();
  expect(outbox.items.value).toEqual([]);
  outbox.add(TAKE);
  await settled();
  expect(outbox.items.value.length).toBe(1);
  locked = false;
  await store.remove("one"); // the other tab has sent it
  waits.at(-1)!.work();
  await settled();
  expect(outbox.items.value).toEqual([]);
});
