import type { SectionKind } from "../lines.ts";
import type { Words } from "../words/words.ts";
import type { FindNouns } from "./theme.ts";
import { type LyricsAsk, writeLyrics } from "./write_lyrics.ts";

const STRUCTURE: readonly SectionKind[] = [
  "verse",
  "chorus",
  "verse",
  "chorus",
  "bridge",
  "chorus",
];

/** The songs of SONGS.md: what the writer makes of these, unedited. */
export const BOOK: readonly Omit<LyricsAsk, "structure">[] = [
  { theme: "leaving home by train", valence: -0.4, arousal: -0.2, seed: 1 },
  { theme: "dancing in the city", valence: 0.7, arousal: 0.7, seed: 1 },
  { theme: "the robot who dreamed", valence: -0.2, arousal: 0.3, seed: 2 },
];

/** SONGS.md, word for word. */
export function songBook(words: Words, findNouns: FindNouns): string {
  const songs = BOOK.map((ask) => {
    const { sections, report } = writeLyrics(words, findNouns, { ...ask, structure: STRUCTURE });
    const feeling = `valence ${ask.valence}, arousal ${ask.arousal}, seed ${ask.seed}`;
    const figures = `${Math.round(report.scansion * 100)} % of stresses on strong places, ` +
      `sentiment ${report.sentiment.toFixed(2)}, images of ${report.fields.join(" and ")}`;
    const text = sections.map(({ title, lines }) => [`[${title}]`, ...lines].join("\n"));
    return `## ${ask.theme}\n\n- ${feeling}\n- ${figures}\n\n\`\`\`text\n${
      text.join("\n\n")
    }\n\`\`\`\n`;
  });
  return [
    "# Three songs\n",
    "Written by the local engine and edited by nobody: a test writes them again and compares.\n",
    ...songs,
  ].join("\n");
}
