import { effect, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { Icon } from "../parts/icon.tsx";
import { Following } from "../people/following.tsx";
import { Sheet } from "../canvas/sheet.tsx";
import { visibleX } from "../canvas/space.ts";
import { ToolColumn } from "../canvas/tool_column.tsx";
import { Ruler } from "../tracks/ruler.tsx";
import { Tracks } from "../tracks/tracks.tsx";
import type { Studio } from "./studio.ts";

/** Picture above, ruler between, sound below: one axis, and one needle through all of it. */
export function Work({ studio }: { readonly studio: Studio }) {
  const work = useRef<HTMLElement>(null);
  const needle = useRef<HTMLDivElement>(null);
  const folded = useSignal(false);
  const count = studio.parts.value.length;
  const followed = studio.follow.whom.value;
  useEffect(() =>
    effect(() => {
      const at = studio.transport.position.value / studio.song.value.durationSeconds;
      const visible = visibleX(at, studio.look.value);
      work.current?.style.setProperty("--at", visible.toFixed(5));
      if (needle.current) needle.current.hidden = visible < 0 || visible > 1;
      work.current?.classList.toggle(
        "resting",
        studio.transport.state.value.kind !== "playing" && at === 0,
      );
    }), [studio]);
  return (
    <section ref={work} class="pane work resting" id="work" aria-label="Canvas and tracks">
      <div class="picture">
        <ToolColumn studio={studio} />
        <Sheet studio={studio} />
      </div>
      <Ruler
        studio={studio}
        lead={
          <>
            <span>{count === 1 ? "1 track" : `${count} tracks`}</span>
            <button
              type="button"
              class={folded.value ? "btn icon fold" : "btn icon fold open"}
              aria-expanded={!folded.value}
              aria-label="Show tracks"
              onClick={() => folded.value = !folded.value}
            >
              <Icon name="fold" />
            </button>
          </>
        }
      />
      <Tracks studio={studio} folded={folded.value} />
      <div ref={needle} class="needle" />
      {followed
        ? (
          <div class={`follow-frame c-${followed.color}`}>
            <Following studio={studio} />
          </div>
        )
        : null}
    </section>
  );
}
