import { expect } from "expect";
import { BY_MOOD, composeBody, optionFault, optionWords } from "./compose_options.ts";

Deno.test("what is left to the mood is not sent", () => {
  expect(composeBody(30, BY_MOOD)).toEqual({ duration_seconds: 30 });
});

Deno.test("what is chosen is sent as numbers and words", () => {
  const options = { style: "jazz", tempo: "120", key: "D", scale: "dorian", seed: "7" };
  expect(composeBody(60, options)).toEqual({
    duration_seconds: 60,
    style: "jazz",
    tempo_bpm: 120,
    key: "D",
    scale: "dorian",
    seed: 7,
  });
  expect(optionWords(options)).toBe("jazz, D dorian, 120 BPM, seed 7");
});

for (
  const [field, value, faulty] of [
    ["tempo", "400", true],
    ["tempo", "96", false],
    ["tempo", "96.5", true],
    ["tempo", "", false],
    ["seed", "-1", true],
    ["seed", "4294967296", true],
    ["seed", "4127", false],
  ] as const
) {
  Deno.test(`${field} “${value}” is ${faulty ? "refused with a way out" : "fine"}`, () => {
    const fault = optionFault({ ...BY_MOOD, [field]: value });
    expect(fault?.field ?? null).toBe(faulty ? field : null);
  });
}
