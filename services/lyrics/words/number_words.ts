const ONES = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
  "fifteen sixteen seventeen eighteen nineteen",
].join(" ").split(" ");
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/**
 * How digits are said: `42` → forty two; years of four digits in pairs (`1999` → nineteen ninety
 * nine); longer ones digit by digit, as telephone numbers are, unless they are round.
 */
function numberWords(digits: string): string[] {
  const value = Number(digits);
  const isRound = digits.length <= 12 && digits.endsWith("00") && !digits.startsWith("0");
  if (digits.length > 4 && isRound) return quantity(value);
  if (digits.length > 4 || (digits.length > 1 && digits.startsWith("0"))) return oneByOne(digits);
  if (value < 1000) return upTo999(value);
  const [left, right] = [Math.floor(value / 100), value % 100];
  if (left % 10 === 0) return quantity(value);
  if (right === 0) return [...upTo999(left), "hundred"];
  return [...upTo999(left), ...(right < 10 ? ["oh", ONES[right]!] : upTo999(right))];
}

const FIGURE = /^(?:(\d+)|(\d{1,3}(?:,\d{3})+))(?:\.(\d+)|(st|nd|rd|th|s))?$/;

/**
 * What begins with a digit, as it is said: `1,000,000`, `3.5`, `4th`, `80s`.
 *
 * @returns null for what is no figure.
 */
export function figureWords(figure: string): string[] | null {
  const [match, plain, grouped, decimals, ending] = FIGURE.exec(figure) ?? [];
  if (match === undefined) return null;
  const digits = grouped?.replaceAll(",", "");
  if (digits !== undefined && digits.length > 12) return oneByOne(digits);
  const whole = digits === undefined ? numberWords(plain!) : quantity(Number(digits));
  if (decimals !== undefined) return [...whole, "point", ...oneByOne(decimals)];
  if (ending === undefined) return whole;
  const last = whole.at(-1)!;
  return [...whole.slice(0, -1), ending === "s" ? several(last) : ordinal(last)];
}

function ordinal(word: string): string {
  return ORDINALS[word] ?? (word.endsWith("y") ? `${word.slice(0, -1)}ieth` : `${word}th`);
}

const ORDINALS: Readonly<Record<string, string>> = {
  one: "first",
  two: "second",
  three: "third",
  five: "fifth",
  eight: "eighth",
  nine: "ninth",
  twelve: "twelfth",
};

function several(word: string): string {
  if (word.endsWith("y")) return `${word.slice(0, -1)}ies`;
  return word.endsWith("x") ? `${word}es` : `${word}s`;
}

function oneByOne(digits: string): string[] {
  return [...digits].map((digit) => ONES[Number(digit)]!);
}

const SCALES = ["", "thousand", "million", "billion"] as const;

function quantity(value: number): string[] {
  if (value === 0) return [ONES[0]!];
  return [3, 2, 1, 0].flatMap((power) => {
    const part = Math.floor(value / 1000 ** power) % 1000;
    if (part === 0) return [];
    return power === 0 ? upTo999(part) : [...upTo999(part), SCALES[power]!];
  });
}

function upTo999(value: number): string[] {
  if (value < 20) return [ONES[value]!];
  if (value < 100) {
    const ones = value % 10;
    return [TENS[Math.floor(value / 10)]!, ...(ones ? [ONES[ones]!] : [])];
  }
  const rest = value % 100;
  return [ONES[Math.floor(value / 100)]!, "hundred", ...(rest ? upTo999(rest) : [])];
}
