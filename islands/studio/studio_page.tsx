import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addPictures, picturesIn } from "../canvas/pictures.ts";
import { MoodPanel } from "../mood/mood_panel.tsx";
import { Why } from "../mood/why.tsx";
import { announceJobs } from "../music/job_news.ts";
import { MusicPanel } from "../music/music_panel.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { ToastList } from "../parts/toasts.tsx";
import { ShareDialog } from "../people/share_dialog.tsx";
import { TransportBar } from "../transport/transport_bar.tsx";
import { Bar } from "./bar.tsx";
import { listenForShortcuts } from "./shortcuts.ts";
import { Notices } from "./notices.tsx";
import { announceRoom } from "./room_news.ts";
import { Side } from "./side.tsx";
import type { Studio, View } from "./studio.ts";
import { arrowTabs } from "./tabs.ts";
import { Work } from "./work.tsx";

const VIEWS: readonly (readonly [View, string, IconName, string])[] = [
  ["canvas", "Canvas", "brush", "work"],
  ["mood", "Mood", "mood", "mood"],
  ["tracks", "Tracks", "tracks", "work"],
  ["lyrics", "Lyrics", "lines", "side"],
  ["side", "More", "people", "side"],
];

/** Where the lyrics are not seen at first, their editor is fetched all the same: the network may go. */
const EDITOR_AFTER_MS = 3000;

function fetchEditor(): void {
  import("../lyrics/editor.ts").catch(() => undefined); // the panel asks again, and says when it cannot
}

/** Lyrics and the other side panels are one pane; where only one fits, its view says which of them. */
function showView(studio: Studio, view: View): void {
  const tab = studio.sideTab.peek();
  if (view === "lyrics") studio.showSide("lyrics");
  else if (view === "side") studio.showSide(tab === "lyrics" ? "people" : tab);
  else studio.view.value = view;
}

/** The whole studio, once the door is open. */
export function StudioPage({ studio }: { readonly studio: Studio }) {
  const sharing = useSignal(false);
  const view = studio.view.value;
  useEffect(() => {
    const unlisten = listenForShortcuts(studio);
    const unannounce = announceJobs(studio);
    const unnews = announceRoom(studio);
    const onPaste = (event: ClipboardEvent) => {
      const files = picturesIn(event.clipboardData);
      if (files.length > 0) void addPictures(studio, files);
    };
    addEventListener("paste", onPaste);
    const idle = setTimeout(fetchEditor, EDITOR_AFTER_MS);
    return () => {
      clearTimeout(idle);
      unlisten();
      unannounce();
      unnews();
      removeEventListener("paste", onPaste);
    };
  }, [studio]);
  const { title } = studio.room.document.meta.value;
  useEffect(() => {
    document.title = `${title}, Sonic Alchemy`;
  }, [title]);
  return (
    <div class="frame" data-view={view}>
      <Bar studio={studio} sharing={sharing} />
      <nav class="views-nav" aria-label="Views">
        <div class="tabs views" role="tablist" aria-label="Views" onKeyDown={arrowTabs}>
          {VIEWS.map(([id, name, icon, panel]) => (
            <button
              key={id}
              type="button"
              role="tab"
              data-view={id}
              aria-selected={view === id}
              aria-controls={panel}
              tabIndex={view === id ? 0 : -1}
              onClick={() => showView(studio, id)}
            >
              <Icon name={icon} />
              {name}
            </button>
          ))}
        </div>
      </nav>
      <Notices studio={studio} />
      <main id="main">
        <section class="pane alchemy" id="mood" aria-label="Mood and music" tabIndex={0}>
          <MoodPanel studio={studio} />
          <div class="outcome">
            <Why studio={studio} />
            <MusicPanel studio={studio} />
          </div>
        </section>
        <Work studio={studio} />
        <Side studio={studio} />
      </main>
      <TransportBar studio={studio} />
      <ShareDialog studio={studio} open={sharing} />
      <ToastList toasts={studio.toasts} />
      <p class="sr" role="status" aria-live="polite">{studio.said.value}</p>
    </div>
  );
}
