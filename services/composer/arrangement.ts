import { instrumentName } from "./instruments.ts";
import { BRIGHTNESS, parseKey, parseScale } from "./keys.ts";
import { formsOf } from "./form.ts";
import { clamp, familyFor, tempoFor } from "./mood.ts";
import { PALETTES, type PitchedRole } from "./palette_book.ts";
import { type Phrase, PHRASES } from "./progressions.ts";
import type { Arrangement, Brief, Family, PitchClass, Style } from "./score.ts";
import { STYLE_BOOK } from "./style_book.ts";

/** What another engine would have: names and numerals as it writes them. */
export interface ArrangementWish {
  readonly style: Style;
  readonly tempo_bpm: number;
  readonly key: string;
  readonly scale: string;
  readonly form: string;
  readonly progression_a: string;
  readonly progression_b: string;
  readonly instruments: Readonly<Record<PitchedRole, string>>;
}

/** What people have decided. */
export interface Decided {
  readonly style?: Style | undefined;
  readonly tempo?: number | undefined;
  readonly key?: PitchClass | undefined;
  readonly family?: Family | undefined;
}

/** A wish may be so much faster or slower than the mood, and a mode so much brighter or darker. */
const TEMPO_REACH = 0.15;
const BRIGHTNESS_REACH = 1;
/** A wished progression shares at least so many of its four chords with the one it becomes. */
const SHARED_CHORDS = 2;

/**
 * A brief with a wish in it. What people decided stays, and the mood goes on to steer: tempo and mode stay
 * near those of the mood. Progressions become rows of the book, instruments those of the style.
 */
export function arranged(
  brief: Omit<Brief, "style" | "arrangement">,
  decided: Decided,
  wish: ArrangementWish,
): Brief {
  const { valence, arousal, duration } = brief;
  const style = decided.style ?? wish.style;
  const family = decided.family ?? nearMood(parseScale(wish.scale), valence, style);
  const key = decided.key ?? parseKey(wish.key);
  const own = tempoFor(valence, arousal, style);
  const { min, max } = STYLE_BOOK[style].tempo;
  const tempo = Math.round(clamp(
    clamp(wish.tempo_bpm, own * (1 - TEMPO_REACH), own * (1 + TEMPO_REACH)),
    min,
    max,
  ));
  const a = nearest(PHRASES[family].A, wish.progression_a);
  const b = nearest(PHRASES[family].B, wish.progression_b);
  const programs = programsOf(style, wish.instruments);
  const arrangement: Arrangement = {
    ...(decided.tempo === undefined ? { tempo } : {}),
    ...(formsOf(duration).includes(wish.form) ? { form: wish.form } : {}),
    progressions: { ...(a ? { A: a } : {}), ...(b ? { B: b } : {}) },
    programs,
  };
  return {
    ...brief,
    style,
    family,
    arrangement,
    ...(key === undefined ? {} : { key }),
    ...(decided.tempo === undefined ? {} : { tempo: decided.tempo }),
  };
}

/** A draw that takes the commoner mode of two. */
const SURE_DRAW = 0.99;

function nearMood(wished: Family | undefined, valence: number, style: Style): Family {
  const own = familyFor(valence, style, SURE_DRAW);
  if (wished === undefined) return own;
  return Math.abs(BRIGHTNESS[wished] - BRIGHTNESS[own]) <= BRIGHTNESS_REACH ? wished : own;
}

/** The row with the most chords in the same places; undefined where none is like it. */
function nearest(rows: readonly Phrase[], wish: string): string | undefined {
  const wanted = wish.split(/[\s,|–-]+/).filter((roman) => roman !== "").map(bare);
  let best: { readonly row: string; readonly shared: number } | undefined;
  for (const { romans } of rows) {
    const shared = romans.filter((roman, i) => bare(roman) === wanted[i]).length;
    if (shared >= SHARED_CHORDS && shared > (best?.shared ?? 0)) {
      best = { row: romans.join(" "), shared };
    }
  }
  return best?.row;
}

/** `♭VI`, `bVImaj7` and `bVI/3` are one chord. */
function bare(roman: string): string {
  const plain = roman.replaceAll("♭", "b").replaceAll("♯", "#");
  return /^[b#]?[ivIV]+/.exec(plain)?.[0] ?? plain;
}

function programsOf(
  style: Style,
  wished: ArrangementWish["instruments"],
): NonNullable<Arrangement["programs"]> {
  const roles = Object.keys(PALETTES[style]) as PitchedRole[];
  return Object.fromEntries(roles.flatMap((role) => {
    const name = wished[role].trim().toLowerCase();
    if (name === "") return [];
    const names = PALETTES[style][role].map(({ program }) => ({
      program,
      own: instrumentName(program, false).toLowerCase(),
    }));
    const found = names.find(({ own }) => own === name) ??
      names.find(({ own }) => own.includes(name) || name.includes(own));
    return found ? [[role, found.program]] : [];
  }));
}
