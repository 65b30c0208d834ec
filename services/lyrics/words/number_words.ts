const ONES = [
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen",
  "fifteen sixteen seventeen eighteen nineteen",
].join(" ").split(" ");
const TENS = "zero ten twenty thirty forty fifty sixty seventy eighty ninety".split(" ");

/**
 * How digits are said: `42` → forty two; years of four digits in pairs (`1999` → nineteen ninety
 * nine); longer ones digit by digit, as telephone numbers are.
 */
export function numberWords(digits: string): string[] {
  const value = Number(digits);
  if (digits.length > 4 || (digits.length > 1 && digits.startsWith("0"))) {
    return [...digits].map((digit) => ONES[Number(digit)]!);
  }
  if (value < 1000) return upTo999(value);
  const [left, right] = [Math.floor(value / 100), value % 100];
  if (left % 10 === 0) {
    const rest = value % 1000;
    return [ONES[left / 10]!, "thousand", ...(rest ? upTo999(rest) : [])];
  }
  if (right === 0) return [...upTo999(left), "hundred"];
  return [...upTo999(left), ...(right < 10 ? ["oh", ONES[right]!] : upTo999(right))];
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
