import { wordsOf } from "../words/spelling.ts";

/** A small change of a line that keeps its sense and its last word. */
export interface LineEdit {
  readonly text: string;
  /** What was done, in a person's words. */
  readonly what: string;
  /** How much it is felt; 1 for a word put in front. */
  readonly cost: number;
}

/**
 * Two ways to say one thing, the longer first: `=` where either may stand for the other, `>` and `<` where only the
 * shorter or the longer may ("into the night" is "in the night", but "in my room" is not "into my room").
 */
const PAIRS: readonly (readonly [from: string, to: string, cost: number])[] = `
  i am=i'm; you are=you're; we are=we're; they are=they're; it is=it's; that is=that's; there is=there's;
  she is=she's; he is=he's; what is=what's; who is=who's; do not=don't; does not=doesn't; did not=didn't;
  cannot=can't; will not=won't; would not=wouldn't; could not=couldn't; is not=isn't; was not=wasn't;
  are not=aren't; were not=weren't; i will=i'll; you will=you'll; we will=we'll; they will=they'll;
  it will=it'll; i have=i've; you have=you've; we have=we've; they have=they've; i would>i'd; you would>you'd;
  we would>we'd; let us=let's; because='cause; until=till; into>in; upon>on; beneath=under; toward>to;
  forever>always; want to=wanna; got to<gotta; evening=night; moonlight>moon; darkness>dark; morning=dawn;
  sunlight>sun; starlight>stars; beautiful=lovely; little<small; lonely<lone; remember=recall; believe>trust;
  follow>chase; carry=bring; begin>start; again and again>again; every>each; another<one more;
  somebody=someone; everybody=everyone; around>round; heaven>sky; ocean=sea; maybe=perhaps; only<just`
  .split(";").flatMap((pair) => {
    const [, long, how, short] = /^\s*(.+?)([=<>])(.+)$/s.exec(pair)!;
    return [
      ...how === "<" ? [] : [[long!, short!, 0.5] as const],
      ...how === ">" ? [] : [[short!, long!, 0.6] as const],
    ];
  });

/** Words a line can do without where it begins with them, or a comma stands before. */
const SPARE_IN_FRONT = new Set("and but so oh just now then well still".split(" "));
/** The same anywhere: "by and by" needs its "and", and "stand still" its "still". */
const SPARE = new Set("really very".split(" "));

/** What may stand in front of any line. */
const UPBEATS = ["and", "oh", "so", "now", "and now", "and oh", "so now"];

/** What may stand between a pronoun and its verb. */
const BETWEEN = ["just", "still", "only", "always"];
const PRONOUNS = new Set(["i", "you", "we", "they"]);

/** "Don't you cry" is no "do not you cry". */
const TURNED = /^ (?:i|you|we|they|he|she|it)\b/i;
/** "It's been" is "it has been". */
const PERFECT = /^ (?:been|had|got)\b/i;

/** What may stand between an article and its noun: plain, and of any colour. */
const BEFORE_NOUN = ["old", "long", "little", "lonely"];
const ARTICLES = new Set(["the", "my", "your", "our"]);
const ADJECTIVE_LIKE = /(y|ed|en|al|ing|ful|less|ous|ic|er|est)$/;

/** Every line that is one small change away. The last word stays: it carries the rhyme. */
export function lineEdits(line: string): LineEdit[] {
  const words = wordsOf(line);
  if (words.length === 0) return [];
  const lastFrom = words.at(-1)!.from;
  const edits: LineEdit[] = [];
  const add = (text: string, what: string, cost: number) =>
    edits.push({ text: tidy(text), what, cost });

  for (const [from, to, cost] of PAIRS) {
    const found = phraseAt(line, from);
    if (found < 0 || found + from.length > lastFrom) continue;
    const after = line.slice(found + from.length);
    if (from.endsWith("n't") && TURNED.test(after)) continue;
    if (from.endsWith("'s") && PERFECT.test(after)) continue;
    add(line.slice(0, found) + to + after, `“${from}” is sung as “${to}”`, cost);
  }
  words.slice(0, -1).forEach((word, i) => {
    const lower = word.text.toLowerCase();
    const isInFront = i === 0 || line.slice(words[i - 1]!.to, word.from).includes(",");
    if (SPARE.has(lower) || isInFront && SPARE_IN_FRONT.has(lower)) {
      add(line.slice(0, word.from) + line.slice(word.to), `“${lower}” is left out`, 0.7);
    }
    if (i + 1 >= words.length) return;
    if (PRONOUNS.has(lower)) {
      for (const filler of BETWEEN) {
        add(
          `${line.slice(0, word.to)} ${filler}${line.slice(word.to)}`,
          `“${filler}” is put in`,
          1,
        );
      }
    }
    const next = words[i + 1]!.text.toLowerCase();
    if (ARTICLES.has(lower) && !ADJECTIVE_LIKE.test(next)) {
      for (const filler of BEFORE_NOUN) {
        add(
          `${line.slice(0, word.to)} ${filler}${line.slice(word.to)}`,
          `“${filler}” is put in`,
          1.2,
        );
      }
    }
  });
  const first = words[0]!.text.toLowerCase();
  if (!UPBEATS.includes(first)) {
    for (const upbeat of UPBEATS) add(`${upbeat} ${lowerFirst(line)}`, `“${upbeat}” leads in`, 1);
  }
  return edits.filter(({ text }) => text !== line);
}

/** Where a phrase stands as whole words, whatever its case; −1 for nowhere. */
function phraseAt(line: string, phrase: string): number {
  const pattern = phrase.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll("'", "['’]");
  const found = new RegExp(`(?<![\\p{L}'’])${pattern}(?![\\p{L}'’])`, "iu").exec(line);
  return found ? found.index : -1;
}

function lowerFirst(line: string): string {
  return /^I\b/.test(line) ? line : line.slice(0, 1).toLowerCase() + line.slice(1);
}

function tidy(line: string): string {
  const single = line.replace(/\s+/g, " ").replace(/\s+([,;.!?])/g, "$1").replace(/^[\s,;]+/, "")
    .trim();
  const capital = single.slice(0, 1).toUpperCase() + single.slice(1);
  return capital.replace(/(?<![\p{L}'’])i(?=(?:['’]\w+)?(?:\s|$))/gu, "I");
}
