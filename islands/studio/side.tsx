import { Marks } from "../canvas/marks.tsx";
import { presentPeople } from "../people/people.ts";
import { PeoplePanel } from "../people/people_panel.tsx";
import { FilesPanel } from "./files_panel.tsx";
import { arrowTabs } from "./tabs.ts";
import type { SideTab, Studio } from "./studio.ts";

const TABS: readonly (readonly [SideTab, string])[] = [
  ["marks", "Marks"],
  ["people", "People"],
  ["files", "Take home"],
];

/** Right of the work: the marks in words, the people, what can be taken home. */
export function Side({ studio }: { readonly studio: Studio }) {
  const chosen = studio.sideTab.value;
  const here = presentPeople(studio).length;
  return (
    <section class="pane side" id="side" aria-label="Marks, people and files">
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
            onClick={() => studio.sideTab.value = id}
          >
            {name}
            {id === "marks" && studio.shapes.value.length > 0
              ? <span class="count">{studio.shapes.value.length}</span>
              : null}
            {id === "people" && here > 1 ? <span class="count">{here}</span> : null}
          </button>
        ))}
      </div>
      <div role="tabpanel" id="side-panel" aria-labelledby={`tab-${chosen}`} tabIndex={0}>
        {chosen === "marks"
          ? <Marks studio={studio} />
          : chosen === "people"
          ? <PeoplePanel studio={studio} />
          : <FilesPanel studio={studio} />}
      </div>
    </section>
  );
}
