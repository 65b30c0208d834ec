import type { FitWord } from "./lyric_answers.ts";

/** A stretch of a line, with what is special about how it lies on the notes. */
export interface FitPiece {
  readonly text: string;
  readonly on: { readonly looks: "drawn" | "close"; readonly words: string } | null;
}

/** A line in pieces: words that are drawn over more notes than they have syllables, or share a note. */
export function fitPieces(text: string, words: readonly FitWord[]): readonly FitPiece[] {
  const pieces: FitPiece[] = [];
  const small = text.toLowerCase();
  let done = 0;
  const pass = (to: number) => {
    if (to > done) pieces.push({ text: text.slice(done, to), on: null });
    done = to;
  };
  for (const { word, syllables, notes } of words) {
    const at = small.indexOf(word.toLowerCase(), done);
    if (at < 0 || syllables === notes) continue;
    pass(at);
    done = at + word.length;
    const count = notes === 1 ? "1 note" : `${notes} notes`;
    pieces.push({
      text: text.slice(at, done),
      on: notes > syllables
        ? { looks: "drawn", words: `Drawn over ${count}` }
        : { looks: "close", words: `${syllables} syllables on ${count}` },
    });
  }
  pass(text.length);
  return pieces;
}
