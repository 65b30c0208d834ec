import type { Studio } from "../studio/studio.ts";

/** Plays a moment of a recording by itself: what a press on a note lets hear. */
export interface NotePlayer {
  play(listen: string, startSeconds: number, endSeconds: number): Promise<void>;
  stop(): void;
}

const FADE_SECONDS = .02;
/** A little before and after, so that the consonant is heard. */
const AROUND_SECONDS = .06;

export function createNotePlayer({ api, transport }: Studio): NotePlayer {
  const sounds = new Map<string, Promise<AudioBuffer>>();
  let stop = () => {};
  const soundOf = (context: AudioContext, listen: string) => {
    const known = sounds.get(listen);
    if (known) return known;
    const fetched = api.asset(listen).then((answer) => answer.arrayBuffer())
      .then((bytes) => context.decodeAudioData(bytes));
    fetched.catch(() => sounds.delete(listen)); // asked for again with the next press
    sounds.set(listen, fetched);
    return fetched;
  };
  return {
    play: async (listen, startSeconds, endSeconds) => {
      const { context } = await transport.open();
      const sound = await soundOf(context, listen);
      stop();
      const from = Math.max(0, startSeconds - AROUND_SECONDS);
      const length = Math.min(sound.duration, endSeconds + AROUND_SECONDS) - from;
      if (length <= 0) return;
      const source = context.createBufferSource();
      const gain = context.createGain();
      const now = context.currentTime + .01;
      const volume = transport.volume.peek() ** 2;
      source.buffer = sound;
      gain.gain.setValueAtTime(0, now);
      gain.gain.linearRampToValueAtTime(volume, now + FADE_SECONDS);
      gain.gain.setValueAtTime(volume, now + Math.max(FADE_SECONDS, length - FADE_SECONDS));
      gain.gain.linearRampToValueAtTime(0, now + length + FADE_SECONDS);
      source.connect(gain).connect(context.destination);
      source.start(now, from, length + FADE_SECONDS);
      stop = () => source.stop();
    },
    stop: () => stop(),
  };
}
