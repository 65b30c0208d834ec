import { expect } from "expect";
import { canKeep, keepAlternate, keepChanges, openChanges, timesAfter } from "./keep_lines.ts";

const TEXT = "[Verse]\nSalt on the window\nThe ferry gone\n\n[Chorus]\nTurn me to gold";

Deno.test("an alternate takes the place of its line, wherever the line has moved to", () => {
  const asked = { text: TEXT, of: "line", index: 2 } as const;
  const now = `A new first line\n${TEXT}\nAnd a last one`;
  const kept = keepAlternate(asked, now, ["The harbour gone"]);
  expect(kept).toEqual({ text: now.replace("The ferry", "The harbour"), leftAlone: [] });
});

Deno.test("a line that somebody has changed since is left alone, and named", () => {
  const now = TEXT.replace("ferry", "last ferry");
  const kept = keepAlternate({ text: TEXT, of: "line", index: 2 }, now, ["The harbour gone"]);
  expect(kept).toEqual({ text: now, leftAlone: [2] });
});

Deno.test("a section is replaced line by line: its heading and a changed line stay", () => {
  const asked = { text: TEXT, of: "section", index: 0 } as const;
  const now = TEXT.replace("Salt", "Rain");
  const kept = keepAlternate(asked, now, ["One", "Two", "Three"]);
  expect(kept.text).toBe("[Verse]\nRain on the window\nTwo\nThree\n\n[Chorus]\nTurn me to gold");
  expect(kept.leftAlone).toEqual([1]);
});

Deno.test("of two equal lines the one that was asked about is replaced", () => {
  const song = "[Chorus]\nGold\n[Verse]\nSalt\n[Chorus]\nGold";
  const now = song.replace("Salt", "Rain\nand more");
  const kept = keepAlternate({ text: song, of: "line", index: 5 }, now, ["Silver"]);
  expect(kept.text).toBe(now.replace(/Gold$/, "Silver"));
});

Deno.test("a song is replaced by another only where nobody has changed any of it", () => {
  const asked = { text: TEXT, of: "all", index: 0 } as const;
  expect(keepAlternate(asked, TEXT, ["[Verse]", "New"]).text).toBe("[Verse]\nNew");
  expect(keepAlternate(asked, `${TEXT}!`, ["[Verse]", "New"]).text).toBe(`${TEXT}!`);
  expect(keepAlternate({ text: "", of: "all", index: 0 }, "", ["New"]).text).toBe("New");
});

Deno.test("an offer can be kept while anything of what it is for stands as it was", () => {
  const line = { text: TEXT, of: "line", index: 2 } as const;
  expect(canKeep(line, `More\n${TEXT}`)).toBe(true);
  expect(canKeep(line, TEXT.replace("ferry", "boat"))).toBe(false);
  const section = { text: TEXT, of: "section", index: 0 } as const;
  expect(canKeep(section, TEXT.replace("ferry", "boat"))).toBe(true);
  expect(canKeep(section, "[Verse]\n\n[Chorus]\nTurn me to gold")).toBe(false);
  expect(canKeep({ text: TEXT, of: "all", index: 0 }, `${TEXT}\n`)).toBe(false);
});

Deno.test("suggestions are made where their line still stands, and only there", () => {
  const changes = [
    { line: 1, from: "Salt on the window", to: "Salt on a window", why: "" },
    { line: 5, from: "Turn me to silver", to: "Gold", why: "" },
  ];
  const kept = keepChanges(`x\n${TEXT}`, changes);
  expect(kept.text).toBe(`x\n${TEXT}`.replace("the window", "a window"));
  expect(kept.leftAlone).toEqual([5]);
});

Deno.test("a suggestion is open until it is made, also where its old words stand elsewhere, too", () => {
  const change = { line: 0, from: "Turn to gold", to: "Turned to gold", why: "" };
  expect(openChanges([change], ["Turn to gold", "Turn to gold"])).toEqual([change]);
  expect(openChanges([change], ["Turned to gold", "Turn to gold"])).toEqual([]);
  expect(openChanges([change], ["A new line", "Turn to gold"])).toEqual([change]);
  expect(openChanges([change], ["Something else"])).toEqual([]);
});

Deno.test("the time of a changed line goes over to its new words; the others keep theirs", () => {
  const word = { word: "Salt", start_seconds: 1, end_seconds: 2, syllables: 1, notes: 1 };
  const time = (text: string) => ({ text, start_seconds: 1, end_seconds: 2, words: [word] });
  const line = {
    ...{ line: 1, text: "Rain", syllables: 1, notes: 1, melisma: 0, shared: 0, fit: 1 },
    ...{ stress_on_strong: null, rest_before_seconds: 0 },
    words: [{ ...word, word: "Rain" }],
  };
  const change = { line: 1, from: "Salt", to: "Rain", why: "" };
  const after = timesAfter([time("Salt"), time("Gold")], [change], [line]);
  expect(after.map(({ text, words }) => `${text}:${words[0]!.word}`)).toEqual([
    "Rain:Rain",
    "Gold:Salt",
  ]);
});
