import { useComputed } from "@preact/signals";
import type { LyricDesk } from "./desk.ts";
import { isWordless, marksOf, stressWords } from "./line_marks.ts";
import { countWords } from "../../services/lyrics/lines.ts";

/** Under the words: the line the caret is in, in words; how many there are; who else writes. */
export function LyricsFoot({ desk }: { readonly desk: LyricDesk }) {
  const { room, canEdit } = desk.studio;
  const { lyrics } = room.document;
  const words = useComputed(() => countWords(lyrics.value));
  const line = useComputed(() => lineWords(desk, lyrics.value));
  const writers = [
    ...new Set(
      room.presence.others.value.filter(({ doing }) => doing === "typing")
        .map(({ user }) => user.name.split(" ")[0]!),
    ),
  ];
  return (
    <div class="lyrics-foot small muted">
      <span class="count">{words.value === 1 ? "1 word" : `${words.value} words`}</span>
      <span class="about">
        {!canEdit.value
          ? "You can read, not write"
          : writers.length > 0
          ? `${writers.join(" and ")} ${writers.length > 1 ? "are" : "is"} writing`
          : line.value ?? "A line like [Chorus] begins a section"}
      </span>
      <span class="sr" id="lyrics-keys">
        Tab leaves the words. A line like [Chorus] begins a section.
      </span>
    </div>
  );
}

/** "Line 3: 10 syllables, rhyme A, da DUM da DUM"; null where there is nothing to tell. */
function lineWords({ caret, readings }: LyricDesk, text: string): string | null {
  const place = caret.value;
  if (!place?.focused) return null;
  const mark = marksOf(text.split("\n"), readings.lines.value)[place.line];
  if (!mark?.counted) return "Tab leaves the words";
  if (isWordless(mark)) return "Nothing to sing in this line";
  const count = mark.syllables === 1 ? "1 syllable" : `${mark.syllables} syllables`;
  const rhyme = mark.rhymed && mark.shared ? `rhyme ${mark.rhyme}, ` : "";
  return `${count}, ${rhyme}${stressWords(mark.stresses)}`;
}
