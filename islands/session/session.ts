import { type ReadonlySignal, signal } from "@preact/signals";
import { networkProblem, Problem, problemOf } from "./problem.ts";

export interface User {
  readonly id: string;
  readonly email: string;
  readonly username: string;
  /** 0 … 7: the ink their cursor and face are shown in. */
  readonly color: number;
}

export type SessionState =
  | { readonly status: "unknown" }
  | { readonly status: "signed_in"; readonly user: User }
  | { readonly status: "signed_out" };

/** What `register`, `login` and `refresh` answer. */
export interface SessionAnswer {
  readonly access_token: string;
  readonly expires_in: number;
  readonly user?: User;
}

export interface Session {
  readonly state: ReadonlySignal<SessionState>;
  /** A token good for at least half a minute. @throws Problem `signed_out` or `network`. */
  token(): Promise<string>;
  /** A token other than `spent`, which the server has refused. */
  renew(spent: string): Promise<string>;
  /** Takes up what a form was answered. */
  adopt(answer: SessionAnswer): void;
  signOut(): Promise<void>;
}

interface Held {
  readonly token: string;
  readonly expiresAtMs: number;
  readonly user: User;
}

type Message = { readonly type: "held"; readonly held: Held } | { readonly type: "signed_out" };

/**
 * The access token lives in memory only; the refresh token in a cookie no script can read. Tabs take turns
 * at refreshing (a Web Lock) and tell each other the result, so that none presents a token already spent.
 */
export function createSession(base = "/api/v1"): Session {
  const state = signal<SessionState>({ status: "unknown" });
  const channel = new BroadcastChannel("sonic-alchemy:session");
  let held: Held | null = null;

  const hold = (next: Held | null, tell: boolean) => {
    held = next;
    rememberDevice(next !== null);
    state.value = next ? { status: "signed_in", user: next.user } : { status: "signed_out" };
    const message: Message = next ? { type: "held", held: next } : { type: "signed_out" };
    if (tell) channel.postMessage(message);
  };
  channel.onmessage = ({ data }: MessageEvent<Message>) => {
    hold(data.type === "held" ? data.held : null, false);
  };

  const heldFrom = async (answer: SessionAnswer): Promise<Held> => ({
    token: answer.access_token,
    expiresAtMs: Date.now() + answer.expires_in * 1000,
    user: answer.user ?? await whoAmI(base, answer.access_token),
  });

  const isGood = (spent: string | null) =>
    held !== null && held.token !== spent && held.expiresAtMs - Date.now() > MARGIN_MS;

  let turn: Promise<string> | null = null;
  const refresh = (spent: string | null) =>
    turn ??= inTurn(async () => {
      if (held && isGood(spent)) return held.token; // another tab was faster
      if (!isKnownDevice()) {
        hold(null, false);
        throw signedOut();
      }
      const response = await spendCookie(`${base}/auth/refresh`);
      if (!response.ok) {
        const problem = await problemFrom(response);
        if (problem.kind === "signed_out" || response.status === 400) hold(null, true);
        throw problem;
      }
      const next = await heldFrom(await response.json() as SessionAnswer);
      hold(next, true);
      return next.token;
    }).finally(() => turn = null);

  return {
    state,
    token: () => held && isGood(null) ? Promise.resolve(held.token) : refresh(held?.token ?? null),
    renew: (spent) => held && isGood(spent) ? Promise.resolve(held.token) : refresh(spent),
    adopt: (answer) => {
      if (!answer.user) throw new Error("a sign-in is answered with its user");
      const { access_token: token, expires_in: seconds, user } = answer;
      hold({ token, expiresAtMs: Date.now() + seconds * 1000, user }, true);
    },
    signOut: async () => {
      const headers = new Headers(held ? { authorization: `Bearer ${held.token}` } : undefined);
      await request(`${base}/auth/logout`, { method: "POST", body: "{}", headers });
      hold(null, true);
    },
  };
}

const MARK = "sonic-alchemy:known";

/** Nobody has signed in here: no need to ask the server, whose cookie we cannot see. */
function isKnownDevice(): boolean {
  try {
    return localStorage.getItem(MARK) !== null;
  } catch {
    return true;
  }
}

/** Where storage is switched off every page asks the server instead. */
function rememberDevice(signedIn: boolean): void {
  setNote(MARK, signedIn ? "1" : null);
}

function signedOut(): Problem {
  return new Problem("signed_out", "UNAUTHENTICATED", "You are not signed in.", 401);
}

/** Renew this long before the end, so that a request under way never arrives too late. */
const MARGIN_MS = 30_000;

/**
 * Asks for a new pair. A page that is left in the middle of this must not leave its successor with a spent
 * cookie, which would end the session: the request outlives the page (`keepalive`), and the next page, which
 * finds the note of a request that nobody finished, gives the answer time to arrive.
 */
async function spendCookie(url: string): Promise<Response> {
  const begunAtMs = note(NOTE) ?? -Infinity;
  const settleMs = begunAtMs + SETTLE_MS - Date.now();
  if (settleMs > 0) {
    await new Promise((resolve) => setTimeout(resolve, Math.min(settleMs, SETTLE_MS)));
  }
  setNote(NOTE, String(Date.now()));
  try {
    return await request(url, { method: "POST", body: "{}", keepalive: true });
  } finally {
    setNote(NOTE, null);
  }
}

const NOTE = "sonic-alchemy:refreshing";
const SETTLE_MS = 700;

function note(key: string): number | null {
  try {
    return Number(localStorage.getItem(key)) || null;
  } catch {
    return null; // storage is switched off: nothing is known of the page before
  }
}

function setNote(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    // storage is switched off: a page left in the middle may cost a sign-in
  }
}

async function whoAmI(base: string, token: string): Promise<User> {
  const response = await request(`${base}/auth/me`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw await problemFrom(response);
  const body = await response.json() as User | { readonly user: User };
  return "user" in body ? body.user : body;
}

/** Web Locks need a secure context; on plain http to another machine a tab only waits for itself. */
function inTurn<T>(work: () => Promise<T>): Promise<T> {
  return "locks" in navigator
    ? navigator.locks.request("sonic-alchemy:refresh", work) as Promise<T>
    : work();
}

/** `fetch` with JSON headers whose network failures are problems. */
export async function request(url: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set("accept", "application/json");
  if (typeof init.body === "string") headers.set("content-type", "application/json");
  try {
    return await fetch(url, { credentials: "same-origin", ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw networkProblem();
  }
}

export async function problemFrom(response: Response): Promise<Problem> {
  const body: unknown = await response.json().catch(() => null);
  return problemOf(body, {
    status: response.status,
    requestId: response.headers.get("x-request-id"),
    retryAfter: response.headers.get("retry-after"),
  });
}
