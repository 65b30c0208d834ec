import { Cursor } from "../parts/cursor.tsx";
import type { Studio } from "../studio/studio.ts";
import { type PlotFrame, xOf, yOf } from "./plot.ts";

export interface PlotOthersProps {
  readonly studio: Studio;
  readonly takeId: string;
  readonly frame: PlotFrame;
}

/** Where others point on the plot of this take, by time and pitch, so that it is the same note for everybody. */
export function PlotOthers({ studio, takeId, frame }: PlotOthersProps) {
  return (
    <div class="overlay" aria-hidden="true">
      {studio.room.presence.others.value.map(({ clientId, plot, user, attention }) => {
        if (plot?.recording !== takeId || attention === "away") return null;
        const [x, y] = [xOf(plot.seconds, frame), yOf(plot.midi, frame)];
        if (x < 0 || x > frame.width || y < 0 || y > frame.height) return null;
        return (
          <div
            key={clientId}
            class={x > frame.width - NAME_PIXELS ? "cursor-place turned" : "cursor-place"}
            style={{ transform: `translate(${x}px, ${y}px)` }}
          >
            <Cursor name={user.name.split(" ")[0]!} color={user.color} attention={attention} />
          </div>
        );
      })}
    </div>
  );
}

/** Nearer to the right edge than this, the name stands on the other side. */
const NAME_PIXELS = 110;
