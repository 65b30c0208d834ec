import * as Y from "yjs";

/** Origin of an edit that was made in the shadow and is applied to the document it follows. */
export const FROM_SHADOW = Object.freeze({ source: "local" as const, skipStoreHooks: true });

/**
 * A copy of a live document in which server edits happen first, so that nothing is seen of an edit
 * before it is committed. Made for the first edit, it then follows the document, catching up only when
 * the next edit comes, and goes when none came for a while.
 */
export class Shadow {
  readonly #live: Y.Doc;
  #doc: Y.Doc | undefined;
  #behind: Uint8Array[] = [];
  #behindBytes = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(live: Y.Doc) {
    this.#live = live;
  }

  /** Tells what happened in the live document. */
  follow(update: Uint8Array, origin: unknown): void {
    if (!this.#doc || origin === FROM_SHADOW) return;
    this.#behind.push(update);
    this.#behindBytes += update.byteLength;
    if (this.#behindBytes > MAX_BEHIND_BYTES) this.drop();
  }

  /** The copy, up to date. @param clientId whose edits it will hold. */
  current(clientId: number): Y.Doc {
    clearTimeout(this.#idleTimer);
    this.#idleTimer = setTimeout(() => this.drop(), IDLE_MS);
    const doc = this.#doc ??= copyOf(this.#live);
    const behind = this.#behind.splice(0);
    this.#behindBytes = 0;
    if (behind.length > 0) {
      doc.transact(() => behind.forEach((update) => Y.applyUpdate(doc, update)));
    }
    doc.clientID = clientId;
    return doc;
  }

  /** Forgets the copy: it holds something that the log does not, or nobody needs it. */
  drop(): void {
    clearTimeout(this.#idleTimer);
    this.#doc?.destroy();
    this.#doc = undefined;
    this.#behind = [];
    this.#behindBytes = 0;
  }
}

const IDLE_MS = 30_000;
const MAX_BEHIND_BYTES = 4 * 1024 * 1024;

function copyOf(live: Y.Doc): Y.Doc {
  const doc = new Y.Doc();
  Y.applyUpdate(doc, Y.encodeStateAsUpdate(live));
  return doc;
}
