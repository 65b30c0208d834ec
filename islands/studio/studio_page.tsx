import { effect, useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { addPictures, picturesIn } from "../canvas/pictures.ts";
import { MoodPanel } from "../mood/mood_panel.tsx";
import { announceJobs } from "../music/job_news.ts";
import { MusicPanel } from "../music/music_panel.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { later } from "../parts/later.tsx";
import { ToastList } from "../parts/toasts.tsx";
import type { ShareDialogProps } from "../people/share_dialog.tsx";
import { TransportBar } from "../transport/transport_bar.tsx";
import { Bar } from "./bar.tsx";
import { listenForShortcuts } from "./shortcuts.ts";
import { Notices } from "./notices.tsx";
import { announceRoom } from "./room_news.ts";
import { Side } from "./side.tsx";
import type { Studio, View } from "./studio.ts";
import { arrowTabs } from "./tabs.ts";
import { Work } from "./work.tsx";

const VoiceDesk = later<{ readonly studio: Studio }>(async () =>
  (await import("../voice/voice_parts.ts")).VoiceDesk
);

const Why = later<{ readonly studio: Studio }>(async () => (await import("./side_panels.ts")).Why);
const ShareDialog = later<ShareDialogProps>(async () =>
  (await import("./side_panels.ts")).ShareDialog
);

const VIEWS: readonly (readonly [View, string, IconName, string])[] = [
  ["canvas", "Canvas", "brush", "work"],
  ["mood", "Mood", "mood", "mood"],
  ["tracks", "Tracks", "tracks", "work"],
  ["voice", "Voice", "mic", "work"],
  ["lyrics", "Lyrics", "lines", "side"],
  ["side", "More", "people", "side"],
];

/** Where the lyrics are not seen at first, their editor is fetched all the same: the network may go. */
const EDITOR_AFTER_MS = 3000;

function fetchLater(studio: Studio): void {
  import("../lyrics/lyrics_parts.ts").catch(() => undefined); // the panel asks again, and says when it cannot
  import("./side_panels.ts").catch(() => undefined);
  // The same for the voice; takes that an earlier page could not send are sent now.
  import("../voice/voice_parts.ts").then(({ voiceOf }) => voiceOf(studio), () => undefined);
}

/** Lyrics and the other side panels are one pane; where only one fits, its view says which of them. */
function showView(studio: Studio, view: View): void {
  const tab = studio.sideTab.peek();
  if (view === "lyrics" || view === "voice") studio.showSide(view);
  else if (view === "side") {
    studio.showSide(tab === "lyrics" || tab === "voice" ? "people" : tab);
  } else studio.view.value = view;
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
    const idle = setTimeout(fetchLater, EDITOR_AFTER_MS, studio);
    const unclick = effect(() => {
      if (!studio.metronome.value) return;
      import("../voice/voice_parts.ts").then(({ runMetronome }) => runMetronome(studio));
      queueMicrotask(unclick);
    });
    return () => {
      clearTimeout(idle);
      unclick();
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
            {studio.canvas.value?.analysis ? <Why studio={studio} /> : null}
            <MusicPanel studio={studio} />
          </div>
        </section>
        {view === "voice" ? <VoiceDesk studio={studio} /> : <Work studio={studio} />}
        <Side studio={studio} />
      </main>
      <TransportBar studio={studio} />
      {sharing.value ? <ShareDialog studio={studio} open={sharing} /> : null}
      <ToastList toasts={studio.toasts} />
      <p class="sr" role="status" aria-live="polite">{studio.said.value}</p>
    </div>
  );
}
