/**
 * Rounds of `kill -9`: people write by socket, by REST and by jobs, the server is killed at a random
 * moment, and what it had acknowledged by then must be in what the next one loads.
 */
import assert from "node:assert/strict";
import * as Y from "yjs";
import { roots } from "../../collab/document/schema.ts";
import { view } from "../../collab/document/view.ts";
import { isApplied } from "../../jobs/job_entry.ts";
import { type Stream, stream } from "../../services/composer/random.ts";
import { type Client, client, type JobAnswer, signUp } from "../fixtures/client.ts";
import { missingFrom } from "../fixtures/ledger.ts";
import { assertLegal } from "../fixtures/legal.ts";
import { crashDatabase, removeData, startServer, type TestServer } from "../fixtures/server.ts";
import { until } from "../fixtures/until.ts";
import { openWriter, type Writer } from "../fixtures/writer.ts";
import {
  noPromises,
  type Place,
  type Promises,
  writeByJobs,
  writeByRest,
  writeBySocket,
} from "./writers.ts";

export interface CrashOptions {
  readonly rounds: number;
  readonly seed: number;
  /** A piece of music is being made in every n-th round; in none when it is left out. */
  readonly composeEvery?: number;
  readonly say?: (line: string) => void;
}

export interface CrashFigures {
  readonly rounds: number;
  /** Rounds in which the database crashed as well. */
  readonly databaseCrashes: number;
  readonly acknowledgedUpdates: number;
  readonly answeredRequests: number;
  /** How many ended how. */
  readonly jobs: Readonly<Record<string, number>>;
  readonly compactions: number;
  /** From the kill to the first check of the next server's document. */
  readonly recoveryMs: { readonly median: number; readonly worst: number };
  readonly seconds: number;
}

/** Everything acknowledged in one project, in all rounds so far. */
interface Book {
  readonly place: Place;
  readonly updates: Uint8Array[];
  readonly promises: Promises;
}

/** @throws AssertionError with the seed and the round where something acknowledged is missing. */
export async function crashRounds(options: CrashOptions): Promise<CrashFigures> {
  const { rounds, seed, composeEvery = Infinity, say = () => {} } = options;
  const began = performance.now();
  let server = await startServer({ env: ENV });
  try {
    let who = await withApiToken(await signUp(server.url), server.url);
    const all: Book[] = [];
    const recoveries: number[] = [];
    let databaseCrashes = 0;
    let compactions = 0;
    for (let round = 0; round < rounds; round++) {
      const dice = stream(seed, "round", round);
      if (round % ROUNDS_PER_PROJECT === 0) all.push(await newBook(who), await newBook(who));
      const [busy, quiet] = all.slice(-2) as [Book, Book];
      const job = round % composeEvery === composeEvery - 1 ? COMPOSE : ANALYSE;
      const writing = await write({ server, who, busy, quiet, job, dice });
      await until("answers to come", () => writing.flows(), { everyMs: 5 });
      await pause(200 + dice.below(700));
      if (dice.chance(0.4)) {
        writing.leave(); // the room closes, and its log is compacted
        await pause(dice.below(60));
      }
      await server.kill();
      const killedAt = performance.now();
      compactions += server.log().split("log compacted").length - 1;
      if (dice.chance(0.1)) {
        await crashDatabase(server);
        databaseCrashes++;
      }
      await writing.stop();
      server = await startServer({ dataDir: server.dataDir, env: ENV });
      who = client(server.url, who.user, who.token);
      for (const book of [busy, quiet]) await check(who, book, `seed ${seed}, round ${round}`);
      recoveries.push(performance.now() - killedAt);
      if ((round + 1) % 20 === 0) say(`${round + 1} of ${rounds} rounds`);
    }
    await allJobsEnd(who, all);
    for (const book of all) await check(who, book, `seed ${seed}, at the end`);
    const jobs = await jobStates(who, all);
    await server.stop();
    recoveries.sort((a, b) => a - b);
    return {
      rounds,
      databaseCrashes,
      acknowledgedUpdates: all.reduce((sum, { updates }) => sum + updates.length, 0),
      answeredRequests: all.reduce((sum, { promises }) => sum + promises.answers, 0),
      jobs,
      compactions,
      recoveryMs: {
        median: Math.round(recoveries[recoveries.length >> 1]!),
        worst: Math.round(recoveries.at(-1)!),
      },
      seconds: Math.round((performance.now() - began) / 1000),
    };
  } catch (error) {
    await server.kill();
    throw error;
  } finally {
    await removeData(server.dataDir);
  }
}

/** It says when it compacts. */
const ENV = { LOG_LEVEL: "debug" };
const ROUNDS_PER_PROJECT = 10;
const SOCKET_WRITERS = 3;
const ANALYSE = { path: "analyze", body: {} };
const COMPOSE = { path: "music", body: { duration_seconds: 30, seed: 1 } };

/**
 * The busy project is open, with people in it; the quiet one is closed and edited by REST alone, so that
 * its log is compacted again and again.
 */
async function write({ server, who, busy, quiet, job, dice }: {
  readonly server: TestServer;
  readonly who: Client;
  readonly busy: Book;
  readonly quiet: Book;
  readonly job: { readonly path: string; readonly body: unknown };
  readonly dice: Stream;
}): Promise<{ flows(): boolean; leave(): void; stop(): Promise<void> }> {
  const stopping = new AbortController();
  const { signal } = stopping;
  const writers: Writer[] = Array.from(
    { length: SOCKET_WRITERS },
    () => openWriter(server.url, busy.place.project, { token: who.token }),
  );
  await until("everybody in the room", () => writers.every((writer) => writer.saved()));
  const answers = () => busy.promises.answers + quiet.promises.answers;
  const answersBefore = answers();
  const seedOf = (name: string) => stream(dice.below(1 << 30), name);
  const loops = [
    ...writers.map((writer) => writeBySocket(writer, busy.place, seedOf("socket"), signal)),
    writeByRest(who, busy.place, busy.promises, seedOf("rest"), signal),
    writeByRest(who, quiet.place, quiet.promises, seedOf("quiet"), signal),
    writeByRest(who, quiet.place, quiet.promises, seedOf("quieter"), signal),
    writeByJobs(who, busy.place, busy.promises, job, signal),
  ];
  return {
    flows: () =>
      answers() >= answersBefore + 3 &&
      writers.reduce((sum, { ledger }) => sum + ledger.acknowledged.length, 0) > 10,
    leave: () => writers.forEach(({ line }) => line.disconnect()),
    async stop() {
      stopping.abort();
      await Promise.all(loops);
      for (const writer of writers) {
        await writer.leave();
        busy.updates.push(...writer.ledger.acknowledged);
        writer.doc.destroy();
      }
    },
  };
}

async function check(who: Client, book: Book, when: string): Promise<void> {
  const { place, updates, promises } = book;
  const answer = await who.call("GET", `/projects/${place.project}/document/update`);
  const state = new Uint8Array(await answer.arrayBuffer());
  assert.equal(answer.status, 200, when);
  const lost = missingFrom(state, updates);
  assert.equal(
    lost.length,
    0,
    `${when}: of ${updates.length} acknowledged, ${lost.length} are lost`,
  );
  const doc = new Y.Doc();
  Y.applyUpdate(doc, state);
  const { shapes, canvases, jobs } = roots(doc);
  const kept = (ids: Iterable<string>, map: { has(id: string): boolean }) =>
    [...ids].filter((id) => !map.has(id));
  assert.deepEqual(kept(promises.drawn, shapes), [], `${when}: strokes are missing`);
  assert.deepEqual(kept(promises.canvases, canvases), [], `${when}: canvases are missing`);
  const back = [...promises.erased].filter((id) => shapes.has(id));
  assert.deepEqual(back, [], `${when}: erased strokes are back`);
  for (const [id, status] of promises.jobs) {
    if (status !== "succeeded") continue;
    assert.ok(jobs.has(id) && isApplied(doc, id), `${when}: what job ${id} made is missing`);
  }
  assertLegal(view(doc));
  doc.destroy();
}

/** Every job that was accepted comes to an end, and one that had succeeded still has. */
async function allJobsEnd(who: Client, all: readonly Book[]): Promise<void> {
  for (const { promises } of all) {
    for (const [id, seen] of promises.jobs) {
      const { status } = await who.job(id);
      if (seen === "succeeded") assert.equal(status, "succeeded");
      if (status === "succeeded") promises.jobs.set(id, "succeeded");
    }
  }
}

async function jobStates(who: Client, all: readonly Book[]): Promise<Record<string, number>> {
  const states: Record<string, number> = {};
  for (const id of all.flatMap(({ promises }) => [...promises.jobs.keys()])) {
    const { status, error } = await who.json<JobAnswer>(200, "GET", `/jobs/${id}`);
    const state = error ? `${status}: ${error.code}` : status;
    states[state] = (states[state] ?? 0) + 1;
  }
  return states;
}

/** A run may take longer than an access token lasts. */
async function withApiToken(who: Client, url: string): Promise<Client> {
  const wish = { name: "crash" };
  const { token } = await who.json<{ token: string }>(201, "POST", "/auth/tokens", wish);
  return client(url, who.user, token);
}

async function newBook(who: Client): Promise<Book> {
  const { id } = await who.json<{ id: string }>(201, "POST", "/projects", { title: "crashes" });
  const { canvases } = await who.json<{ canvases: { id: string }[] }>(
    200,
    "GET",
    `/projects/${id}/canvases`,
  );
  const place = { project: id, canvas: canvases[0]!.id };
  return { place, updates: [], promises: noPromises() };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
