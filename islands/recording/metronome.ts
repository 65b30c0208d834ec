import { effect } from "@preact/signals";
import type { Studio } from "../studio/studio.ts";
import { beatsBetween, clickAt, USUAL_TEMPO_BPM } from "./clicks.ts";

/** Clicks are handed to the audio thread this long before they are due. */
const AHEAD_SECONDS = .3;
const EVERY_MS = 100;

/**
 * Clicks on the beats of what plays, for this person alone, while `studio.metronome` is on.
 * @returns ends it.
 */
export function runMetronome(studio: Studio): () => void {
  const { transport, song, metronome } = studio;
  const tempo = () => ({
    tempoBpm: song.peek().tempoBpm ?? USUAL_TEMPO_BPM,
    beatsPerBar: song.peek().beatsPerBar,
  });
  return effect(() => {
    if (!metronome.value || transport.state.value.kind !== "playing") return;
    let stopped = false;
    let timer: ReturnType<typeof setInterval> | undefined;
    const sounding = new Set<OscillatorNode>();
    void transport.open().then((player) => {
      if (stopped) return;
      let until = -Infinity;
      let anchor = 0;
      const look = () => {
        const zero = player.timeAt(0);
        if (zero === null) return;
        if (Math.abs(zero - anchor) > .001) { // the needle was moved: the beats are elsewhere
          for (const click of sounding) click.stop();
          until = transport.position.peek() - .001;
          anchor = zero;
        }
        const now = player.context.currentTime - zero;
        for (const beat of beatsBetween(Math.max(until, 0), now + AHEAD_SECONDS, tempo())) {
          const at = zero + beat.songSeconds;
          if (at < player.context.currentTime) continue;
          const click = clickAt(player.context, at, beat.accent);
          sounding.add(click);
          click.onended = () => sounding.delete(click);
        }
        until = Math.max(until, now + AHEAD_SECONDS);
      };
      look();
      timer = setInterval(look, EVERY_MS);
    });
    return () => {
      stopped = true;
      clearInterval(timer);
      for (const click of sounding) click.stop();
    };
  });
}
