import { computed, effect, type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { CanvasView, ShapeView, TrackView } from "../../collab/document/schema.ts";
import { type Look, WHOLE } from "../canvas/space.ts";
import { createFollow, type Follow } from "../people/follow.ts";
import { createMembers, type Members } from "../people/members.ts";
import type { Toasts } from "../parts/toasts.tsx";
import type { Room } from "../room/room.ts";
import type { Api } from "../session/api.ts";
import { asProblem } from "../session/problem.ts";
import type { Session } from "../session/session.ts";
import { isPlayed } from "../transport/mixing.ts";
import { type Song, songLength } from "../transport/time_axis.ts";
import { createTransport, type Transport } from "../transport/transport.ts";
import { tellPresence } from "./tell_presence.ts";

export type Tool = "pen" | "eraser" | "hand";
export type View = "canvas" | "mood" | "tracks" | "lyrics" | "side" | "voice";
export type Length = 30 | 60 | 90;
export type SideTab = "lyrics" | "voice" | "marks" | "people" | "history" | "files";

/** What the panels of one open studio share. */
export interface Studio {
  readonly room: Room;
  readonly api: Api;
  readonly session: Session;
  readonly toasts: Toasts;
  readonly transport: Transport;
  /** The sheet in front. */
  readonly canvas: ReadonlySignal<CanvasView | null>;
  readonly canvasId: Signal<string | null>;
  /** Its shapes, from the undermost up. */
  readonly shapes: ReadonlySignal<readonly ShapeView[]>;
  /** What plays: the parts, not the finished mix. */
  readonly parts: ReadonlySignal<readonly TrackView[]>;
  readonly song: ReadonlySignal<Song>;
  /** How far the axis must reach beyond the tracks: where somebody here is recording. Seconds. */
  readonly reach: Signal<number>;
  /** What this person alone hears instead of the shared tracks, while they compare; null otherwise. */
  readonly audition: Signal<((tracks: readonly TrackView[]) => readonly TrackView[]) | null>;
  /** Whether this person's microphone is being recorded, or counted in. */
  readonly recording: Signal<"off" | "counting" | "on">;
  /** Clicks on the beats, for this person. */
  readonly metronome: Signal<boolean>;
  readonly length: Signal<Length>;
  readonly tool: Signal<Tool>;
  readonly color: Signal<string>;
  /** Of the brush, in canvas units. */
  readonly width: Signal<number>;
  readonly look: Signal<Look>;
  /** The crosshair that arrow keys move, where it is up; null when keys do not draw. */
  readonly keyPen: Signal<KeyPen | null>;
  /** The shape chosen in the list of marks. */
  readonly picked: Signal<string | null>;
  readonly view: Signal<View>;
  readonly sideTab: Signal<SideTab>;
  /** Brings a side panel forward, also where only one panel fits. */
  showSide(tab: SideTab): void;
  /** Whether this person's pen is on the sheet. */
  readonly wetNow: Signal<boolean>;
  /** How many pictures are on their way up. */
  readonly adding: Signal<number>;
  readonly follow: Follow;
  readonly members: Members;
  /** A person's name by their id; empty for somebody who is gone. */
  nameOf(userId: string): string;
  readonly canEdit: ReadonlySignal<boolean>;
  /** What is read out: one line at a time, polite. */
  readonly said: ReadonlySignal<string>;
  say(text: string): void;
  /** Runs a request; what goes wrong becomes a toast that begins with `what`. */
  attempt(what: string, work: () => Promise<void>): Promise<void>;
  /** Something that ends with the studio. */
  onClose(end: () => void): void;
  close(): void;
}

export interface KeyPen {
  readonly x: number;
  readonly y: number;
  readonly down: boolean;
}

export interface StudioDeps {
  readonly room: Room;
  readonly api: Api;
  readonly session: Session;
  readonly toasts: Toasts;
}

export function createStudio({ room, api, session, toasts }: StudioDeps): Studio {
  const { document: doc, presence } = room;
  const canvasId = signal<string | null>(null);
  const length = signal<Length>(60);
  const view = signal<View>("canvas");
  const said = signal("");
  const members = createMembers(api, room.projectId);
  const reach = signal(0);
  const audition = signal<((tracks: readonly TrackView[]) => readonly TrackView[]) | null>(null);
  const canvas = computed(() =>
    doc.canvases.value.find(({ id }) => id === canvasId.value) ?? doc.canvases.value[0] ?? null
  );
  const shapes = computed(() =>
    doc.shapes.value.filter((shape) => shape.canvas === canvas.value?.id)
  );
  const parts = computed(() => doc.tracks.value.filter(isPlayed));
  const song = computed((): Song => {
    const { tempo_bpm, beats_per_bar } = doc.meta.value;
    const durationSeconds = Math.max(reach.value, songLength(doc.tracks.value, length.value));
    return { durationSeconds, tempoBpm: tempo_bpm, beatsPerBar: beats_per_bar };
  });
  const transport = createTransport({
    tracks: computed(() => audition.value?.(doc.tracks.value) ?? doc.tracks.value),
    duration: computed(() => song.value.durationSeconds),
    fetchSound: async (asset) => await (await api.asset(asset)).arrayBuffer(),
  });

  const say = (text: string) => said.value = text;
  const look = signal(WHOLE);
  const follow = createFollow({ presence, canvasId, look, transport, say });
  const sideTab = signal<SideTab>("lyrics");

  const ends: (() => void)[] = [
    // A stroke that has arrived in the document is no longer growing.
    effect(() => {
      const ids = new Set(doc.shapes.value.map(({ id }) => id));
      for (const id of presence.growing.keys()) if (ids.has(id)) presence.forget(id);
    }),
    tellPresence({ presence, canvas, look, transport }),
    follow.close,
  ];

  return {
    room,
    api,
    session,
    toasts,
    transport,
    canvas,
    canvasId,
    shapes,
    parts,
    song,
    reach,
    audition,
    recording: signal<"off" | "counting" | "on">("off"),
    metronome: signal(false),
    length,
    tool: signal<Tool>("pen"),
    color: signal("vermilion"),
    width: signal(48),
    look,
    follow,
    keyPen: signal<KeyPen | null>(null),
    picked: signal<string | null>(null),
    view,
    sideTab,
    showSide: (tab) => {
      sideTab.value = tab;
      view.value = tab === "lyrics" || tab === "voice" ? tab : "side";
    },
    wetNow: signal(false),
    adding: signal(0),
    members,
    nameOf: (id) =>
      id === room.user.id
        ? room.user.username
        : members.list.value.find(({ user_id }) => user_id === id)?.username ??
          presence.others.value.find(({ user }) => user.id === id)?.user.name ?? "",
    canEdit: computed(() => !room.readOnly.value && canvas.value !== null),
    said,
    say,
    attempt: async (what, work) => {
      try {
        await work();
      } catch (error) {
        const { message, requestId } = asProblem(error);
        toasts.show(`${what} ${message}${requestId ? ` (request ${requestId})` : ""}`);
      }
    },
    onClose: (end) => void ends.push(end),
    close: () => {
      for (const end of ends) end();
      transport.close();
      room.close();
    },
  };
}
