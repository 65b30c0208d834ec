import type { Db } from "./client.ts";

/** A projection of the document's lyrics, for search. */
export interface LyricsRow {
  readonly project_id: string;
  readonly text: string;
  readonly word_count: number;
  readonly updated_at: Date;
}

export async function putLyrics(
  db: Db,
  lyrics: Pick<LyricsRow, "project_id" | "text" | "word_count">,
): Promise<void> {
  await db`
    insert into lyrics ${db(lyrics, "project_id", "text", "word_count")}
    on conflict (project_id) do update set
      text = excluded.text, word_count = excluded.word_count, updated_at = now()
    where lyrics.text is distinct from excluded.text`;
}
