/**
 * One seed: four people behind bad lines, who also undo and redo, a program that uses REST, a job, and
 * servers that are started again meanwhile. Once the lines are good, everybody must have the same, legal
 * document, and it must hold what was acknowledged; nobody's undo takes what is another's. The seed decides
 * who does what, and which faults come when; the order in which it all arrives is the machine's.
 */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { type Stream, stream } from "../../services/composer/random.ts";
import { type Client, client, signUp } from "../fixtures/client.ts";
import { type FaultProxy, startFaultProxy } from "../fixtures/fault_proxy.ts";
import { isWhole, missingFrom } from "../fixtures/ledger.ts";
import { assertLegal } from "../fixtures/legal.ts";
import { until } from "../fixtures/until.ts";
import { openWriter, type Writer } from "../fixtures/writer.ts";
import { attempt, Deeds, Hand, request } from "./hands.ts";
import type { Cluster } from "./cluster.ts";

export type Cast = readonly Client[];

/** Four people; they can take part in any number of plays. */
export async function gather(cluster: Cluster): Promise<Cast> {
  const cast: Client[] = [];
  for (let n = 0; n < PEERS; n++) {
    const who = await signUp(cluster.url(0));
    // Many plays take longer than an access token lasts.
    const wish = { name: "fuzz" };
    const { token } = await who.json<{ token: string }>(201, "POST", "/auth/tokens", wish);
    cast.push(client(cluster.url(0), who.user, token));
  }
  return cast;
}

export interface PlayFigures {
  readonly acknowledged: number;
  readonly reconnections: number;
  readonly restarted: "SIGTERM" | "SIGKILL" | null;
}

/** @throws AssertionError that names the seed. */
export async function play(cluster: Cluster, cast: Cast, seed: number): Promise<PlayFigures> {
  try {
    return await new Play(cluster, cast, seed).run();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`FUZZ_FROM=${seed} FUZZ_SEEDS=1: ${reason}`, { cause: error });
  }
}

const PEERS = 4;
const DEEDS_PER_PEER = 30;
const REQUESTS = 16;

class Play {
  readonly #cluster: Cluster;
  readonly #cast: Cast;
  readonly #seed: number;
  readonly #deeds = new Deeds();
  readonly #lines: FaultProxy[] = [];
  readonly #writers: Writer[] = [];

  constructor(cluster: Cluster, cast: Cast, seed: number) {
    this.#cluster = cluster;
    this.#cast = cast;
    this.#seed = seed;
  }

  async run(): Promise<PlayFigures> {
    const { project, canvas } = await this.#project();
    try {
      this.#cast.forEach(({ token }, n) => this.#join(n, project, token));
      await until("everybody in the room", () => this.#writers.every(({ saved }) => saved()));
      const restarts = this.#dice("restarts");
      const signal = restarts.pick([null, null, "SIGTERM", "SIGKILL"] as const);
      // A killed job runs again when its lease is over: long after this play.
      const jobFirst = signal !== "SIGKILL";
      const [job] = await Promise.all([
        jobFirst ? this.#job(canvas) : undefined,
        ...this.#writers.map((writer, n) => this.#perform(writer, n)),
        ...this.#lines.map((line, n) => this.#disturb(line, n)),
        this.#program(project, canvas),
        this.#restart(signal, restarts),
        this.#silence(),
      ]);
      for (const line of this.#lines) line.heal();
      const lastJob = job ?? await this.#job(canvas);
      const { status, error } = await this.#who(0).job(lastJob);
      // They may have rubbed out everything before it looked.
      const ended = error?.code === "CANVAS_EMPTY" ? "failed" : "succeeded";
      assert.equal(status, ended, JSON.stringify(error));
      await this.#checkEnd(project);
      const connections = this.#writers.reduce((sum, { closes }) => sum + closes.length, 0);
      const acknowledged = this.#writers.flatMap(({ ledger }) => ledger.acknowledged).length;
      return { acknowledged, reconnections: connections, restarted: signal };
    } finally {
      for (const writer of this.#writers) await writer.leave();
      for (const line of this.#lines) await line.close();
    }
  }

  #dice(...path: readonly (string | number)[]): Stream {
    return stream(this.#seed, ...path);
  }

  /** The owner, as somebody who talks to this process. */
  #who(index: number): Client {
    const { user, token } = this.#cast[0]!;
    return client(this.#cluster.url(index), user, token);
  }

  async #project(): Promise<{ project: string; canvas: string }> {
    const owner = this.#who(0);
    const { id } = await owner.json<{ id: string }>(201, "POST", "/projects", { title: "Play" });
    for (const { user } of this.#cast.slice(1)) {
      const answer = await owner.call("PUT", `/projects/${id}/members/${user.id}`, {
        role: "editor",
      });
      assert.ok(answer.ok, await answer.text());
    }
    const { canvases } = await owner.json<{ canvases: { id: string }[] }>(
      200,
      "GET",
      `/projects/${id}/canvases`,
    );
    return { project: id, canvas: canvases[0]!.id };
  }

  #join(n: number, project: string, token: string): void {
    const dice = this.#dice("line", n);
    const slowMs = dice.pick([0, 2, 15]);
    const line = startFaultProxy(() => this.#cluster.url(n % this.#cluster.size), {
      delayMs: () => dice.below(slowMs + 1),
      twice: () => dice.chance(0.1),
    });
    this.#lines.push(line);
    this.#writers.push(openWriter(line.url, project, { token }));
  }

  async #perform({ doc }: Writer, n: number): Promise<void> {
    const dice = this.#dice("peer", n);
    const hand = new Hand(doc, this.#deeds);
    for (let deed = 0; deed < DEEDS_PER_PEER; deed++) {
      hand.act(dice, `${n}-${deed}`);
      await pause(dice.below(45));
    }
    hand.close();
  }

  async #disturb(line: FaultProxy, n: number): Promise<void> {
    const dice = this.#dice("faults", n);
    for (let fault = dice.below(3); fault > 0; fault--) {
      await pause(dice.below(150));
      const what = dice.pick(["cut", "swallow", "reset"] as const);
      line[what]();
      await pause(20 + dice.below(150));
      line.heal();
    }
  }

  async #program(project: string, canvas: string): Promise<void> {
    const dice = this.#dice("program");
    for (let n = 0; n < REQUESTS; n++) {
      const who = this.#who(dice.below(this.#cluster.size));
      await request(who, project, canvas, this.#deeds, dice);
      await pause(dice.below(60));
    }
  }

  /** An analysis of the first canvas, asked for until a server is there to take the wish. */
  async #job(canvas: string): Promise<string> {
    const { id } = await until("a job that is taken", async () => {
      await request(this.#who(0), "", canvas, this.#deeds, DRAWING);
      return await attempt(this.#who(0).call("POST", `/canvases/${canvas}/analyze`, {}));
    });
    return id as string;
  }

  async #restart(signal: "SIGTERM" | "SIGKILL" | null, dice: Stream): Promise<void> {
    if (!signal) return;
    await pause(100 + dice.below(400));
    await this.#cluster.restart(dice.below(this.#cluster.size), signal);
  }

  async #silence(): Promise<void> {
    const dice = this.#dice("silence");
    if (this.#cluster.size === 1 || dice.chance(0.5)) return;
    await pause(dice.below(400));
    await this.#cluster.silence(dice.below(400));
  }

  async #checkEnd(project: string): Promise<void> {
    const servers = Array.from({ length: this.#cluster.size }, (_, n) => n);
    const [first, ...others] = this.#writers as [Writer, ...Writer[]];
    let states: Uint8Array[] = [];
    await until("everybody has the same", async () => {
      if (!this.#writers.every((writer) => writer.saved())) return false;
      states = await Promise.all(servers.map((n) => stateOf(this.#who(n), project)));
      const all = [...others.map(({ doc }) => doc), ...states.map(load)];
      return all.every((doc) => sameState(doc, first.doc));
    }, { everyMs: 30 });

    const seen = view(first.doc);
    assertLegal(seen);
    assert.ok(isWhole(first.doc));
    for (const doc of [...others.map(({ doc }) => doc), ...states.map(load)]) {
      assert.deepEqual(view(doc), seen, "the same state is the same document");
    }
    const acknowledged = this.#writers.flatMap(({ ledger }) => ledger.acknowledged);
    assert.deepEqual(missingFrom(states[0]!, acknowledged), [], "acknowledged updates are missing");
    this.#checkDeeds(first.doc);
    const told = await this.#who(0).json<{ lyrics: string; shapes: { id: string }[] }>(
      200,
      "GET",
      `/projects/${project}/document`,
    );
    assert.equal(told.lyrics, seen.lyrics);
    assert.deepEqual(told.shapes.map(({ id }) => id), seen.shapes.map(({ id }) => id));

    // With nobody in it, the room is what its log says.
    for (const { line } of this.#writers) line.disconnect();
    for (const n of servers) {
      const stored = await stateOf(this.#who(n), project);
      assert.ok(sameState(load(stored), first.doc), "the log holds the document");
    }
  }

  #checkDeeds(doc: Y.Doc): void {
    const { drawn, erased, typed, deleted } = this.#deeds;
    const { shapes, lyrics } = roots(doc);
    const text = lyrics.toString();
    const lost = [...drawn].filter((id) => !erased.has(id) && !shapes.has(id));
    assert.deepEqual(lost, [], "strokes that nobody erased are gone");
    const unsaid = [...typed].filter((letter) => !deleted.has(letter) && !text.includes(letter));
    assert.deepEqual(unsaid, [], "letters that nobody deleted are gone");
    // Where two deleted the same and both took that back, it is there twice.
    for (const letter of [...typed].filter((letter) => !deleted.has(letter))) {
      assert.ok(text.split(letter).length <= 2, "a letter that was typed once is there twice");
    }
  }
}

/** Always draws. */
const DRAWING: Stream = { ...stream(1, "drawing"), next: () => 0 };

async function stateOf(who: Client, project: string): Promise<Uint8Array> {
  const answer = await who.call("GET", `/projects/${project}/document/update`);
  const bytes = new Uint8Array(await answer.arrayBuffer());
  assert.equal(answer.status, 200);
  return bytes;
}

function load(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  return doc;
}

function sameState(a: Y.Doc, b: Y.Doc): boolean {
  return Y.equalSnapshots(Y.snapshot(a), Y.snapshot(b));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
