import assert from "node:assert/strict";
import { SECTION_KINDS, type SectionKind } from "../lines.ts";
import { wordsOf } from "../words/spelling.ts";
import { openWords } from "../words/words.ts";
import { writeAlternates } from "./alternates.ts";
import { ideasFor } from "./ideas.ts";
import { openNouns } from "./nouns.ts";
import { judgeSong, THEMES } from "./song_judge.ts";
import { writeLyrics } from "./write_lyrics.ts";

const words = await openWords();
const findNouns = await openNouns();

const STRUCTURE: readonly SectionKind[] = [
  "intro",
  "verse",
  "chorus",
  "verse",
  "chorus",
  "bridge",
  "chorus",
  "outro",
];

const song = (
  seed: number,
  theme: string,
  valence: number,
  arousal = 0.2,
  structure: readonly SectionKind[] = STRUCTURE,
) => writeLyrics(words, findNouns, { theme, valence, arousal, structure, seed });

Deno.test("200 songs: structure, scansion, rhyme, feeling, no names, nothing said twice", () => {
  let scansion = 0;
  let felt = 0;
  let agreed = 0;
  const songs = 200;
  for (let seed = 0; seed < songs; seed++) {
    const theme = THEMES[seed % THEMES.length]!;
    const valence = ((seed * 7) % 19) / 9 - 1;
    const structure = seed % 10 === 0 ? STRUCTURE : STRUCTURE.slice(4, 7);
    const written = song(seed, theme, valence, ((seed * 5) % 17) / 8 - 1, structure);
    const judged = judgeSong(words, written);
    const where = `seed ${seed}, "${theme}"`;
    assert.deepEqual(written.sections.map(({ kind }) => kind), structure, where);
    assert.deepEqual(judged.wrongRhymes, [], where);
    assert.deepEqual(judged.names, [], where);
    assert.deepEqual(judged.repeatedLines, [], where);
    assert.ok(judged.scansion >= 0.7, `${where}: ${judged.scansion}`);
    scansion += judged.scansion / songs;
    if (Math.abs(valence) >= 0.15) {
      felt++;
      if (Math.sign(judged.sentiment) === Math.sign(valence)) agreed++;
    }
  }
  Deno.stdout.writeSync(new TextEncoder().encode(
    `stress on strong places ${scansion.toFixed(3)} (bar .8); ` +
      `feeling has the mood's sign ${(agreed / felt).toFixed(3)} (bar .9)\n`,
  ));
  assert.ok(scansion >= 0.8, `${scansion}`);
  assert.ok(agreed / felt >= 0.9, `${agreed} of ${felt}`);
});

Deno.test("the same ask is the same song, another seed another", () => {
  assert.deepEqual(song(7, "rain", -0.4), song(7, "rain", -0.4));
  assert.notDeepEqual(song(7, "rain", -0.4).sections, song(8, "rain", -0.4).sections);
});

Deno.test("a song points at what its theme names, also where no field knows it", () => {
  for (
    const [theme, sought] of [["my old bicycle", /bicycle/i], ["an elephant", /elephant/i]] as const
  ) {
    const said = song(3, theme, 0.5).sections.flatMap(({ lines }) => lines).join("\n");
    assert.match(said, sought);
  }
  const sea = song(1, "sailing to the island", 0.3);
  assert.equal(sea.report.fields[0], "sea");
});

Deno.test("lines take the lengths and the rhymes that are asked for", () => {
  const lengths = [5, 7, 10, 12, 4, 3];
  const { sections } = writeLyrics(words, findNouns, {
    theme: "fire",
    valence: 0.2,
    arousal: 0.6,
    structure: ["verse"],
    syllables: [lengths],
    rhymeScheme: "ABABCC",
    seed: 4,
  });
  const { lines } = sections[0]!;
  lines.forEach((line, i) => {
    const { min, max } = words.syllables(line);
    assert.ok(min <= lengths[i]! && lengths[i]! <= max, line);
  });
  const ends = lines.map((line) => wordsOf(line).at(-1)!.text);
  for (const [a, b] of [[0, 2], [1, 3], [4, 5]] as const) {
    assert.equal(words.howTheyRhyme(ends[a]!, ends[b]!), "perfect", `${ends[a]} ${ends[b]}`);
  }
});

Deno.test("one length is for every line, and any scheme for any section: no section is cut short", () => {
  const structure = ["intro", "verse", "chorus", "bridge", "outro"] as const;
  const ask = { theme: "the sea", valence: 0.2, arousal: 0, structure, seed: 5 };
  for (const rhymeScheme of [undefined, "AABB", "ABABCC", "AA"]) {
    const { sections } = writeLyrics(words, findNouns, {
      ...ask,
      ...(rhymeScheme ? { rhymeScheme } : {}),
      syllables: structure.map(() => [8]),
    });
    const verse = Math.max(4, rhymeScheme?.length ?? 0);
    const counts = sections.map(({ lines }) => lines.length);
    assert.deepEqual(counts, [2, verse, verse, verse, 2], rhymeScheme ?? "by section");
    for (const line of sections.flatMap(({ lines }) => lines)) {
      const { min, max } = words.syllables(line);
      assert.ok(min <= 8 && 8 <= max, line);
    }
  }
  const { sections } = writeLyrics(words, findNouns, { ...ask, rhymeScheme: "ABABCC" });
  assert.equal(sections[1]!.lines.length, 6);
});

Deno.test("a length that cannot be sung is refused, with what can", () => {
  const ask = { theme: "", valence: 0, arousal: 0, structure: ["verse"], seed: 1 } as const;
  assert.throws(
    () => writeLyrics(words, findNouns, { ...ask, syllables: [[40, 40]] }),
    /No lines of 40 syllables can be written: 2 to 14 can\./,
  );
});

Deno.test("every kind of section is titled, verses are counted where there are several", () => {
  const { sections } = writeLyrics(words, findNouns, {
    theme: "home",
    valence: 0.3,
    arousal: 0,
    structure: [...SECTION_KINDS, "verse", "chorus"],
    seed: 2,
  });
  assert.deepEqual(sections.map(({ title }) => title), [
    "Intro",
    "Verse 1",
    "Chorus",
    "Bridge",
    "Outro",
    "Verse 2",
    "Chorus",
  ]);
  assert.deepEqual(sections[2]!.lines, sections[6]!.lines, "a chorus comes back as it was");
});

Deno.test("alternates of a line keep its length and its rhyme, and are other lines", () => {
  const line = "I left my heart along the shore";
  const partner = "We never sang like this before";
  const found = writeAlternates(words, findNouns, {
    theme: "the sea",
    valence: -0.2,
    arousal: 0,
    kind: "verse",
    lines: [line],
    others: [partner],
    rhymesWith: [partner],
    seed: 1,
  });
  assert.equal(found.length, 3);
  assert.equal(new Set(found.map(([text]) => text)).size, 3);
  for (const text of found.flat()) {
    const { min, max } = words.syllables(text);
    assert.ok(min <= 8 && 8 <= max, text);
    assert.notEqual(text, line);
    assert.equal(words.howTheyRhyme("before", wordsOf(text).at(-1)!.text), "perfect", text);
  }
});

Deno.test("alternates of a line are a choice: they end on different words where there are any", () => {
  let same = 0;
  for (let seed = 1; seed <= 8; seed++) {
    const ends = writeAlternates(words, findNouns, {
      ...{ theme: "the sea", valence: 0, arousal: 0, kind: "verse", seed },
      lines: ["I left my heart along the shore"],
      others: ["We never sang like this before"],
      rhymesWith: ["We never sang like this before"],
    }).flat().map((text) => wordsOf(text).at(-1)!.text);
    assert.equal(ends.length, 3);
    for (const end of ends) {
      assert.ok(["perfect", "family"].includes(words.howTheyRhyme("before", end) ?? ""), end);
    }
    same += 3 - new Set(ends).size;
  }
  assert.ok(same <= 2, `${same} of 24 repeat an end`);
});

Deno.test("alternates of a section keep its form", () => {
  const lines = [
    "The cat sat down upon the mat",
    "And no one knew his name",
    "He wore a very pointed hat",
    "And nobody could tame",
  ];
  const found = writeAlternates(words, findNouns, {
    theme: "a cat",
    valence: 0.4,
    arousal: 0.1,
    kind: "verse",
    lines,
    others: [],
    seed: 9,
  });
  assert.equal(found.length, 3);
  for (const alternate of found) {
    assert.deepEqual(words.rhymeScheme(alternate), ["A", "B", "A", "B"]);
    assert.equal(alternate.length, 4);
  }
});

Deno.test("alternates of a long section, of many lines on one rhyme, of lines without words", () => {
  const ends = ["light", "stone", "night", "alone"];
  const long = Array.from({ length: 14 }, (_, i) => `I walk along the shore of ${ends[i % 4]}`);
  const onOne = ["day", "way", "say", "play", "stay", "grey"].map((end) =>
    `I walk along the ${end}`
  );
  for (const lines of [long, onOne, ["...", "🔥", "I know the way", "It is a day"]]) {
    const found = writeAlternates(words, findNouns, {
      ...{ theme: "the sea", valence: 0, arousal: 0, kind: "verse", seed: 3 },
      ...{ lines, others: [] },
    });
    assert.equal(found.length, 3, lines.join(" / "));
    for (const each of found) {
      assert.equal(each.length, lines.length);
      assert.equal(new Set(each).size, lines.length, "nothing is said twice");
    }
  }
});

Deno.test("ideas: images of the theme, and pairs that rhyme", () => {
  const ideas = ideasFor(words, findNouns, {
    theme: "a winter road",
    valence: -0.4,
    arousal: 0,
    seed: 5,
  });
  assert.ok(ideas.fields.includes("winter") && ideas.fields.includes("road"));
  assert.ok(ideas.images.length >= 8 && ideas.scenes.length >= 4 && ideas.rhymes.length >= 2);
  for (const [a, b] of ideas.rhymes) assert.equal(words.howTheyRhyme(a, b), "perfect");
});
