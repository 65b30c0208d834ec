import type { Family } from "./score.ts";

/**
 * Four-slot phrases by mode, and the styles they suit: a letter of the style book and a weight.
 * Roman numerals count from the major scale of the tonic, so `bVI` means the same in every mode.
 */
export interface Phrase {
  readonly romans: readonly string[];
  readonly weights: Readonly<Record<string, number>>;
}

export interface PhraseTable {
  readonly A: readonly Phrase[];
  readonly B: readonly Phrase[];
}

/** Weight of a phrase in a style that does not name it. */
export const UNNAMED_WEIGHT = 0.15;

/** How a phrase may end; each text is "predominants dominant", a comma joining two predominants. */
export interface Closes {
  readonly half: readonly string[];
  readonly authentic: readonly string[];
  readonly jazz: readonly string[];
  readonly plagal: readonly string[];
  readonly deceptive: string;
}

export const PHRASES: Readonly<Record<Family, PhraseTable>> = {
  lyd: {
    A: phrases(
      "I II I II | a4 c3 l2 e2",
      "I II vi V | c4 p2 e2 f2 r1",
      "I V II vi | c2 p2 f2",
      "I iii II I | a3 j2 l2",
      "I II iii II | j3 l2 e2 r2",
    ),
    B: phrases(
      "vi II I V | c3 p2 a3 f2 e2 r2",
      "iii vi II V | j4 l3 c2 a1",
      "vi V II II | a2 e2 p1 r1",
    ),
  },
  maj: {
    A: phrases(
      "I V vi IV | p5 r3 e3 f2 c1",
      "I vi IV V | p3 f2 r1",
      "I IV vi V | p3 e2 f2",
      "I IV I V | f4 r3",
      "I V/3 vi IV | p3 c4 f1",
      "I I/3 IV V | p2 f2 c1",
      "I vi ii V | j4 l3",
      "I V7/ii ii V | j4 l2",
      "ii V I vi | j3 l4",
      "I iii IV V | f2 p1 l2",
      "I IV I IV | a5 l1",
      "I iii IV I/3 | a3 c2",
      "I bVII IV I | r4",
      "I iii vi IV | c4 e1 a2",
      "vi IV I V | e4 c1",
      "IV iii ii I | l3",
      "I ii IV I | a3 f1",
    ),
    B: phrases(
      "vi IV I V | p4 e3 c3 r2",
      "IV V iii vi | p4 e3 l3 c1",
      "IV I/3 ii V | f4 p2 c2",
      "ii V iii V7/ii | j3 l2",
      "IV iv I V7/ii | j3 l3 p1",
      "vi ii IV V | r2 f2 p2 e2",
      "IV bVII I V | r3",
      "vi IV ii IV | a4 e1",
      "ii IV vi IV | a3 c2",
      "vi iii IV V | c2 f2",
    ),
  },
  mixo: {
    A: phrases(
      "I bVII IV I | r5 f4 p2 c2",
      "I v IV I | f2 p2 l3 j3 a1",
      "I IV bVII IV | r3 p3 e3 c2",
      "I bVII I IV | e3 a4 f2",
      "I v bVII IV | l3 j3 c2 p2",
    ),
    B: phrases(
      "IV bVII I I | r3 f3 p2 j1",
      "ii IV bVII IV | l2 j3 p2 c2 a2 e2",
      "bVII IV v IV | r2 f2 e2 c2 a2",
    ),
  },
  dor: {
    A: phrases(
      "i IV i IV | l4 r3 e3 a4 j3",
      "i bVII IV i | f4 r3 c2 p2",
      "i bIII IV bVII | p3 e3 r2 c3",
      "i ii bIII IV | l3 j3 c2",
      "i v IV bVII | f2 p2 e2 a2",
    ),
    B: phrases(
      "bIII bVII i IV | p3 r3 f3 e2 c2",
      "bVII IV i ii | j3 l3 a2",
      "ii IV bVII v | j2 l2 a2 c2",
    ),
  },
  min: {
    A: phrases(
      "i bVI bIII bVII | p5 r3 e5 c4",
      "i bVII bVI bVII | r4 e2 f2",
      "i iv bVI bVII | c3 p2 f2 l2",
      "i v bVI iv | c3 p2 l2 a2",
      "i bIII bVII iv | e2 l2 c1 f1",
      "i iv bVII bIII | j4 l3",
      "i iv ii°7 V7 | j4 l1",
      "i bVI i bVI | a4 c1",
      "i iv i v | f3 a3",
      "i bVII i v | f4",
    ),
    B: phrases(
      "bVI bVII i v | r3 e3 p2 c2",
      "iv bVII bIII bVI | j4 l3 c2 p2",
      "bIII bVII iv bVI | p3 f3 c2 a1",
      "bVI bIII bVII iv | e3 r2 p2 a3",
      "iv i bVI bVII | f3 c2 a2 l2",
    ),
  },
  hmin: {
    A: phrases(
      "i iv V i | f2 j1 c1",
      "i bVI iv V | c4 p3 r2 e2 l1",
      "i bVII bVI V | r4 e3 p2 f3",
      "i iv bVI V | c3 p2 l3 a2 e2",
      "i ii°7 V7 i | j4 l2",
      "i bVI ii°7 V7 | j3 l3",
      "i bVI i iv | a5 e1",
      "i V/3 i/3 iv | c3 f1",
    ),
    B: phrases(
      "bVI iv i V | c3 e3 p3 a2",
      "iv i ii°7 V7 | j4 l3 f2",
      "bIII bVII bVI V | r3 p2 e2 f2 c2",
      "iv bVII bIII V7 | j2 l2 c2 r2",
      "bVI iv bVI iv | a4",
    ),
  },
  phr: {
    A: phrases(
      "i bII i bII | a4 e3 r2",
      "i bVI bII i | c4 e2 a2",
      "i iv bII i | c2 r2 a1",
      "i bII bIII bII | r3 e3",
    ),
    B: phrases(
      "bVI bII i bII | c3 e3 a3 r3",
      "iv bII bVI i | c3 a2 e1 r1",
    ),
  },
};

export const CLOSES: Readonly<Record<Family, Closes>> = {
  lyd: {
    half: ["vi II", "I II"],
    authentic: ["vi II", "II V"],
    jazz: ["vi II", "II V"],
    plagal: ["vi II", "I II"],
    deceptive: "vi",
  },
  maj: {
    half: ["IV V", "ii V", "ii/3 V"],
    authentic: ["IV V7", "ii7 V7", "ii7/3 V7"],
    jazz: ["ii9 V13", "IV7,iv6 bIId7", "ii9 V7b9"],
    plagal: ["ii IV", "IV iv"],
    deceptive: "vi",
  },
  mixo: {
    half: ["IV bVII", "v IV"],
    authentic: ["bVII IV", "v bVII"],
    jazz: ["bVII IV", "v bVII"],
    plagal: ["bVII IV"],
    deceptive: "IV",
  },
  dor: {
    half: ["bVII IV", "bIII IV"],
    authentic: ["IV bVII", "ii v"],
    jazz: ["ii7 V7", "bIIId7 bIId7"],
    plagal: ["bVII IV"],
    deceptive: "bIII",
  },
  min: {
    half: ["bVI bVII", "iv v"],
    authentic: ["bVI bVII", "iv bVII", "iv V7"],
    jazz: ["ii°7 V7b9", "iv9 V7"],
    plagal: ["bVI iv", "bIII iv"],
    deceptive: "bVI",
  },
  hmin: {
    half: ["iv V", "bVI V"],
    authentic: ["iv V7", "ii°7 V7", "bVI V7"],
    jazz: ["ii°7 V7b9"],
    plagal: ["bVI iv"],
    deceptive: "bVI",
  },
  phr: {
    half: ["iv bII", "bVI bII"],
    authentic: ["bVI bII", "iv bII"],
    jazz: ["bVI bII", "iv bII"],
    plagal: ["iv bII"],
    deceptive: "bVI",
  },
};

function phrases(...rows: readonly string[]): Phrase[] {
  return rows.map((row) => {
    const [romans = "", weights = ""] = row.split(" | ");
    return {
      romans: romans.split(" "),
      weights: Object.fromEntries(
        weights.split(" ").map((entry) => [entry.charAt(0), Number(entry.slice(1))]),
      ),
    };
  });
}
