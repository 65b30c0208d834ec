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
  /** Makes the audio clock, inside a press: browsers start silent. */
  open(): Promise<Player>;
  /**
   * Plays from the needle after a count-in.
   * @returns the audio clock's time at which the song stands at `songSeconds`, or null when it was stopped while
   * the sound was fetched.
   */
  playAfter(leadSeconds: number): Promise<PunchTime | null>;
  /** Somebody records here: the needle goes on, it does not jump. */
  readonly held: Signal<boolean>;
  pause(): void;
  toggle(): void;
  seek(seconds: number): void;
  /** The peak of a track, or of the mix, right now. */
  peak(trackId: string | null): number;
  close(): void;
}

export interface PunchTime {
  readonly contextTime: number;
  readonly songSeconds: number;
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
  const held = signal(false);
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
  const start = (leadSeconds?: number): PunchTime => {
    const songSeconds = position.peek();
    const contextTime = player!.start(tracks.peek(), songSeconds, leadSeconds);
    state.value = { kind: "playing" };
    cancelAnimationFrame(frame);
    frame = requestAnimationFrame(follow);
    return { contextTime, songSeconds };
  };
  const load = async (mine: number, quiet = false): Promise<boolean> => {
    await player!.load(tracks.peek(), (done, total) => {
      if (!quiet && mine === turn && done < total) state.value = { kind: "loading", done, total };
    });
    return mine === turn;
  };

  let opening: Promise<Player> | null = null;
  const open = () => {
    if (opening) return opening;
    const context = new AudioContext();
    void context.resume();
    return opening = import("./player.ts").then(({ createPlayer }) => {
      player = createPlayer(context, fetchSound);
      player.setVolume(volume.peek());
      return player;
    }, (error) => {
      opening = null;
      throw error;
    });
  };
  const playAfter = async (leadSeconds?: number) => {
    const mine = ++turn;
    if (position.peek() >= duration.peek() - .01) position.value = 0;
    await open();
    return await load(mine) ? start(leadSeconds) : null;
  };
  const play = async () => {
    if (state.peek().kind === "playing" || state.peek().kind === "loading") return;
    const mine = turn + 1;
    try {
      await playAfter();
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
    void load(turn, true).then((current) => {
      if (current) player!.rejoin(tracks.peek());
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
    held,
    play,
    open,
    playAfter,
    pause: stop,
    toggle: () => {
      if (state.peek().kind === "playing" || state.peek().kind === "loading") stop();
      else void play();
    },
    seek: (seconds) => {
      if (held.peek()) return;
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
  return tracks.filter(isPlayed).map(({ id, listen, start_seconds, pieces }) =>
    `${id}:${listen}:${start_seconds}:${JSON.stringify(pieces)}`
  ).join();
}
