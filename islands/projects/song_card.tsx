import { useSignal } from "@preact/signals";
import { Painting } from "../art/brush.tsx";
import { COVER_HEIGHT, COVER_WIDTH, coverOf } from "../art/covers.ts";
import { Icon } from "../parts/icon.tsx";
import { whenWords } from "../parts/time_words.ts";
import { unsentChanges } from "../room/unsent.ts";
import type { Song, Songs } from "./songs.ts";

export interface SongCardProps {
  readonly song: Song;
  readonly songs: Songs;
  readonly now: Date;
}

/** A song on the shelf: its cover leads in; its name can be changed in place. */
export function SongCard({ song, songs, now }: SongCardProps) {
  const naming = useSignal(false);
  const owned = song.role === "owner";
  const binned = songs.shelf.value === "bin";
  const canEdit = owned || song.role === "editor";
  const unsent = unsentChanges(song.id);
  const rename = (event: SubmitEvent) => {
    event.preventDefault();
    const title = String(new FormData(event.currentTarget as HTMLFormElement).get("title")).trim();
    naming.value = false;
    if (title && title !== song.title) void songs.rename(song, title);
  };
  return (
    <li class="song card">
      <div class="cover">
        <Painting strokes={coverOf(song.id)} width={COVER_WIDTH} height={COVER_HEIGHT} />
      </div>
      {unsent > 0
        ? (
          <span class="pill offline on-card">
            <Icon name="cloudoff" />
            {unsent === 1 ? "1 change" : `${unsent} changes`} only on this device
          </span>
        )
        : !canEdit
        ? (
          <span class="pill readonly on-card">
            <Icon name="eye" />Read-only
          </span>
        )
        : null}
      <div class="song-text">
        {naming.value
          ? (
            <form class="row" onSubmit={rename}>
              <input
                class="input"
                name="title"
                aria-label={`New name for ${song.title}`}
                defaultValue={song.title}
                maxLength={255}
                required
                autofocus
                ref={(input) => input?.focus()}
                onKeyDown={(event) => {
                  if (event.key === "Escape") naming.value = false;
                }}
              />
              <button type="submit" class="btn main">Save</button>
            </form>
          )
          : (
            <h2>
              {binned ? song.title : <a href={`/projects/${song.id}`}>{song.title}</a>}
            </h2>
          )}
        <div class="row between song-foot">
          <span class="small muted">{whenWords(new Date(song.updated_at), now)}</span>
          <span class="btn-row song-acts">
            {binned
              ? (
                <button
                  type="button"
                  class="btn"
                  aria-label={`Bring back ${song.title}`}
                  onClick={() => void songs.restore(song)}
                >
                  Bring back
                </button>
              )
              : null}
            {canEdit && !binned
              ? (
                <button
                  type="button"
                  class="btn"
                  aria-label={`Rename ${song.title}`}
                  onClick={() => naming.value = true}
                >
                  Rename
                </button>
              )
              : null}
            {owned && !binned
              ? (
                <button
                  type="button"
                  class="btn"
                  aria-label={`Remove ${song.title}`}
                  onClick={() => void songs.remove(song)}
                >
                  Remove
                </button>
              )
              : null}
          </span>
        </div>
      </div>
    </li>
  );
}
