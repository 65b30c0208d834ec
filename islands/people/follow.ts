import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Playing, PresenceUser } from "../../collab/document/presence.ts";
import type { Look } from "../canvas/space.ts";
import type { Person, PresenceRoom } from "../room/presence.ts";
import type { Transport } from "../transport/transport.ts";

/** Looking over somebody's shoulder: their sheet, their window on it, their needle. */
export interface Follow {
  readonly whom: ReadonlySignal<PresenceUser | null>;
  start(userId: string): void;
  stop(): void;
  close(): void;
}

export interface FollowDeps {
  readonly presence: PresenceRoom;
  readonly canvasId: Signal<string | null>;
  readonly look: Signal<Look>;
  readonly transport: Transport;
  say(text: string): void;
}

/** Clocks and networks differ by this much; moving the needle for less would stutter. */
const DRIFT_SECONDS = .4;

/** A hand of one's own on what is followed ends the following, as does Escape. */
const OWN_GROUND = "#work, .transport";

export function createFollow({ presence, canvasId, look, transport, say }: FollowDeps): Follow {
  const whom = signal<PresenceUser | null>(null);
  const stop = () => {
    whom.value = null;
  };
  const unwatch = effect(() => {
    const target = whom.value;
    if (!target) return;
    const person = bestTab(presence.others.value, target.id);
    if (!person) {
      say(`${target.name} has left.`);
      return stop();
    }
    lookAlong(person, canvasId, look);
    if (person.play) void playAlong(person.play, transport);
  });
  const listening = new AbortController();
  const onHand = (event: Event) => {
    if (!whom.peek()) return;
    const target = event.target instanceof Element ? event.target : null;
    const escape = event instanceof KeyboardEvent && event.key === "Escape";
    if (escape || target?.closest(OWN_GROUND) && !target.closest(".following")) stop();
  };
  for (const type of ["pointerdown", "wheel", "keydown"]) {
    addEventListener(type, onHand, { signal: listening.signal, capture: true, passive: true });
  }
  return {
    whom,
    start: (userId) => {
      const user = bestTab(presence.others.peek(), userId)?.user;
      if (!user) return;
      whom.value = user;
      say(`Following ${user.name}. Escape, or touching the canvas, ends it.`);
    },
    stop,
    close: () => {
      unwatch();
      listening.abort();
    },
  };
}

/** The tab that somebody has their hands on. */
export function bestTab(people: readonly Person[], userId: string): Person | null {
  const order = ["here", "idle", "away"];
  return people.filter(({ user }) => user.id === userId)
    .sort((a, b) =>
      order.indexOf(a.attention) - order.indexOf(b.attention) ||
      Number(b.doing !== null) - Number(a.doing !== null)
    )[0] ?? null;
}

function lookAlong(person: Person, canvasId: Signal<string | null>, look: Signal<Look>): void {
  if (!person.look) return;
  const { canvas, zoom, x, y } = person.look;
  canvasId.value = canvas;
  const now = look.peek();
  if (now.zoom !== zoom || now.x !== x || now.y !== y) look.value = { zoom, x, y };
}

async function playAlong(theirs: Playing, transport: Transport): Promise<void> {
  const mine = transport.state.peek().kind;
  const apart = Math.abs(transport.position.peek() - theirs.at_seconds);
  if (mine === "loading") return;
  if (!theirs.playing && mine === "playing") transport.pause();
  if (apart > DRIFT_SECONDS || !theirs.playing && apart > .01) transport.seek(theirs.at_seconds);
  if (theirs.playing && mine === "stopped") await transport.play();
}
