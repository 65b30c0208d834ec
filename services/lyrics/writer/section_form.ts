import type { SectionKind } from "../lines.ts";
import type { SectionForm } from "./section.ts";

/** How somebody wants the sections of a song to be built. */
export interface FormWish {
  /** Syllables of the lines: one number for every line, or one for each. */
  readonly syllables?: readonly number[] | undefined;
  /** Such as `ABAB`. */
  readonly scheme?: string | undefined;
}

/** Two lines that rhyme with each other, whatever the verses do. */
const COUPLETS: ReadonlySet<SectionKind> = new Set(["intro", "outro"]);
const VERSE_LINES = 4;

/** How many lines a wish makes of a section; undefined where it leaves that open. */
export function linesWished(
  kind: SectionKind,
  { syllables, scheme }: FormWish,
): number | undefined {
  const rhymed = scheme?.length ?? 0;
  if (syllables && syllables.length > 1) return Math.max(syllables.length, rhymed);
  return rhymed >= VERSE_LINES && !COUPLETS.has(kind) ? rhymed : undefined;
}

/** A form as somebody wants it; what they have not said is the form's own. */
export function formWished(kind: SectionKind, form: SectionForm, wish: FormWish): SectionForm {
  const lines = linesWished(kind, wish);
  const count = lines ?? form.syllables.length;
  const lengths = wish.syllables?.length ? wish.syllables : form.syllables;
  const keepsOwn = lines === undefined && COUPLETS.has(kind);
  return {
    scheme: keepsOwn ? form.scheme : wish.scheme ?? form.scheme,
    syllables: Array.from({ length: count }, (_, i) => lengths[i % lengths.length]!),
  };
}
