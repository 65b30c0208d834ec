import { Icon } from "../parts/icon.tsx";
import type { LyricDesk } from "./desk.ts";
import { outlineWords } from "./outline.ts";

/** The sections in their order, with their rhyme schemes; a press goes there. */
export function OutlineBar({ desk }: { readonly desk: LyricDesk }) {
  const outline = desk.outline.value;
  const here = desk.caret.value?.focused ? desk.section.value : null;
  const sung = desk.sung.value;
  const sounding = sung && outline.findLast(({ line }) => line <= sung.line);
  return (
    <nav class="lyric-outline" aria-label="Sections">
      <ol>
        {outline.map((entry) => (
          <li key={entry.line}>
            <button
              type="button"
              aria-current={entry.section === here?.section ? "location" : undefined}
              data-sounds={sounding === entry ? "" : undefined}
              onClick={() => {
                desk.singing.value = false;
                desk.editor.peek()?.goTo(entry.line);
              }}
            >
              {entry.title} {entry.scheme ? <span class="value">{entry.scheme}</span> : null}
              <span class="sr">{`, ${outlineWords(entry)}`}</span>
            </button>
          </li>
        ))}
      </ol>
      {desk.times.value.some(Boolean)
        ? (
          <button
            type="button"
            class="btn"
            aria-pressed={desk.singing.value}
            onClick={() => desk.singing.value = !desk.singing.peek()}
          >
            <Icon name="mic" />Sing
          </button>
        )
        : null}
    </nav>
  );
}
