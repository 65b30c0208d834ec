import type { SungWord } from "./sung_words.ts";

/** A piece of the row of words: one word, a part of one, or several that are sung too close to stand apart. */
export interface RowPiece {
  /** What stands there: "win", "dow, the". */
  readonly text: string;
  /** What stands after it: a hyphen where the word goes on, an ellipsis where words had no room. */
  readonly mark: "" | "-" | " …";
  /** Every word of it, whole, also those without room. */
  readonly words: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
  /** Pixels from the beginning of the song. */
  readonly x: number;
}

/** Between two pieces, in pixels. */
const GAP = 7;
/** A word that shares a piece stands at most so far after the place where it is sung. */
const MOST_DRIFT = 26;

/**
 * Lays words along the time axis: each part of a word where it is sung, joined to what is before it when there is
 * no room to stand apart, left out when it would stand too far from its place. The same whatever part of the
 * song is in sight, so that panning moves the row as a whole.
 *
 * @param widthOf the width of a text in pixels.
 */
export function layWords(
  words: readonly SungWord[],
  pixelsPerSecond: number,
  widthOf: (text: string) => number,
): readonly RowPiece[] {
  const pieces: Piece[] = [];
  const right = (piece: Piece, mark: string = markOf(piece)) =>
    piece.x + widthOf(piece.text + mark);
  for (const word of words) {
    word.parts.forEach(({ text, startSeconds }, i) => {
      const x = startSeconds * pixelsPerSecond;
      const last = pieces.at(-1);
      const opens = i === 0;
      if (last?.without === word) return;
      if (!last || x >= right(last, opens ? undefined : "-") + GAP) {
        if (last && !opens) last.goesOn = true;
        pieces.push({ ...word, text, startSeconds, x, of: [word], without: null, goesOn: false });
        return;
      }
      const seam = opens ? seamBefore(word) : "";
      const joined = last.x + widthOf(last.text + seam);
      if (opens && (last.without || joined - x > MOST_DRIFT)) {
        last.without = word;
      } else last.text += seam + text;
      last.endSeconds = word.endSeconds;
      if (last.of.at(-1) !== word) last.of.push(word);
    });
  }
  return pieces.map((piece) => ({
    text: piece.text,
    mark: markOf(piece),
    words: piece.of.map((word, i) => (i === 0 ? "" : seamBefore(word)) + word.text).join(""),
    startSeconds: piece.startSeconds,
    endSeconds: piece.endSeconds,
    x: piece.x,
  }));
}

interface Piece {
  text: string;
  readonly x: number;
  readonly startSeconds: number;
  endSeconds: number;
  readonly of: SungWord[];
  /** The last word that had no room here. */
  without: SungWord | null;
  /** The rest of its last word is in the next piece. */
  goesOn: boolean;
}

/** Between words of a piece; a new line is told as songbooks tell it. */
function seamBefore({ opensLine }: SungWord): string {
  return opensLine ? " / " : " ";
}

function markOf({ without, goesOn }: Piece): RowPiece["mark"] {
  if (without) return " …";
  return goesOn ? "-" : "";
}

/** The piece that sounds at a moment of the song; -1 between words. */
export function pieceAt(pieces: readonly RowPiece[], seconds: number): number {
  const at = pieces.findLastIndex(({ startSeconds }) => startSeconds <= seconds);
  return at >= 0 && seconds < pieces[at]!.endSeconds ? at : -1;
}
