import type { AnalysisView } from "../../collab/document/schema.ts";

/** One line of "why this music": what was seen, what was chosen for it. */
export interface Because {
  readonly feature: string;
  readonly choice: string;
  readonly pigment: string | null;
}

/**
 * The reasons of an analysis, `{text: {observation, consequence}, pigment}` each. The document is open JSON,
 * so what has another shape is left out.
 */
export function reasonsOf(analysis: AnalysisView): readonly Because[] {
  const list = analysis.because;
  if (!Array.isArray(list)) return [];
  return list.flatMap((item: unknown): Because[] => {
    const fields = record(item);
    const text = record(fields?.text);
    const { observation, consequence } = text ?? {};
    if (typeof observation !== "string" || observation === "") return [];
    const pigment = typeof fields?.pigment === "string" ? fields.pigment : null;
    const choice = typeof consequence === "string" ? consequence : "";
    return [{ feature: observation, choice, pigment }];
  });
}

/** What the picture suggests, e.g. "ambient, D dorian, 96 BPM". */
export function suggestionWords(analysis: AnalysisView): string {
  const found = analysis.music_suggestions;
  if (typeof found !== "object" || found === null) return "";
  const { genre, tempo_bpm, key, scale } = found as Readonly<Record<string, unknown>>;
  const tonic = [key, scale].filter((part) => typeof part === "string").join(" ");
  const tempo = typeof tempo_bpm === "number" ? `${Math.round(tempo_bpm)} BPM` : "";
  return [typeof genre === "string" ? genre : "", tonic, tempo].filter(Boolean).join(", ");
}

/** What stands before the first full stop, with it. */
export function firstSentence(text: string): string {
  return /^.*?[.](?=\s|$)/s.exec(text)?.[0] ?? text;
}

/** "joyful" → "Joyful". */
export function capital(word: string): string {
  return word.charAt(0).toLocaleUpperCase() + word.slice(1);
}

function record(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Readonly<Record<string, unknown>>
    : undefined;
}
