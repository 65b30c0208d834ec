import { useEffect, useRef } from "preact/hooks";
import { headingOf } from "../../services/lyrics/lines.ts";
import type { LyricDesk } from "./desk.ts";

/** The words to sing from: large, the line that sounds in the middle. A press on a line goes there. */
export function SingAlong({ desk }: { readonly desk: LyricDesk }) {
  const { studio, times, sung } = desk;
  const lines = studio.room.document.lyrics.value.split("\n");
  const now = sung.value;
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (!now) return;
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    list.current?.querySelector("[data-now]")?.scrollIntoView({
      block: "center",
      behavior: still ? "auto" : "smooth",
    });
  }, [now?.line]);
  return (
    <ol class="sing-along" ref={list} tabIndex={0} aria-label="Words to sing">
      {lines.map((line, i) => {
        const title = headingOf(line);
        if (title !== null) return <li key={i} class="title">{title}</li>;
        if (line.trim() === "") return null;
        const time = times.value[i];
        const here = now?.line === i;
        const upTo = here ? now.upTo : 0;
        return (
          <li
            key={i}
            dir="auto"
            data-now={here ? "" : undefined}
            data-past={now && i < now.line ? "" : undefined}
            aria-current={here ? "true" : undefined}
          >
            {time
              ? (
                <button type="button" onClick={() => studio.transport.seek(time.start_seconds)}>
                  <span class="sounded">{line.slice(0, upTo)}</span>
                  {line.slice(upTo)}
                </button>
              )
              : line}
          </li>
        );
      })}
    </ol>
  );
}
