/** What the jobs of the lyrics leave in `GET /jobs/{id}`, as far as it is shown here. */

export interface DraftAnswer {
  readonly mode: "insert" | "replace" | "alternates";
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly alternates: readonly (readonly string[])[];
  /** Of alternates; absent in what an older server has kept. */
  readonly asked?: AskedAbout;
  readonly left_alone: readonly number[];
  readonly engine: "local" | "gemini";
  readonly engine_reason?: string;
}

/** What alternates are for, in a text as it was. */
export interface AskedAbout {
  readonly of: "line" | "section" | "all";
  /** The line's number in the text, or the section's. */
  readonly index: number;
  /** Of the section, where it has a heading. */
  readonly title: string | null;
  readonly lines: readonly string[];
  readonly text: string;
}

export interface FitLine {
  readonly line: number;
  readonly text: string;
  readonly syllables: number;
  readonly notes: number;
  readonly melisma: number;
  readonly shared: number;
  readonly stress_on_strong: number | null;
  readonly fit: number;
  readonly rest_before_seconds: number;
  readonly words: readonly FitWord[];
}

export interface FitWord {
  readonly word: string;
  readonly start_seconds: number;
  readonly end_seconds: number;
  readonly syllables: number;
  /** Absent in what an older server has kept. */
  readonly syllable_seconds?: readonly number[];
  readonly notes: number;
}

export interface FitChange {
  readonly line: number;
  readonly from: string;
  readonly to: string;
  readonly why: string;
}

export interface FitAnswer {
  readonly mode: "apply" | "suggest";
  readonly melody: { readonly of: "take" | "piece"; readonly id: string; readonly notes: number };
  readonly lines: readonly FitLine[];
  readonly changes: readonly FitChange[];
  readonly unsung: readonly number[];
  readonly left_alone: readonly number[];
  readonly report: {
    readonly lines: number;
    readonly syllables_fit: number;
    readonly stress_on_strong: number;
  };
  readonly engine?: "local" | "gemini";
  readonly engine_reason?: string;
}

/** "Alchemist, local", or "Gemini". */
export function engineName(engine: string | null | undefined): string {
  return engine === "gemini" ? "Gemini" : "Alchemist, local";
}

/** Why the local engine did it although Gemini was asked; null where there is nothing to say. */
export function reasonWords(reason: string | undefined): string | null {
  return reason ? `Local, because Gemini ${becauseOf(reason)}.` : null;
}

/** "took too long": what there is to say of Gemini. */
export function becauseOf(reason: string): string {
  return REASONS[reason] ?? `failed (${reason.replaceAll("_", " ")})`;
}

const REASONS: Readonly<Record<string, string>> = {
  bad_key: "does not accept its key",
  unknown_model: "does not know the model that is set here",
  refused: "refused",
  rate_limited: "has too much to do",
  unavailable: "is away",
  timeout: "took too long",
  blocked: "would not write about this",
  truncated: "broke off",
  malformed: "gave an answer that could not be read",
  too_large: "cannot be sent so much",
  breaker_open: "has failed too often just now",
  quota: "has been asked as much as is allowed here",
};
