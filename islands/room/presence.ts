import { type ReadonlySignal, signal } from "@preact/signals";
import type { Awareness } from "y-protocols/awareness";
import {
  type Doing,
  type LiveStroke,
  MAX_LIVE_POINTS,
  parsePresence,
  type Presence,
} from "../../collab/document/presence.ts";

/** Somebody in the room, in one of their tabs. */
export interface Person extends Presence {
  readonly clientId: number;
}

/** A stroke somebody is drawing now: the points so far, gathered from the tails they send. */
export interface GrowingStroke {
  readonly id: string;
  readonly canvas: string;
  readonly color: string;
  readonly width: number;
  /** x, y, pressure, … in canvas units. */
  readonly points: number[];
  seenAtMs: number;
}

export type OwnPresence = Partial<Omit<Presence, "user" | "live" | "doing">>;

/** The end of a stroke under the pen: its last points, flat, and how many came before them. */
export type Drawn = Omit<LiveStroke, "from" | "points"> & {
  readonly all: readonly number[];
  readonly before?: number;
};

export interface PresenceRoom {
  /** Everybody else. */
  readonly others: ReadonlySignal<readonly Person[]>;
  /** Changes with every tail that arrives; read `growing` then. */
  readonly growth: ReadonlySignal<number>;
  readonly growing: ReadonlyMap<string, GrowingStroke>;
  tell(own: OwnPresence): void;
  /** What this person does; of several things the busiest is told. */
  doing(what: Doing, on: boolean): void;
  /** The stroke under the pen, all of it; its tail travels. Null when the pen lifts. */
  draw(live: Drawn | null): void;
  forget(strokeId: string): void;
  close(): void;
}

/** At most 30 messages a second, the last word always among them. */
const INTERVAL_MS = 34;
/** A tail that has not moved for this long belongs to somebody who went away. */
const STALE_MS = 2000;
/** Between the pen lifting and the stroke arriving in the document. */
const HANDOVER_MS = 1000;

export function createPresence(
  awareness: Awareness,
  self: Presence["user"],
): PresenceRoom {
  const others = signal<readonly Person[]>([]);
  const growth = signal(0);
  const growing = new Map<string, GrowingStroke>();
  let own: Record<string, unknown> = {
    user: self,
    cursor: null,
    plot: null,
    take: null,
    tool: null,
    doing: null,
    live: null,
    play: null,
    caret: null,
    look: null,
    attention: "here",
  };
  const busy = new Set<Doing>();
  let sweeper: ReturnType<typeof setTimeout> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lastSentMs = 0;
  const send = () => {
    timer = undefined;
    lastSentMs = performance.now();
    awareness.setLocalState(own);
  };
  const soon = () => {
    if (timer) return;
    timer = setTimeout(send, Math.max(0, INTERVAL_MS - (performance.now() - lastSentMs)));
  };

  const read = () => {
    const people: Person[] = [];
    for (const [clientId, state] of awareness.getStates()) {
      const presence = parsePresence(state);
      if (!presence) continue;
      if (clientId === awareness.clientID) continue;
      people.push({ ...presence, clientId });
      if (presence.live) grow(growing, presence.live, performance.now());
    }
    others.value = people.sort((a, b) => a.user.name.localeCompare(b.user.name));
    sweep();
    growth.value++;
  };
  /** A tail that stops moving is told by nothing: it is looked for as long as one is there. */
  const sweep = () => {
    clearTimeout(sweeper);
    const drawnNow = new Set(others.value.flatMap(({ live }) => live ? [live.id] : []));
    if (dropStale(growing, drawnNow, performance.now())) growth.value++;
    if (growing.size > 0) sweeper = setTimeout(sweep, SWEEP_MS);
  };
  awareness.on("change", read);
  send();

  return {
    others,
    growth,
    growing,
    tell: (patch) => {
      own = { ...own, ...patch };
      soon();
    },
    doing: (what, on) => {
      if (on === busy.has(what)) return;
      if (on) busy.add(what);
      else busy.delete(what);
      own = { ...own, doing: BUSIEST.find((each) => busy.has(each)) ?? null };
      soon();
    },
    draw: (live) => {
      own = { ...own, live: live ? tail(live) : null };
      soon();
    },
    forget: (id) => {
      if (growing.delete(id)) growth.value++;
    },
    close: () => {
      clearTimeout(timer);
      clearTimeout(sweeper);
      awareness.off("change", read);
    },
  };
}

const SWEEP_MS = 250;
const BUSIEST: readonly Doing[] = ["recording", "drawing", "typing", "listening"];

/**
 * Drops strokes whose tail has not moved for too long: their people went away with the pen down, or the
 * stroke never arrived.
 * @returns whether any was dropped.
 */
export function dropStale(
  strokes: Map<string, GrowingStroke>,
  drawnNow: ReadonlySet<string>,
  nowMs: number,
): boolean {
  const before = strokes.size;
  for (const [id, { seenAtMs }] of strokes) {
    if (nowMs - seenAtMs > (drawnNow.has(id) ? STALE_MS : HANDOVER_MS)) strokes.delete(id);
  }
  return strokes.size < before;
}

/** The last points of a stroke as they travel: rounded, with the index of the first of them. */
export function tail({ all, before = 0, ...stroke }: Drawn): LiveStroke {
  const count = Math.floor(all.length / 3);
  const from = Math.max(0, count - MAX_LIVE_POINTS);
  const points = all.slice(from * 3, count * 3).map((value, i) =>
    Math.round(value * (i % 3 === 2 ? 100 : 10)) / (i % 3 === 2 ? 100 : 10)
  );
  return { ...stroke, from: before + from, points };
}

/** Lays a tail over what is known of its stroke; a gap (a lost message) is bridged by a straight line. */
export function grow(
  strokes: Map<string, GrowingStroke>,
  live: LiveStroke,
  nowMs: number,
): void {
  const { id, canvas, color, width, from } = live;
  const known = strokes.get(id);
  const stroke = known ?? { id, canvas, color, width, points: [], seenAtMs: nowMs };
  const at = Math.min(from * 3, stroke.points.length);
  if (at + live.points.length > stroke.points.length) {
    stroke.points.splice(at, stroke.points.length - at, ...live.points);
    stroke.seenAtMs = nowMs;
  }
  if (!known) strokes.set(id, stroke);
}
