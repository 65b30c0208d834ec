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
