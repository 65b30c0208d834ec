/** What the jobs of the lyrics leave in `GET /jobs/{id}`, as far as it is shown here. */

export interface DraftAnswer {
  readonly mode: "insert" | "replace" | "alternates";
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly alternates: readonly (readonly string[])[];
  readonly left_alone: readonly number[];
  readonly engine: "local" | "gemini";
  readonly engine_reason?: string;
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
  if (!reason) return null;
  return `Gemini was asked first, but ${REASONS[reason] ?? reason.replaceAll("_", " ")}.`;
}

const REASONS: Readonly<Record<string, string>> = {
  bad_key: "its key is not accepted",
  unknown_model: "it does not know the model that is set here",
  refused: "it refused",
  rate_limited: "it has too much to do",
  unavailable: "it is away",
  timeout: "it took too long",
  blocked: "it would not write about this",
  truncated: "its answer broke off",
  malformed: "its answer could not be read",
  too_large: "there was too much to send",
  breaker_open: "it has failed too often just now",
  quota: "its allowance is used up",
};
