import { expect } from "expect";
import { FIRST_WISHES, generateBody, wishWords } from "./wishes.ts";

const WISHES = { ...FIRST_WISHES, theme: " last ferry ", emotion: "wistful" };

Deno.test("a song is asked for with its structure; one that is written anew keeps its own", () => {
  const song = generateBody({ ...WISHES, scheme: "ABAB", syllables: 8 }, {
    of: "song",
    mode: "insert",
  });
  expect(song).toEqual({
    ...{ theme: "last ferry", emotion: "wistful", mode: "insert", rhyme_scheme: "ABAB" },
    syllables: [8],
    structure: FIRST_WISHES.structure,
  });
  expect(generateBody(FIRST_WISHES, { of: "song", mode: "replace" }))
    .toEqual({ theme: "", mode: "replace" });
});

Deno.test("a new section comes after the one that is named", () => {
  expect(generateBody(WISHES, { of: "new", kind: "bridge", after: 2 })).toMatchObject({
    mode: "insert",
    structure: ["bridge"],
    section: 2,
  });
  expect(generateBody(WISHES, { of: "new", kind: "bridge", after: null })).not.toHaveProperty(
    "section",
  );
});

Deno.test("alternates of a line name the line alone: it scans and rhymes as it did", () => {
  expect(generateBody({ ...WISHES, scheme: "ABAB" }, { of: "line", line: 3, mode: "alternates" }))
    .toEqual({ theme: "last ferry", emotion: "wistful", mode: "alternates", line: 3 });
});

Deno.test("wishes in words", () => {
  expect(wishWords(WISHES)).toBe("last ferry, wistful");
  expect(wishWords(FIRST_WISHES)).toBe("");
});
