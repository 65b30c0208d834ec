import assert from "node:assert/strict";
import fc from "fast-check";
import { rhymeKind, type RhymeTail, rhymeTail } from "./rhyme_tail.ts";
import { dictionarySpelling, wordsOf } from "./spelling.ts";
import { openWords } from "./words.ts";

const words = await openWords();

const countsOf = (word: string) => words.syllables(word).words[0]!.counts;
const perfect = (word: string) => words.rhymes(word).perfect.flatMap((group) => group.words);
const near = (word: string) =>
  words.rhymes(word, { near: true }).near.flatMap((group) => group.words);

Deno.test("syllables: the dictionary's, and those that singers run together", () => {
  assert.deepEqual(countsOf("guitar"), [2]);
  assert.deepEqual(countsOf("fire"), [2, 1]);
  assert.deepEqual(countsOf("memory"), [3, 2]);
  assert.equal(words.pronounce("guitar")[0]!.stresses, "01");
  assert.equal(words.syllables("Hold on to me, mountain of light").count, 8);
});

Deno.test("forms that no dictionary lists are said as their words are", () => {
  assert.deepEqual(words.pronounce("singin'")[0]!.phones, ["S", "IH1", "NG", "IH0", "N"]);
  assert.equal(words.pronounce("mountain's")[0]!.phones.at(-1), "Z");
  assert.deepEqual(countsOf("1999"), [5]);
  assert.deepEqual(countsOf("2007"), [5]);
  assert.equal(words.pronounce("DON’T")[0]!.source, "dictionary");
  assert.equal(words.syllables("heart-shaped box").count, 3);
  assert.equal(words.syllables("'cause 'hello' is all").words[1]!.text, "hello");
});

Deno.test("figures are said: quantities, decimals, ordinals, decades; telephone numbers digit by digit", () => {
  const said: Readonly<Record<string, number>> = {
    "1,000,000": 3,
    "10000": 3,
    "2,007": 5,
    "8675309": 9,
    "007": 6,
    "3.5": 3,
    "4th": 1,
    "22nd": 4,
    "20th": 3,
    "the 80s": 3,
    "12,345,678,901,234": 16,
    "1.": 1,
    "3,2,1": 3,
  };
  for (const [figure, syllables] of Object.entries(said)) {
    assert.equal(words.syllables(figure).count, syllables, figure);
  }
  assert.deepEqual(wordsOf("I owe 1,000,000, you").map(({ text }) => text), [
    ...["I", "owe", "1,000,000", "you"],
  ]);
});

Deno.test("what is hummed, drawn out, joined or set in type is sung as it is said", () => {
  const sung: Readonly<Record<string, number>> = {
    "shh": 1,
    "mm-hmm": 2,
    "Mmmmm": 1,
    "loooove": 1,
    "yeahhhh": 1,
    "nooooo": 1,
    "ﬁre": 2,
    "ﬂow": 1,
    "you & me": 3,
    "R&B": 3,
    "🔥": 0,
    "—!?": 0,
  };
  for (const [text, syllables] of Object.entries(sung)) {
    assert.equal(words.syllables(text).count, syllables, text);
  }
  assert.equal(words.howTheyRhyme("loooove", "above"), "perfect");
});

Deno.test("syllables of other scripts: as written where they show, about right where they do not", () => {
  const counts: Readonly<Record<string, number>> = {
    "사랑해": 3,
    "我爱你": 3,
    "こんにちは": 5,
    "きょう": 2,
    "ラーメン": 4,
    "ёлочка": 3,
    "я": 1,
    "в": 1,
    "καρδιά": 3,
    "ουρανός": 3,
    "שלום": 2,
    "مرحبا": 3,
  };
  for (const [word, syllables] of Object.entries(counts)) {
    assert.deepEqual(countsOf(word), [syllables], word);
  }
});

Deno.test("a word nobody listed rhymes by its ending", () => {
  const [guess] = words.pronounce("yeeting");
  assert.equal(guess!.source, "guessed");
  assert.equal(guess!.stresses, "10");
  assert.ok(perfect("yeeting").includes("meeting"));
});

Deno.test("names of the language's own objects are words like others", () => {
  for (const word of ["constructor", "__proto__", "toString", "hasOwnProperty"]) {
    assert.ok(words.pronounce(word)[0]!.stresses.length > 0, word);
    assert.equal(typeof words.sentiment(word), "number");
  }
});

Deno.test("perfect rhymes: the commonest first, no names, nothing foul, never the word itself", () => {
  assert.deepEqual(perfect("ocean").slice(0, 4), ["motion", "potion", "notion", "lotion"]);
  for (const surname of ["meyer", "beier", "anglemyer"]) {
    assert.ok(!perfect("fire").includes(surname));
  }
  assert.ok(perfect("fire").includes("desire") && perfect("fire").includes("wire"));
  assert.ok(!perfect("night").includes("knight"), "one sound is no rhyme");
  assert.ok(!perfect("night").includes("night"));
  assert.ok(!perfect("snigger").some((word) => word.startsWith("nig")));
  assert.ok(perfect("fell").includes("hell"), "songs say hell");
});

Deno.test("near rhymes say of which kind they are", () => {
  const kinds = new Map(near("heart").map(({ word, kind }) => [word, kind]));
  assert.equal(kinds.get("dark"), "family");
  assert.equal(kinds.get("hearts"), "additive");
  assert.equal(kinds.get("report"), "consonance");
  assert.equal(words.howTheyRhyme("free", "dream"), "additive");
  assert.equal(words.howTheyRhyme("dream", "free"), "subtractive");
  assert.equal(words.howTheyRhyme("fade", "rain"), "assonance");
  assert.equal(words.howTheyRhyme("cat", "dog"), null);
  assert.equal(words.howTheyRhyme("Fire", "fire"), "same");
});

Deno.test("groups are in the order of their syllables and keep to the limit", () => {
  const { perfect, near } = words.rhymes("station", { near: true, limit: 25 });
  const syllables = perfect.map((group) => group.syllables);
  assert.deepEqual(syllables, syllables.toSorted((a, b) => a - b));
  assert.ok(perfect.flatMap((group) => group.words).length <= 25);
  assert.ok(near.flatMap((group) => group.words).length <= 25);
});

Deno.test("nothing known is nothing found", () => {
  assert.deepEqual(words.rhymes("zzzzq").perfect, []);
  assert.deepEqual(words.rhymes("…").perfect, []);
});

Deno.test("rhyme schemes", () => {
  const scheme = (text: string) => words.rhymeScheme(text.split("\n"));
  assert.deepEqual(scheme("on the mat\nin the blue\nwith a hat\nand you too"), [
    "A",
    "B",
    "A",
    "B",
  ]);
  assert.deepEqual(scheme("one more night\n\nunder the light\nalone"), ["A", "", "A", "B"]);
});

Deno.test("feelings turn round with a negation", () => {
  assert.ok(words.sentiment("golden joy and love") > 0.4);
  assert.ok(words.sentiment("I am not happy") < 0);
  assert.equal(words.sentiment("the table has four legs"), 0);
});

Deno.test("any text has words that stand where they say, and a number of syllables", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 60 }), (line) => {
      for (const { text, from, to } of wordsOf(line)) assert.equal(line.slice(from, to), text);
      const { count, min, max, words: spoken } = words.syllables(line);
      assert.ok(min <= count && count <= max);
      assert.ok(spoken.every(({ counts }) => counts.every((each) => each > 0)));
    }),
    { numRuns: 200 },
  );
});

Deno.test("how two words rhyme is seen from both sides", () => {
  const common = words.common.slice(0, 6000);
  const tailOf = (word: string): RhymeTail | null => rhymeTail(words.pronounce(word)[0]!.phones);
  const mirrored = { additive: "subtractive", subtractive: "additive" } as Record<string, string>;
  fc.assert(
    fc.property(fc.constantFrom(...common), fc.constantFrom(...common), (one, other) => {
      const [a, b] = [tailOf(one), tailOf(other)];
      if (!a || !b) return;
      const there = rhymeKind(a, b);
      assert.equal(rhymeKind(b, a), there && (mirrored[there] ?? there));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("the dictionary's spelling", () => {
  assert.equal(dictionarySpelling("Chéri’s"), "cheri's");
});
