import { HocuspocusProvider, HocuspocusProviderWebsocket } from "@hocuspocus/provider";
import { type ReadonlySignal, signal } from "@preact/signals";
import * as Y from "yjs";
import { CLOSE, type Close } from "../../collab/document/close_codes.ts";
import type { User } from "../session/session.ts";
import { createDocumentStore, type DocumentStore } from "./document_store.ts";
import type { DeviceStore, keepOnDevice as keepInDatabase } from "./device_store.ts";
import { exchangingSocket } from "./exchange.ts";
import { createPresence, type PresenceRoom } from "./presence.ts";
import { type Refusal, type SaveFacts, type SaveState, saveState } from "./save_state.ts";
import { createSteps, type Steps } from "./steps.ts";
import { openUnsentNote } from "./unsent.ts";

/** Fine progress of a job, told outside the log. */
export interface JobProgress {
  readonly progress: number;
  readonly stage: string;
}

/** One project's shared document, open in this tab. */
export interface Room {
  readonly projectId: string;
  readonly user: User;
  readonly doc: Y.Doc;
  readonly document: DocumentStore;
  readonly presence: PresenceRoom;
  readonly steps: Steps;
  readonly save: ReadonlySignal<SaveState>;
  readonly readOnly: ReadonlySignal<boolean>;
  /** The document has been read once, from the server or from this device. */
  readonly ready: ReadonlySignal<boolean>;
  readonly progress: ReadonlySignal<ReadonlyMap<string, JobProgress>>;
  /** The server let this person in no longer; the reason in its words. */
  readonly refused: ReadonlySignal<string | null>;
  /** Tries the door again, e.g. after a role came back or with what the server would not take. */
  retry(): void;
  /** Lets go of what this device keeps of the room, unsent changes included. The page must be loaded anew. */
  letGo(): Promise<void>;
  close(): void;
}

export interface RoomOptions {
  readonly projectId: string;
  readonly user: User;
  readonly token: () => Promise<string>;
  /** `ws://…/collab`; the page's own host when left out. */
  readonly url?: string;
}

export function openRoom({ projectId, user, token, url = socketUrl() }: RoomOptions): Room {
  const doc = new Y.Doc();
  const readOnly = signal(false);
  const ready = signal(false);
  const refused = signal<string | null>(null);
  const progress = signal<ReadonlyMap<string, JobProgress>>(new Map());
  const note = openUnsentNote(projectId, crypto.randomUUID());
  let facts: SaveFacts = {
    socket: "connecting",
    synced: false,
    everSynced: false,
    unacknowledged: 0,
    waiting: note.before,
    readOnly: false,
    unsaved: false,
    refusal: null,
    kept: false,
    reading: true,
    online: navigator.onLine,
    sinceMs: 0,
  };
  let changedAtMs = performance.now();
  const save = signal<SaveState>(saveState(facts));
  /** Times in a row that the server has closed the socket over what this tab sends. */
  let strikes = 0;

  /** Whatever is learned goes through here, so that the pill is computed and never set. */
  const learn = (patch: Partial<SaveFacts>) => {
    const before = facts;
    facts = { ...facts, ...patch };
    const calm = isWhole(facts) && facts.unacknowledged === 0 && !facts.reading;
    if (calm && !facts.readOnly) facts = { ...facts, waiting: 0, unsaved: false };
    if (calm) strikes = 0;
    const moved = isWhole(facts) !== isWhole(before) ||
      (facts.unacknowledged > 0) !== (before.unacknowledged > 0) ||
      facts.unacknowledged < before.unacknowledged;
    if (moved || calm) changedAtMs = performance.now();
    if (facts.waiting !== before.waiting) note.write(facts.waiting);
    facts = { ...facts, sinceMs: performance.now() - changedAtMs };
    const next = saveState(facts);
    if (JSON.stringify(next) !== JSON.stringify(save.value)) save.value = next;
  };

  const line = new RoomLine({
    url,
    autoConnect: false,
    maxDelay: MAX_WAIT_MS,
    WebSocketPolyfill: exchangingSocket(({ whole, unacknowledged }) =>
      learn({ synced: whole, everSynced: whole || facts.everSynced, unacknowledged })
    ),
  });
  const provider = new HocuspocusProvider({
    websocketProvider: line,
    name: `project/${projectId}`,
    document: doc,
    token,
    onStatus: ({ status }) => learn({ socket: status }),
    onAuthenticated: ({ scope }) => {
      refused.value = null;
      readOnly.value = scope === "readonly";
      learn({ readOnly: readOnly.value });
    },
    onAuthenticationFailed: ({ reason }) => refused.value = reason,
    onSynced: () => ready.value = true,
    onClose: ({ event }) => {
      const refusal = refusalOf(event.code);
      const final = refusal !== null && ++strikes >= MAX_STRIKES;
      const unsaved = UNSAVED.has(event.code) || facts.unsaved;
      learn({ unsaved, refusal: final ? refusal : facts.refusal });
      if (final) line.disconnect(); // coming back would only send the same again
      if (event.code === CLOSE.forbidden.code) refused.value = event.reason;
    },
    onStateless: ({ payload }) => hear(payload, progress),
  });

  // After the provider has sent the update, and it counts as unacknowledged: before, all would look calm.
  doc.on("update", (_update: Uint8Array, _origin: unknown, _doc: Y.Doc, { local }) => {
    if (local) learn({ waiting: facts.waiting + 1 });
  });

  const keeper = keepOnDevice(`sonic-alchemy/${user.id}/${projectId}`, doc, (kept) => {
    if (kept && doc.store.clients.size > 0) ready.value = true;
    learn(kept ? { kept, reading: false } : { kept });
  }).finally(() => learn({ reading: false }));
  const onNetwork = () => {
    learn({ online: navigator.onLine });
    const calm = isWhole(facts) && facts.unacknowledged === 0;
    if (navigator.onLine && !calm && !facts.refusal) line.beginAnew();
  };
  addEventListener("online", onNetwork);
  addEventListener("offline", onNetwork);
  const onUnload = (event: BeforeUnloadEvent) => {
    if (facts.waiting > 0 && !facts.readOnly) event.preventDefault();
  };
  addEventListener("beforeunload", onUnload);
  const clock = setInterval(() => learn({}), 1000);
  provider.attach();
  void line.connect();

  return {
    projectId,
    user,
    doc,
    document: createDocumentStore(doc),
    presence: createPresence(provider.awareness!, {
      id: user.id,
      name: user.username,
      color: user.color,
    }),
    steps: createSteps(doc),
    save,
    readOnly,
    ready,
    progress,
    refused,
    retry: () => {
      refused.value = null;
      strikes = 0;
      learn({ refusal: null });
      line.beginAnew();
    },
    letGo: async () => {
      line.disconnect();
      await (await keeper)?.clear();
      note.write(0);
      removeEventListener("beforeunload", onUnload);
    },
    close: () => {
      removeEventListener("online", onNetwork);
      removeEventListener("offline", onNetwork);
      removeEventListener("beforeunload", onUnload);
      clearInterval(clock);
      provider.destroy();
      line.destroy();
      void keeper.then((kept) => kept?.close());
      doc.destroy();
    },
  };
}

class RoomLine extends HocuspocusProviderWebsocket {
  /** What cannot be sent now need not be kept: a new connection begins by telling all of it. */
  override send(message: Uint8Array): void {
    if (this.webSocket?.readyState === WebSocket.OPEN) super.send(message);
  }

  /**
   * The stock `connect` does nothing while a socket is open or closing, and then nobody connects. A line
   * that is dead says nothing for half a minute: this one is over now.
   */
  beginAnew(): void {
    if (this.webSocket) this.emit("close", { event: { code: 1000, reason: "" } });
    void this.connect();
  }
}

/** Between two attempts to reach a server that does not answer. */
const MAX_WAIT_MS = 8000;
const MAX_STRIKES = 2;

const UNSAVED = new Set<number>([CLOSE.notSaved, CLOSE.unavailable].map(({ code }: Close) => code));

/** What a close says about the changes of this tab; null when it is not about them. */
function refusalOf(code: number): Refusal | null {
  if (code === CLOSE.tooLarge.code) return "too_large";
  return code === CLOSE.malformed.code ? "unreadable" : null;
}

/** Attempts to reconnect come and go; what counts is whether the exchange with the server stands. */
function isWhole({ socket, synced }: SaveFacts): boolean {
  return socket === "connected" && synced;
}

/** It comes after the first paint. Where it does not, the pill says what that means. */
async function keepOnDevice(
  ...wish: Parameters<typeof keepInDatabase>
): Promise<DeviceStore | null> {
  try {
    return await (await import("./device_store.ts")).keepOnDevice(...wish);
  } catch {
    return null; // `kept` stays false, and the pill is honest about it
  }
}

function hear(
  payload: string,
  progress: { value: ReadonlyMap<string, JobProgress> },
): void {
  const message = parseMessage(payload);
  if (!message) return;
  const next = new Map(progress.value);
  if (message.type === "job.progress") {
    next.set(message.job, { progress: message.progress, stage: message.stage });
  } else next.delete(message.job);
  progress.value = next;
}

type RoomMessage =
  | {
    readonly type: "job.progress";
    readonly job: string;
    readonly progress: number;
    readonly stage: string;
  }
  | { readonly type: "job.done"; readonly job: string };

/** Anybody in the room can send a stateless message: only the shapes we know are heard. */
function parseMessage(payload: string): RoomMessage | null {
  let value: unknown;
  try {
    value = JSON.parse(payload);
  } catch {
    return null;
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  const { type, job, progress, stage } = value as Readonly<Record<string, unknown>>;
  if (typeof job !== "string") return null;
  if (type === "job.done") return { type, job };
  if (type !== "job.progress" || typeof stage !== "string") return null;
  if (typeof progress !== "number" || !(progress >= 0 && progress <= 1)) return null;
  return { type, job, progress, stage };
}

function socketUrl(): string {
  return `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/collab`;
}
