import type { LaneSpan } from "../../collab/document/piece_edits.ts";
import type { PieceView, TrackView } from "../../collab/document/schema.ts";
import type { TakeOnLane } from "./lanes.ts";

/** What of a take is heard among the phrases of others. Pure; spans are in lane time, in order and apart. */

/** What would be left of another take between two choices is taken along when it is shorter. */
const SLIVER_SECONDS = .25;

/** Where a lane's take sounds; ±∞ where nothing bounds it but its own sound. */
export function heardOf(
  pieces: readonly PieceView[],
  { take, versions, sounding }: TakeOnLane,
): readonly LaneSpan[] {
  const ids = new Set([take, ...versions].map(({ id }) => id));
  return turnsOf(pieces).flatMap(({ piece, ...span }) =>
    (piece ? ids.has(piece.recording) : sounding !== null) ? [span] : []
  );
}

/** How much of a span is among others, 0 … 1. */
export function shareOf(span: LaneSpan, heard: readonly LaneSpan[]): number {
  const seconds = heard.reduce((sum, { fromSeconds, toSeconds }) => {
    const [from, to] = [
      Math.max(fromSeconds, span.fromSeconds),
      Math.min(toSeconds, span.toSeconds),
    ];
    return sum + Math.max(0, to - from);
  }, 0);
  return seconds / (span.toSeconds - span.fromSeconds);
}

/** How far a choice reaches, so that no scrap of what sounded before is left beside it. */
export function reachOf(
  { fromSeconds, toSeconds }: LaneSpan,
  { pieces }: Pick<TrackView, "pieces">,
): LaneSpan {
  const turns = turnsOf(pieces);
  const isScrap = (seconds: number) => seconds > 0 && seconds < SLIVER_SECONDS;
  const before = turns.find((turn) => {
    return turn.toSeconds >= fromSeconds && isScrap(fromSeconds - turn.fromSeconds);
  });
  const after = turns.find((turn) => {
    return turn.fromSeconds <= toSeconds && isScrap(turn.toSeconds - toSeconds);
  });
  return {
    fromSeconds: before?.fromSeconds ?? fromSeconds,
    toSeconds: after?.toSeconds ?? toSeconds,
  };
}

/**
 * A mask that shows what is heard fully and the rest pale.
 *
 * @param heard in fractions of the lane's width.
 */
export function maskOf(heard: readonly LaneSpan[]): string {
  const percent = (x: number) => `${(100 * Math.min(1, Math.max(0, x))).toFixed(2)}%`;
  const stops = heard.flatMap(({ fromSeconds, toSeconds }) => {
    const [from, to] = [percent(fromSeconds), percent(toSeconds)];
    return [`${PALE} ${from}`, `#000 ${from} ${to}`, `${PALE} ${to}`];
  });
  return `linear-gradient(to right,${PALE} 0%,${stops.join()},${PALE} 100%)`;
}

const PALE = "#0007";

interface Turn extends LaneSpan {
  /** Null: the track's own. */
  readonly piece: PieceView | null;
}

function turnsOf(pieces: readonly PieceView[]): readonly Turn[] {
  const turns: Turn[] = [];
  let at = -Infinity;
  for (const piece of pieces) {
    const { from_seconds: fromSeconds, to_seconds: toSeconds } = piece;
    if (fromSeconds > at) turns.push({ piece: null, fromSeconds: at, toSeconds: fromSeconds });
    turns.push({ piece, fromSeconds, toSeconds });
    at = toSeconds;
  }
  return [...turns, { piece: null, fromSeconds: at, toSeconds: Infinity }];
}
