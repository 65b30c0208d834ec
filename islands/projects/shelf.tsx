import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { AfterAWhile } from "../parts/after_a_while.tsx";
import { Face } from "../parts/face.tsx";
import { Icon, Mark } from "../parts/icon.tsx";
import { ProblemNote } from "../parts/problem_note.tsx";
import { ThemeButton } from "../parts/theme_button.tsx";
import { ToastList, type Toasts } from "../parts/toasts.tsx";
import { asProblem, type Problem } from "../session/problem.ts";
import type { Session } from "../session/session.ts";
import { SongCard } from "./song_card.tsx";
import type { Songs, SongSort } from "./songs.ts";

export interface ShelfProps {
  readonly session: Session;
  readonly songs: Songs;
  readonly toasts: Toasts;
}

/** Your songs: make one, find one, rename, remove and bring back. */
export function Shelf({ session, songs, toasts }: ShelfProps) {
  const state = songs.state.value;
  const problem = useSignal<Problem | null>(null);
  const busy = useSignal(false);
  const make = async () => {
    if (busy.value) return;
    busy.value = true;
    problem.value = null;
    try {
      location.assign(`/projects/${await songs.create("Untitled song")}`);
    } catch (error) {
      problem.value = asProblem(error);
      busy.value = false;
    }
  };
  return (
    <>
      <header class="top">
        <a class="brand" href="/">
          <Mark />
          <span>Sonic Alchemy</span>
        </a>
        <span class="grow" />
        <ThemeButton />
        <Account session={session} />
      </header>
      <main id="main">
        <div class="shelf-head">
          <h1 class="display">Your songs</h1>
          <button type="button" class="btn main big" aria-disabled={busy.value} onClick={make}>
            <Icon name="plus" />
            {busy.value ? "Opening…" : "New song"}
          </button>
        </div>
        {problem.value
          ? (
            <ProblemNote
              problem={problem.value}
              what="The song could not be made."
              onRetry={make}
            />
          )
          : null}
        <Finder songs={songs} />
        {state.kind === "failed"
          ? (
            <ProblemNote
              problem={state.problem}
              what="Your songs could not be fetched."
              onRetry={() => void songs.load()}
            />
          )
          : state.kind === "loading"
          ? (
            <AfterAWhile>
              <Skeletons />
            </AfterAWhile>
          )
          : state.songs.length === 0
          ? <Nothing songs={songs} onMake={make} />
          : (
            <>
              <ul class="songs" aria-label="Songs">
                {state.songs.map((song) => (
                  <SongCard key={song.id} song={song} songs={songs} now={new Date()} />
                ))}
              </ul>
              {state.songs.length < state.total
                ? (
                  <div class="btn-row more-songs">
                    <button type="button" class="btn line big" onClick={() => void songs.more()}>
                      Show more
                    </button>
                  </div>
                )
                : null}
            </>
          )}
      </main>
      <ToastList toasts={toasts} />
    </>
  );
}

function Account({ session }: { readonly session: Session }) {
  const state = session.state.value;
  if (state.status !== "signed_in") return null;
  const leave = () => void session.signOut().then(() => location.assign("/"), () => undefined);
  return (
    <div class="row">
      <span class="who">
        <Face name={state.user.username} color={state.user.color} size="lg" />
        <span class="phone-hide">{state.user.username}</span>
      </span>
      <button type="button" class="btn" onClick={leave}>
        <Icon name="out" />Sign out
      </button>
    </div>
  );
}

function Finder({ songs }: { readonly songs: Songs }) {
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const count = songs.state.value.kind === "shown" ? songs.state.value.total : null;
  return (
    <form class="shelf-tools" role="search" onSubmit={(event) => event.preventDefault()}>
      <div class="shelf-which">
        <fieldset class="seg">
          <legend class="sr">Which songs</legend>
          {(["all", "bin"] as const).map((shelf) => (
            <label key={shelf}>
              <input
                type="radio"
                name="shelf"
                checked={songs.shelf.value === shelf}
                onChange={() => {
                  songs.shelf.value = shelf;
                  void songs.load();
                }}
              />
              {shelf === "all" ? "Songs" : "Bin"}
            </label>
          ))}
        </fieldset>
        <p class="small muted" role="status">
          {count === null ? "" : count === 1 ? "1 song" : `${count} songs`}
        </p>
      </div>
      <div class="search">
        <Icon name="search" />
        <input
          class="input"
          type="search"
          aria-label="Search songs"
          placeholder="Search songs"
          maxLength={100}
          onInput={(event) => {
            const { value } = event.currentTarget;
            clearTimeout(timer.current);
            timer.current = setTimeout(() => void songs.load(value.trim()), 200);
          }}
        />
      </div>
      <select
        class="input"
        aria-label="Sort by"
        onChange={(event) => void songs.load(undefined, event.currentTarget.value as SongSort)}
      >
        <option value="-updated_at">Last changed</option>
        <option value="title">Title</option>
        <option value="-created_at">Created</option>
      </select>
    </form>
  );
}

function Nothing(
  { songs, onMake }: { readonly songs: Songs; readonly onMake: () => void },
) {
  const searched = songs.search.value;
  if (songs.shelf.value === "bin" && !searched) {
    return (
      <div class="drop empty">
        <h2>The bin is empty</h2>
        <p>Songs you remove stay here for 30 days.</p>
      </div>
    );
  }
  return (
    <div class="drop empty">
      {searched
        ? (
          <>
            <h2>Nothing called “{searched}”</h2>
            <p>Songs are found by their title and description.</p>
          </>
        )
        : (
          <>
            <h2>Begin with a picture</h2>
            <p>Start a song, drop a photo or paint a line, and hear what it is.</p>
            <button type="button" class="btn main" onClick={onMake}>
              <Icon name="image" />Start your first song
            </button>
          </>
        )}
    </div>
  );
}

function Skeletons() {
  return (
    <ul class="songs" aria-busy="true" aria-label="Fetching your songs">
      {[0, 1, 2, 3].map((index) => (
        <li class="song card" key={index}>
          <div class="cover skel" />
          <div class="song-text">
            <div class="skel line-skel" />
          </div>
        </li>
      ))}
    </ul>
  );
}
