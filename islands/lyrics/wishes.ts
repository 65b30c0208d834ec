import { OCTANTS } from "../mood/plane.ts";
import { SECTION_KINDS, type SectionKind } from "../../services/lyrics/lines.ts";

/** What the words shall be about, and how they shall be built. */
export interface Wishes {
  readonly theme: string;
  /** A feeling's name; empty: the mood of the picture. */
  readonly emotion: string;
  readonly structure: readonly SectionKind[];
  /** Such as ABAB; empty: as the kind of section likes it. */
  readonly scheme: string;
  /** Syllables of every line; 0: as the kind of section likes it. */
  readonly syllables: number;
}

export const FIRST_WISHES: Wishes = {
  theme: "",
  emotion: "",
  structure: ["verse", "chorus", "verse", "chorus", "bridge", "chorus"],
  scheme: "",
  syllables: 0,
};

export const FEELINGS: readonly string[] = OCTANTS.map(({ word }) => word);
export const SCHEMES = ["AABB", "ABAB", "ABCB", "ABBA", "AAAA"] as const;
export const SYLLABLES = [5, 6, 7, 8, 9, 10, 11, 12] as const;
export { SECTION_KINDS };

/** More sections than a song has are not asked for. */
export const MOST_SECTIONS = 12;

/** What a draft is asked to do. */
export type DraftAsk =
  | { readonly of: "song"; readonly mode: "insert" | "replace" }
  | { readonly of: "new"; readonly kind: SectionKind; readonly after: number | null }
  | { readonly of: "section"; readonly section: number; readonly mode: "replace" | "alternates" }
  | { readonly of: "line"; readonly line: number; readonly mode: "replace" | "alternates" };

/** The body of `POST /projects/{p}/lyrics/generate`. */
export function generateBody(
  { theme, emotion, structure, scheme, syllables }: Wishes,
  ask: DraftAsk,
): Readonly<Record<string, unknown>> {
  const about = { theme: theme.trim(), ...(emotion.trim() ? { emotion: emotion.trim() } : {}) };
  const form = {
    ...(scheme ? { rhyme_scheme: scheme } : {}),
    ...(syllables ? { syllables: [syllables] } : {}),
  };
  switch (ask.of) {
    case "song":
      return {
        ...about,
        ...form,
        mode: ask.mode,
        ...(ask.mode === "insert" ? { structure } : {}),
      };
    case "new":
      return {
        ...about,
        ...form,
        mode: "insert",
        structure: [ask.kind],
        ...(ask.after === null ? {} : { section: ask.after }),
      };
    case "section":
      return { ...about, mode: ask.mode, section: ask.section };
    case "line":
      return { ...about, mode: ask.mode, line: ask.line };
  }
}

/** "harbour at night, wistful", or what is missing. */
export function wishWords({ theme, emotion }: Wishes): string {
  return [theme.trim(), emotion].filter(Boolean).join(", ");
}
