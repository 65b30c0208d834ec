/** A field of images that belong together: what a song about it can point at. */
export interface Field {
  readonly name: string;
  /** Words of a theme that call for this field. */
  readonly keys: readonly string[];
  /** One countable thing: `the …`, `a …`. */
  readonly things: readonly string[];
  /** Several of them. */
  readonly many: readonly string[];
  /** What is not counted: `salt`, `smoke`. */
  readonly stuff: readonly string[];
  /** Where: a phrase with its preposition. */
  readonly places: readonly string[];
  /** What happens there: a whole small sentence in the present tense. */
  readonly scenes: readonly string[];
  /** What can be done there, by anybody: the verb without a subject. */
  readonly acts: readonly string[];
  /** How its things look in a good light, and in a bad one. */
  readonly bright: readonly string[];
  readonly dark: readonly string[];
}

/** A field as it is written down: lists with `|` between, words with blanks between. */
export interface WrittenField {
  readonly keys: string;
  readonly things: string;
  readonly many: string;
  readonly stuff: string;
  readonly places: string;
  readonly scenes: string;
  readonly acts: string;
  readonly bright: string;
  readonly dark: string;
}

export function field(name: string, written: WrittenField): Field {
  const words = (list: string) => list.trim().split(/\s+/);
  const phrases = (list: string) =>
    list.split("|").map((phrase) => phrase.trim().replace(/\s+/g, " "));
  return {
    name,
    keys: words(written.keys),
    things: words(written.things),
    many: words(written.many),
    stuff: words(written.stuff),
    places: phrases(written.places),
    scenes: phrases(written.scenes),
    acts: phrases(written.acts),
    bright: words(written.bright),
    dark: words(written.dark),
  };
}
