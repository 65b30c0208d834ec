import type { Attention } from "../../collab/document/presence.ts";

/** Hands that rest this long make a face pale; this long, and the person is away. */
export const IDLE_MS = 30_000;
export const AWAY_MS = 300_000;

/** Who only listens is here as long as it plays. */
export function attentionAfter(restedMs: number, listening: boolean): Attention {
  if (listening || restedMs < IDLE_MS) return "here";
  return restedMs < AWAY_MS ? "idle" : "away";
}

/**
 * Tells when this person's hands come and go. One timer, not one for every move of the mouse.
 * @returns ends the listening.
 */
export function watchAttention(
  listening: () => boolean,
  tell: (attention: Attention) => void,
): () => void {
  let movedAtMs = performance.now();
  let told: Attention = "here";
  const look = () => {
    const next = attentionAfter(performance.now() - movedAtMs, listening());
    if (next !== told) tell(told = next);
  };
  const onMove = () => {
    movedAtMs = performance.now();
    if (told !== "here") look();
  };
  const stop = new AbortController();
  for (const type of ["pointermove", "pointerdown", "keydown", "wheel", "focus"]) {
    addEventListener(type, onMove, { signal: stop.signal, passive: true, capture: true });
  }
  const timer = setInterval(look, LOOK_MS);
  return () => {
    stop.abort();
    clearInterval(timer);
  };
}

const LOOK_MS = 2000;
