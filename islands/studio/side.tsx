import { LyricsPanel } from "../lyrics/lyrics_panel.tsx";
import { later } from "../parts/later.tsx";
import { presentPeople } from "../people/people.ts";
import { arrowTabs } from "./tabs.ts";
import type { SideTab, Studio } from "./studio.ts";

interface PanelProps {
  readonly studio: Studio;
}

const panels = () => import("./side_panels.ts");
const Marks = later<PanelProps>(async () => (await panels()).Marks);
const PeoplePanel = later<PanelProps>(async () => (await panels()).PeoplePanel);
const HistoryPanel = later<PanelProps>(async () => (await panels()).HistoryPanel);
const FilesPanel = later<PanelProps>(async () => (await panels()).FilesPanel);
const VoiceSide = later<PanelProps>(async () =>
  (await import("../voice/voice_parts.ts")).VoiceSide
);

const TABS: readonly (readonly [SideTab, string])[] = [
  ["lyrics", "Lyrics"],
  ["voice", "Voice"],
  ["marks", "Marks"],
  ["people", "People"],
  ["history", "History"],
  ["files", "Files"],
];

/** Right of the work: the words, the marks, the people, what was, what can be taken home. */
export function Side({ studio }: { readonly studio: Studio }) {
  const chosen = studio.sideTab.value;
  const here = presentPeople(studio).length;
  return (
    <section class="pane side" id="side" aria-label="Words, marks, people and history">
      <div class="tabs" role="tablist" aria-label="Side panel" onKeyDown={arrowTabs}>
        {TABS.map(([id, name]) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            aria-selected={chosen === id}
            aria-controls="side-panel"
            tabIndex={chosen === id ? 0 : -1}
            onClick={() => studio.showSide(id)}
          >
            {name}
            {id === "marks" && studio.shapes.value.length > 0
              ? <span class="count">{studio.shapes.value.length}</span>
              : null}
            {id === "people" && here > 1 ? <span class="count">{here}</span> : null}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id="side-panel"
        data-panel={chosen}
        aria-labelledby={`tab-${chosen}`}
        tabIndex={chosen === "lyrics" ? -1 : 0}
      >
        <h2 class="sr">{TABS.find(([id]) => id === chosen)?.[1]}</h2>
        <Panel studio={studio} chosen={chosen} />
      </div>
    </section>
  );
}

function Panel({ studio, chosen }: { readonly studio: Studio; readonly chosen: SideTab }) {
  switch (chosen) {
    case "lyrics":
      return <LyricsPanel studio={studio} />;
    case "voice":
      return <VoiceSide studio={studio} />;
    case "marks":
      return <Marks studio={studio} />;
    case "people":
      return <PeoplePanel studio={studio} />;
    case "history":
      return <HistoryPanel studio={studio} />;
    case "files":
      return <FilesPanel studio={studio} />;
  }
}
