import { expect } from "expect";
import fc from "fast-check";
import type { SungWord } from "./sung_words.ts";
import { layWords, pieceAt } from "./word_row.ts";

const widthOf = (text: string) => text.length * 7;

function word(startSeconds: number, ...parts: readonly (readonly [string, number])[]): SungWord {
  return {
    text: parts.map(([text]) => text).join(""),
    startSeconds,
    noteSeconds: startSeconds,
    opensLine: false,
    endSeconds: parts.at(-1)![1] + 1,
    parts: parts.map(([text, startSeconds]) => ({ text, startSeconds })),
  };
}

const WORDS = [
  word(2, ["Salt", 2]),
  word(2.6, ["on", 2.6]),
  word(2.8, ["the", 2.8]),
  word(3, ["win", 3], ["dow,", 4]),
  word(4.2, ["the", 4.2]),
  word(5, ["fer", 5], ["ry", 5.5]),
];

const laid = (pixelsPerSecond: number) =>
  layWords(WORDS, pixelsPerSecond, widthOf).map(({ text, mark, x }) => `${x} ${text}${mark}`);

Deno.test("with room, every part of a word stands where it is sung, a hyphen leads on", () => {
  expect(laid(200)).toEqual(
    ["400 Salt", "520 on", "560 the", "600 win-", "800 dow,", "840 the", "1000 fer-", "1100 ry"],
  );
});

Deno.test("what is sung close together shares a piece, as long as it stays near its place", () => {
  expect(laid(100)).toEqual(["200 Salt", "260 on the win-", "400 dow, the", "500 fer-", "550 ry"]);
});

Deno.test("where a line begins within a piece, a stroke says so", () => {
  const [slow, you] = [word(2, ["slow", 2]), { ...word(2.5, ["You", 2.5]), opensLine: true }];
  const [piece] = layWords([slow, you], 60, widthOf);
  expect([piece!.text, piece!.words]).toEqual(["slow / You", "slow / You"]);
  expect(layWords([slow, you], 200, widthOf).map(({ text }) => text)).toEqual(["slow", "You"]);
});

Deno.test("from afar words are left out, whole, and a mark says so; the piece still names them", () => {
  const pieces = layWords(WORDS, 24, widthOf);
  expect(pieces.map(({ text, mark }) => text + mark)).toEqual(["Salt on …", "ferry"]);
  expect(pieces[0]!.words).toBe("Salt on the window, the");
  expect(pieces[0]!.endSeconds).toBe(5.2);
});

Deno.test("pieces never overlap, keep their order, and every word is in one of them", () => {
  const many = fc.array(
    fc.record({
      gap: fc.double({ min: 0, max: 2, noNaN: true }),
      parts: fc.array(fc.string({ minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 4 }),
      step: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { maxLength: 30 },
  );
  fc.assert(fc.property(many, fc.double({ min: 1, max: 400, noNaN: true }), (drawn, scale) => {
    let at = 0;
    const words = drawn.map(({ gap, parts, step }) => {
      const start = at += gap;
      const made = word(start, ...parts.map((text, i) => [text, start + i * step] as const));
      at = start + (parts.length - 1) * step;
      return made;
    });
    const pieces = layWords(words, scale, widthOf);
    pieces.slice(1).forEach(({ x }, i) => {
      expect(x).toBeGreaterThan(pieces[i]!.x + widthOf(pieces[i]!.text + pieces[i]!.mark));
    });
    for (const { text } of words) {
      expect(pieces.some((piece) => piece.words.includes(text))).toBe(true);
    }
  }));
});

Deno.test("the piece that sounds is known, and that after the last none does", () => {
  const pieces = layWords(WORDS, 200, widthOf);
  const at = (seconds: number) => pieces[pieceAt(pieces, seconds)]?.text;
  expect([1.9, 2.1, 2.7, 3.5, 4.1].map(at)).toEqual([undefined, "Salt", "on", "win", "dow,"]);
  expect(at(6.6)).toBeUndefined();
});
