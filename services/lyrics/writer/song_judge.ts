import { scan } from "./meter.ts";
import type { WrittenLyrics } from "./write_lyrics.ts";
import { wordsOf } from "../words/spelling.ts";
import type { Words } from "../words/words.ts";

/** What songs are asked about when the writer is judged. */
export const THEMES: readonly string[] = [
  "the sea at night",
  "leaving home by train",
  "first love in summer",
  "a storm is coming",
  "my grandmother's kitchen",
  "snow on the mountains",
  "dancing in the city",
  "losing a friend",
  "the robot who dreamed",
  "a garden after rain",
  "fire in the desert",
  "growing old together",
  "stars and satellites",
  "the morning after",
  "an empty house",
  "freedom and courage",
  "riding my bicycle to school",
  "a letter never sent",
  "working all week",
  "the moon over the river",
];

/** What can be said of a song by rules alone. */
export interface Judgement {
  /** Pairs that should rhyme and do not, or end in one word. */
  readonly wrongRhymes: readonly string[];
  readonly names: readonly string[];
  /** Lines that come twice outside a chorus. */
  readonly repeatedLines: readonly string[];
  /** Share of stressed syllables on strong places. */
  readonly scansion: number;
  readonly sentiment: number;
}

/** Reads a song as a stranger would: only its text and the scheme it claims. */
export function judgeSong(words: Words, { sections }: WrittenLyrics): Judgement {
  const wrongRhymes: string[] = [];
  const seen = new Set<string>();
  const repeatedLines: string[] = [];
  let stressed = 0;
  let onStrong = 0;
  let chorusHeard = false;
  for (const { kind, scheme, lines } of sections) {
    const ends = lines.map((line) => wordsOf(line).at(-1)!.text);
    ends.forEach((end, i) => {
      for (let j = 0; j < i; j++) {
        if (scheme[i] !== scheme[j]) continue;
        if (words.howTheyRhyme(ends[j]!, end) !== "perfect") {
          wrongRhymes.push(`${ends[j]} / ${end}`);
        }
      }
    });
    if (kind === "chorus" && chorusHeard) continue;
    chorusHeard ||= kind === "chorus";
    for (const line of lines) {
      if (seen.has(line)) repeatedLines.push(line);
      seen.add(line);
      const scansion = scan(words, line);
      stressed += scansion?.stressed ?? 0;
      onStrong += scansion?.onStrong ?? 0;
    }
  }
  const text = sections.flatMap(({ lines }) => lines).join("\n");
  return {
    wrongRhymes,
    names: wordsOf(text).map((word) => word.text).filter((word) => words.isName(word)),
    repeatedLines,
    scansion: stressed === 0 ? 1 : onStrong / stressed,
    sentiment: words.sentiment(text),
  };
}
