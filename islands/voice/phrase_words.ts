/** What a press on a phrase of a lane does, and how that is told. Pure. */

export interface PhraseFacts {
  /** From 1. */
  readonly number: number;
  /** The name of the lane's take, and of the one that sounds where no phrase lies over it. */
  readonly take: string;
  readonly base: string;
  readonly isBase: boolean;
  readonly isHeard: boolean;
  /** In the song. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
}

export type PhraseAct =
  | {
    /** It comes from this take from now on, or does no more. */
    readonly kind: "use" | "out";
    readonly name: string;
    /** What a step of undo is called. */
    readonly step: string;
    readonly told: string;
  }
  | { readonly kind: "hear"; readonly name: string; readonly fromSeconds: number };

export function phraseActs(facts: PhraseFacts): PhraseAct {
  const { number, take, base, isBase, isHeard, fromSeconds } = facts;
  const when = `${tenths(fromSeconds)} to ${tenths(facts.toSeconds)}`;
  const phrase = `phrase ${number} of ${take}`;
  const again = `${base} sounds here again`;
  if (isHeard && isBase) {
    return { kind: "hear", name: `Phrase ${number} of ${take}, in the mix, ${when}`, fromSeconds };
  }
  if (isHeard) {
    return {
      kind: "out",
      name: `Take ${phrase} out, ${when}`,
      step: `Take ${phrase} out`,
      told: again,
    };
  }
  const step = isBase ? `Use ${take} here again` : `Use ${phrase}`;
  const told = isBase ? again : `Phrase from ${take} in the mix`;
  return { kind: "use", name: `${step}, ${when}`, step, told };
}

/** Seconds as "0:03.2". */
export function tenths(seconds: number): string {
  const all = Math.max(0, Math.round(seconds * 10)) / 10;
  const minutes = Math.floor(all / 60);
  return `${minutes}:${(all - 60 * minutes).toFixed(1).padStart(4, "0")}`;
}
