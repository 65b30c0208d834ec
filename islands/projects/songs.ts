import { type ReadonlySignal, type Signal, signal } from "@preact/signals";
import type { Toasts } from "../parts/toasts.tsx";
import type { Api } from "../session/api.ts";
import { asProblem, type Problem } from "../session/problem.ts";

/** One row of `GET /projects`. */
export interface Song {
  readonly id: string;
  readonly title: string;
  readonly role: "owner" | "editor" | "commenter" | "viewer";
  readonly updated_at: string;
}

export type SongSort = "-updated_at" | "title" | "-created_at";
export type Shelf = "all" | "bin";

export type SongsState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly problem: Problem }
  | { readonly kind: "shown"; readonly songs: readonly Song[]; readonly total: number };

export interface Songs {
  readonly state: ReadonlySignal<SongsState>;
  readonly search: ReadonlySignal<string>;
  readonly shelf: Signal<Shelf>;
  load(search?: string, sort?: SongSort): Promise<void>;
  more(): Promise<void>;
  /** Answers the new song's id. */
  create(title: string): Promise<string>;
  rename(song: Song, title: string): Promise<void>;
  /** Into the bin, with an undo. */
  remove(song: Song): Promise<void>;
  /** Out of the bin. */
  restore(song: Song): Promise<void>;
}

interface Page {
  readonly projects: readonly Song[];
  readonly total: number;
}

/** The shelf's state. Searches may overtake each other; only the last one asked is shown. */
export function createSongs(api: Api, toasts: Toasts): Songs {
  const state = signal<SongsState>({ kind: "loading" });
  const search = signal("");
  const shelf = signal<Shelf>("all");
  let sort: SongSort = "-updated_at";
  let asked = 0;

  const fetchPage = (page: number) => {
    const query = new URLSearchParams({ limit: String(PAGE), page: String(page), sort });
    if (shelf.value === "bin") query.set("deleted", "true");
    if (search.value) query.set("search", search.value);
    return api.get<Page>(`/projects?${query}`);
  };
  const load: Songs["load"] = async (nextSearch = search.value, nextSort = sort) => {
    search.value = nextSearch;
    sort = nextSort;
    const turn = ++asked;
    try {
      const { projects, total } = await fetchPage(1);
      if (turn === asked) state.value = { kind: "shown", songs: projects, total };
    } catch (error) {
      if (turn === asked) state.value = { kind: "failed", problem: asProblem(error) };
    }
  };
  const shown = () => state.value.kind === "shown" ? state.value : null;
  const tried = async (what: string, work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      const { message, requestId } = asProblem(error);
      toasts.show(`${what} ${message}${requestId ? ` (request ${requestId})` : ""}`);
    }
  };

  const restore = (song: Song) =>
    tried(`“${song.title}” could not be brought back.`, async () => {
      await api.post(`/projects/${song.id}/restore`);
      await load();
    });

  return {
    state,
    search,
    shelf,
    load,
    more: async () => {
      const now = shown();
      if (!now) return;
      await tried("The rest could not be fetched.", async () => {
        const { projects, total } = await fetchPage(Math.floor(now.songs.length / PAGE) + 1);
        const known = new Set(now.songs.map(({ id }) => id));
        const added = projects.filter(({ id }) => !known.has(id));
        state.value = { kind: "shown", songs: [...now.songs, ...added], total };
      });
    },
    create: async (title) => (await api.post<Song>("/projects", { title })).id,
    rename: (song, title) =>
      tried("The song keeps its name.", async () => {
        await api.patch(`/projects/${song.id}`, { title });
        const now = shown();
        if (!now) return;
        const songs = now.songs.map((each) => each.id === song.id ? { ...each, title } : each);
        state.value = { ...now, songs };
      }),
    remove: (song) =>
      tried(`“${song.title}” is still here.`, async () => {
        await api.delete(`/projects/${song.id}`);
        const now = shown();
        if (now) {
          const songs = now.songs.filter(({ id }) => id !== song.id);
          state.value = { ...now, songs, total: now.total - 1 };
        }
        toasts.show(`“${song.title}” is in the bin for 30 days`, {
          label: "Undo",
          run: () => void restore(song),
        });
      }),
    restore,
  };
}

const PAGE = 24;
