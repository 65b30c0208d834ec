import { effect, type ReadonlySignal } from "@preact/signals";
import type { CanvasView } from "../../collab/document/schema.ts";
import type { Look } from "../canvas/space.ts";
import { watchAttention } from "../room/attention.ts";
import type { PresenceRoom } from "../room/presence.ts";
import type { Transport } from "../transport/transport.ts";

export interface TellDeps {
  readonly presence: PresenceRoom;
  readonly canvas: ReadonlySignal<CanvasView | null>;
  readonly look: ReadonlySignal<Look>;
  readonly transport: Transport;
}

/** While it plays, where it stands is told this often, and at once when the needle is moved. */
const TOLD_EVERY_MS = 2000;
const MOVED_SECONDS = .3;

/**
 * Keeps the others informed of what this person looks at, plays and whether their hands are there.
 * @returns ends it.
 */
export function tellPresence({ presence, canvas, look, transport }: TellDeps): () => void {
  const isPlaying = () => transport.state.peek().kind === "playing";
  let told = { playing: false, atSeconds: -1, atMs: 0 };
  const ends = [
    effect(() => {
      const id = canvas.value?.id;
      const { zoom, x, y } = look.value;
      presence.tell({ look: id ? { canvas: id, zoom: fine(zoom), x: fine(x), y: fine(y) } : null });
    }),
    effect(() => {
      const playing = transport.state.value.kind === "playing";
      const atSeconds = transport.position.value;
      const nowMs = performance.now();
      const expected = told.atSeconds + (told.playing ? (nowMs - told.atMs) / 1000 : 0);
      const news = playing !== told.playing || nowMs - told.atMs > TOLD_EVERY_MS && playing ||
        Math.abs(atSeconds - expected) > (playing ? MOVED_SECONDS : .001);
      if (!news) return;
      told = { playing, atSeconds, atMs: nowMs };
      presence.tell({ play: { playing, at_seconds: fine(Math.max(0, atSeconds)) } });
    }),
    effect(() => presence.doing("listening", transport.state.value.kind === "playing")),
    watchAttention(isPlaying, (attention) => presence.tell({ attention })),
  ];
  return () => ends.forEach((end) => end());
}

function fine(value: number): number {
  return Math.round(value * 10_000) / 10_000;
}
