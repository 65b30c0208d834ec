import assert from "node:assert/strict";
import { divideWord } from "./hyphens.ts";
import { openWords } from "./words.ts";

Deno.test("words are divided as a songbook divides them", () => {
  const divided: Readonly<Record<string, string>> = {
    "window": "win-dow",
    "ferry": "fer-ry",
    "Grasses": "Grass-es",
    "walking": "walk-ing",
    "singing": "sing-ing",
    "running": "run-ning",
    "calling": "call-ing",
    "mother": "mo-ther",
    "table": "ta-ble",
    "little": "lit-tle",
    "people": "peo-ple",
    "across": "a-cross",
    "between": "be-tween",
    "darkness": "dark-ness",
    "winter": "win-ter",
    "hundred": "hun-dred",
    "lonely": "lone-ly",
    "something": "some-thing",
    "lion": "li-on",
    "quiet": "qui-et",
    "poem": "po-em",
    "beautiful": "beau-ti-ful",
    "forever": "fo-re-ver",
    "yesterday": "yes-ter-day",
    "question": "ques-tion",
    "beyond": "be-yond",
    "tickets": "tick-ets",
    "wanted": "want-ed",
    "remember": "re-mem-ber",
    "café": "ca-fé",
    "fire": "fi-re",
    "every": "eve-ry",
    "candles": "can-dles",
  };
  for (const [word, parts] of Object.entries(divided)) {
    assert.equal(divideWord(word, parts.split("-").length).join("-"), parts);
  }
});

Deno.test("what the rules cannot divide stays whole", () => {
  assert.deepEqual(divideWord("sea", 3), ["sea"]);
  assert.deepEqual(divideWord("rhythm", 2), ["rhythm"]);
  assert.deepEqual(divideWord("слово", 2), ["слово"]);
  assert.deepEqual(divideWord("", 2), [""]);
  assert.deepEqual(divideWord("sea", 1), ["sea"]);
});

Deno.test("over the dictionary: never a letter lost, never an empty part, few words left whole", async () => {
  const words = await openWords();
  let divided = 0;
  let whole = 0;
  for (const word of COMMON) {
    const count = words.syllables(word).count;
    if (count < 2) continue;
    const parts = divideWord(word, count);
    assert.equal(parts.join(""), word);
    assert.ok(parts.every((part) => part !== ""), word);
    if (parts.length === count) divided++;
    else whole++;
  }
  assert.ok(divided > 30 * whole, `${divided} divided, ${whole} left whole`);
});

const COMMON =
  `about above after again against alone along already always another anybody anything apart
around asleep away baby because become before began begin behind believe belong below beneath beside better
between beyond bitter body borrow bottle bottom broken brother building burning candle carry castle ceiling
certain changes chances children circle city climbing closer color coming common corner country cover crazy
cruel crystal curtain dancing danger darkness daughter deeper desert desire diamond different dinner distance
doctor dollar double dreaming driving during early easy echo either eleven empty enough evening ever every
everything family famous farewell father feather feeling fellow fever fifty finger finish fisher flower
follow forest forget forgive forgotten fortune forward freedom friendly future garden gentle giving glitter
golden goodbye grateful happen happy harbor hardly harvest heaven heavy hello hidden highway holding hollow
holy honest honey horses houses hungry hurry husband idea imagine inside island itself jealous journey keeping
kingdom kisses knowing ladder lady lantern later laughing leaving letter lighthouse listen little liquid
living lonely longer losing loving lover lucky making many maybe meadow melody memory middle midnight minute
mirror moment money moonlight morning mother mountain moving music naked nation nature never nobody nothing
number ocean often only open orange order other over paper people perfect person picture pillow places
planet playing pocket poison possible power precious present pretty prison promise purple quarter quiet
rabbit radio railroad rainbow reason remember return ribbon river roses running sailor scarlet season secret
seven shadow shelter shining shoulder shutter silence silent silver simple single sister sleeping slowly
soldier someone something sometimes sorrow southern special spirit station steady stolen stories stormy
story stranger student suddenly sugar summer sunday sunlight sunset surely surrender table taken temple
tender thunder ticket today together tomorrow tonight tower traffic travel trouble under until upon valley
velvet very village violet visit voices waiting waken walking wander water weather whisper willow window
winter wisdom within without woman wonder wooden worry yellow yesterday yourself`.split(/\s+/);
