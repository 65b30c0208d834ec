/** What is true about your work right now. Pure: the pill shows it, a table of cases tests it. */

export interface SaveFacts {
  readonly socket: "connecting" | "connected" | "disconnected";
  /** The first exchange with the server is done on this connection. */
  readonly synced: boolean;
  /** … and was done at least once since the page opened. */
  readonly everSynced: boolean;
  /** Updates the server has not acknowledged. */
  readonly unacknowledged: number;
  /** This person's own changes among them, also those made before the connection was lost. */
  readonly waiting: number;
  readonly readOnly: boolean;
  /** The browser's own database holds the document. */
  readonly kept: boolean;
  /** … and is still being read: it may hold changes from before that nobody has sent. */
  readonly reading: boolean;
  readonly online: boolean;
  /** The server has said that it cannot save just now. */
  readonly unsaved: boolean;
  /** What the server will not take, however often it is sent. */
  readonly refusal: Refusal | null;
  /** How long the oldest unacknowledged change, or the lost connection, has lasted. */
  readonly sinceMs: number;
}

/** Too large, or nothing that the server can read. */
export type Refusal = "too_large" | "unreadable";

export type SaveState =
  | { readonly kind: "opening" }
  | { readonly kind: "saved" }
  | { readonly kind: "saving" }
  | { readonly kind: "readonly"; readonly waiting: number }
  | { readonly kind: "reconnecting"; readonly waiting: number }
  | { readonly kind: "offline"; readonly waiting: number }
  | { readonly kind: "failed"; readonly waiting: number; readonly kept: boolean }
  | {
    readonly kind: "refused";
    readonly why: Refusal;
    readonly waiting: number;
    readonly kept: boolean;
  };

/** An acknowledgement, or a connection, that takes longer than this is worth telling. */
export const PATIENCE_MS = 10_000;
/** A dropped connection usually comes back within this. */
export const BLINK_MS = 4_000;

/**
 * "Saved" only where the server has acknowledged everything, which it does when it is on disk. A change that
 * neither the server nor this device keeps is "not saved", whatever the connection does.
 */
export function saveState(facts: SaveFacts): SaveState {
  const { waiting, kept } = facts;
  if (facts.refusal) return { kind: "refused", why: facts.refusal, waiting, kept };
  if (facts.socket === "connected" && facts.synced) {
    if (facts.readOnly) return { kind: "readonly", waiting };
    if (facts.unacknowledged === 0) {
      return { kind: facts.reading && waiting > 0 ? "saving" : "saved" };
    }
    // The socket has not noticed yet what the browser knows.
    if (!facts.online && facts.kept && facts.sinceMs > BLINK_MS) {
      return { kind: "offline", waiting };
    }
    return facts.sinceMs > PATIENCE_MS
      ? { kind: "failed", waiting, kept: facts.kept }
      : { kind: "saving" };
  }
  if (waiting > 0 && facts.unsaved) return { kind: "failed", waiting, kept };
  if (waiting > 0 && !facts.kept) return { kind: "failed", waiting, kept: false };
  if (!facts.online) return { kind: "offline", waiting };
  if (!facts.everSynced) {
    return facts.sinceMs > PATIENCE_MS ? { kind: "offline", waiting } : { kind: "opening" };
  }
  return facts.sinceMs > BLINK_MS ? { kind: "offline", waiting } : {
    kind: "reconnecting",
    waiting,
  };
}

export function saveWords(state: SaveState): string {
  switch (state.kind) {
    case "opening":
      return "Opening…";
    case "saved":
      return "Saved";
    case "saving":
      return "Saving…";
    case "readonly":
      return state.waiting > 0
        ? `Read-only, ${changes(state.waiting)} of yours not taken`
        : "Read-only";
    case "refused":
      return `Not saved, ${changes(state.waiting)} refused`;
    case "reconnecting":
      return "Reconnecting…";
    case "offline":
      return state.waiting > 0
        ? `Offline, ${changes(state.waiting)} kept on this device`
        : "Offline";
    case "failed":
      return state.waiting > 0
        ? `Not saved, ${changes(state.waiting)} ${
          state.kept ? "kept on this device" : "only in this tab"
        }`
        : "Not saved, trying again";
  }
}

/** The same for a narrow screen; the whole sentence stays in the accessible name. */
export function shortSaveWords(state: SaveState): string {
  switch (state.kind) {
    case "offline":
      return state.waiting > 0 ? `Offline, ${state.waiting} kept` : "Offline";
    case "failed":
    case "refused":
      return "Not saved";
    case "readonly":
      return "Read-only";
    default:
      return saveWords(state);
  }
}

function changes(count: number): string {
  return count === 1 ? "1 change" : `${count} changes`;
}
