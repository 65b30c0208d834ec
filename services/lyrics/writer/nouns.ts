import type { FindNouns } from "./theme.ts";

/** Opens the part-of-speech tagger: half a second, so only where somebody writes. */
export async function openNouns(): Promise<FindNouns> {
  const { default: nlp } = await import("compromise");
  return (text) => {
    const nouns = nlp(text).match("#Noun").not("#ProperNoun").not("#Pronoun");
    const list = (tag: string) =>
      nouns.match(tag).out("array").map((noun: string) => noun.toLowerCase());
    return { one: list("#Singular"), many: list("#Plural") };
  };
}
