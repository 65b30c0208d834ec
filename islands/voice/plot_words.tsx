import { computed, useSignal } from "@preact/signals";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { panBy } from "../canvas/space.ts";
import type { Studio } from "../studio/studio.ts";
import type { PlotFrame } from "./plot.ts";
import type { SungWord } from "./sung_words.ts";
import { layWords, pieceAt } from "./word_row.ts";

export interface PlotWordsProps {
  readonly studio: Studio;
  readonly words: readonly SungWord[];
  readonly frame: PlotFrame;
}

/** The words under the notes, each where it is sung. A press goes there; arrows go from word to word. */
export function PlotWords({ studio, words, frame }: PlotWordsProps) {
  const row = useRef<HTMLOListElement>(null);
  /** The piece that Tab reaches; the arrows move it, and the focus with it. */
  const stop = useSignal(0);
  const goes = useRef(false);
  const pixelsPerSecond = frame.width / (frame.toSeconds - frame.fromSeconds);
  const widthOf = useMemo(() => {
    const context = document.createElement("canvas").getContext("2d")!;
    const root = getComputedStyle(document.documentElement);
    const pixels = WORD_REM * parseFloat(root.fontSize);
    context.font = `${pixels}px ${root.getPropertyValue("--f-words")}`;
    const known = new Map<string, number>();
    return (text: string) => {
      const width = known.get(text) ?? context.measureText(text).width;
      known.set(text, width);
      return width;
    };
  }, []);
  const pieces = useMemo(() => layWords(words, pixelsPerSecond, widthOf), [
    words,
    pixelsPerSecond,
  ]);
  const sounding = useMemo(
    () => computed(() => pieceAt(pieces, studio.transport.position.value)),
    [pieces, studio],
  ).value;
  const left = frame.fromSeconds * pixelsPerSecond;
  const inSight = pieces.map((piece, i) => ({ ...piece, i, x: piece.x - left }))
    .filter(({ x, text, mark }) => x < frame.width && x + widthOf(text + mark) > 0);
  const stopped = inSight.some(({ i }) => i === stop.value) ? stop.value : inSight[0]?.i;
  useEffect(() => {
    if (!goes.current) return;
    goes.current = false;
    row.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus({ preventScroll: true });
  });
  const onKey = (event: KeyboardEvent) => {
    const from = stopped ?? 0;
    const next = {
      ArrowRight: from + 1,
      ArrowLeft: from - 1,
      Home: 0,
      End: pieces.length - 1,
    }[event.key];
    const piece = pieces[next ?? -1];
    if (!piece) return;
    event.preventDefault();
    event.stopPropagation();
    stop.value = next!;
    const there = row.current!.querySelector<HTMLElement>(`[data-piece="${next}"]`);
    there?.focus({ preventScroll: true }); // at once, so that a key that follows finds it
    goes.current = !there;
    const x = piece.x - left;
    if (x < 0 || x + widthOf(piece.text + piece.mark) > frame.width) {
      studio.look.value = panBy(studio.look.peek(), { x: .2 * frame.width - x, y: 0 }, frame);
    }
  };
  return (
    <ol ref={row} class="under" aria-label="Words under the notes" onKeyDown={onKey}>
      {inSight.map(({ i, x, text, mark, words, startSeconds }) => (
        <li key={i} style={{ transform: `translateX(${Math.round(x)}px)` }}>
          <button
            type="button"
            data-piece={i}
            data-mark={mark}
            tabIndex={i === stopped ? 0 : -1}
            aria-label={words === text ? undefined : `${text}: ${words}`}
            aria-current={i === sounding ? "true" : undefined}
            onClick={() => {
              stop.value = i;
              studio.transport.seek(startSeconds);
            }}
          >
            {text}
          </button>
        </li>
      ))}
    </ol>
  );
}

/** As the style sheet has it. */
const WORD_REM = .9375;
