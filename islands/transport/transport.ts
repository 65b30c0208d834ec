import { effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { TrackView } from "../../collab/document/schema.ts";
import { asProblem, type Problem } from "../session/problem.ts";
import { isPlayed } from "./mixing.ts";
import type { FetchSound, Player } from "./player.ts";

export type PlayState =
  | { readonly kind: "stopped" }
  | { readonly kind: "loading"; readonly done: number; readonly total: number }
  | { readonly kind: "playing" }
  | { readonly kind: "failed"; readonly problem: Problem };

/** The one clock of the studio: canvas, ruler, lanes and readout follow it. */
export interface Transport {
  readonly state: ReadonlySignal<PlayState>;
  /** Seconds into the song; while playing it moves every frame. */
  readonly position: ReadonlySignal<number>;
  readonly volume: Signal<number>;
  play(): Promise<void>;
  pause(): void;
  toggle(): void;
  seek(seconds: number): void;
  /** The peak of a track, or of the mix, right now. */
  peak(trackId: string | null): number;
  close(): void;
}

export interface TransportDeps {
  readonly tracks: ReadonlySignal<readonly TrackView[]>;
  readonly duration: ReadonlySignal<number>;
  readonly fetchSound: FetchSound;
}

export function createTransport({ tracks, duration, fetchSound }: TransportDeps): Transport {
  const state = signal<PlayState>({ kind: "stopped" });
  const position = signal(0);
  const volume = signal(.85);
  let player: Player | null = null;
  let frame = 0;
  let turn = 0;

  const follow = () => {
    const now = player?.position();
    if (now === null || now === undefined) return;
    if (now >= duration.peek()) {
      stop();
      position.value = 0;
      return;
    }
    position.value = now;
    frame = requestAnimationFrame(follow);
  };
  const stop = () => {
    turn++;
    cancelAnimationFrame(frame);
    player?.stop();
    state.value = { kind: "stopped" };
  };
  const start = () => {
    player!.start(tracks.peek(), position.peek());
    state.value = { kind: "playing" };
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
  };
  const load = async (mine: number): Promise<boolean> => {
    await player!.load(tracks.peek(), (done, total) => {
      if (mine === turn && done < total) state.value = { kind: "loading", done, total };
    });
    return mine === turn;
  };

  const play = async () => {
    if (state.peek().kind === "playing" || state.peek().kind === "loading") return;
    const mine = ++turn;
    const context = player ? null : new AudioContext(); // inside the press: browsers start silent
    if (position.peek() >= duration.peek() - .01) position.value = 0;
    try {
      if (context) {
        const { createPlayer } = await import("./player.ts");
        player = createPlayer(context, fetchSound);
        player.setVolume(volume.peek());
        void context.resume();
      }
      if (await load(mine)) start();
    } catch (error) {
      if (mine === turn) state.value = { kind: "failed", problem: asProblem(error) };
    }
  };

  /** Faders move what plays; tracks that come or go while playing join or leave at the needle. */
  const unfollow = effect(() => {
    const now = tracks.value;
    if (!player || state.peek().kind !== "playing") return;
    player.mix(now);
    const sounding = soundKey(now);
    if (sounding === lastSounding) return;
    lastSounding = sounding;
    void load(turn).then((current) => {
      if (current && state.peek().kind !== "stopped") start();
    }, (error) => state.value = { kind: "failed", problem: asProblem(error) });
  });
  let lastSounding = "";
  const unplay = effect(() => {
    if (state.value.kind === "playing") lastSounding = soundKey(tracks.peek());
  });
  const unvolume = effect(() => player?.setVolume(volume.value));

  return {
    state,
    position,
    volume,
    play,
    pause: stop,
    toggle: () => {
      if (state.peek().kind === "playing" || state.peek().kind === "loading") stop();
      else void play();
    },
    seek: (seconds) => {
      position.value = Math.min(duration.peek(), Math.max(0, seconds));
      if (state.peek().kind === "playing") start();
    },
    peak: (trackId) => player?.peak(trackId) ?? 0,
    close: () => {
      stop();
      for (const end of [unfollow, unplay, unvolume]) end();
      player?.close();
    },
  };
}

/** Changes when other sounds must be fetched or started, not when a fader moves. */
function soundKey(tracks: readonly TrackView[]): string {
  return tracks.filter(isPlayed).map(({ id, listen, offset_seconds }) =>
    `${id}:${listen}:${offset_seconds}`
  ).join();
}
