import type { Api } from "../session/api.ts";

/** `GET /rhymes`. */
export interface Rhymes {
  readonly word: string;
  readonly syllables: number;
  readonly perfect: readonly { readonly syllables: number; readonly words: readonly string[] }[];
  readonly near: readonly {
    readonly syllables: number;
    readonly words: readonly NearRhyme[];
  }[];
  /** Where a line was named: those that would end it well. */
  readonly in_context?: readonly string[];
  readonly engine?: "local" | "gemini";
  readonly engine_reason?: string;
}

export interface NearRhyme {
  readonly word: string;
  readonly kind: string;
}

export interface NearRun {
  readonly kind: string;
  readonly words: readonly string[];
}

/** Near rhymes under the name of their kind, in the order in which the kinds first come. */
export function nearRuns(words: readonly NearRhyme[]): readonly NearRun[] {
  const kinds = new Map<string, string[]>();
  for (const { word, kind } of words) kinds.set(kind, [...kinds.get(kind) ?? [], word]);
  return [...kinds].map(([kind, own]) => ({ kind, words: own }));
}

/** Rhymes that have been looked up, and how to look up more. */
export interface RhymeBook {
  find(word: string, signal: AbortSignal): Promise<Rhymes>;
  /** What is there already; undefined for a word that must be asked for. */
  known(word: string): Rhymes | undefined;
}

const MOST_KEPT = 200;

export function createRhymeBook(api: Pick<Api, "get">): RhymeBook {
  const kept = new Map<string, Rhymes>();
  const key = (word: string) => word.toLowerCase().slice(0, 60);
  return {
    known: (word) => kept.get(key(word)),
    find: async (word, signal) => {
      const query = new URLSearchParams({ word: key(word), near: "true", limit: "48" });
      const rhymes = await api.get<Rhymes>(`/rhymes?${query}`, signal);
      if (kept.size >= MOST_KEPT) kept.clear();
      kept.set(key(word), rhymes);
      return rhymes;
    },
  };
}
