/**
 * Fractional order keys: strings that sort by code point and always leave room between two.
 *
 * A key is an integer part and a fraction, in base 62. The first character says how many digits the
 * integer has (`a` = 1 … `z` = 26 for counting up, `Z` = 1 … `A` = 26 for counting down), so that
 * appending costs one digit per factor of 62 and not one per insert (Greenspan, "Implementing
 * Fractional Indexing"). Random trailing digits keep two people who insert at the same place from
 * making the same key; where they still do, readers order equal keys by id.
 */
export const FIRST_ORDER = "a0";

/** Whether `value` is a key that `orderBetween` can stand beside. */
export function isOrderKey(value: unknown): value is string {
  if (typeof value !== "string" || value.length > MAX_KEY_LENGTH) return false;
  if (!/^[A-Za-z][0-9A-Za-z]+$/.test(value)) return false;
  const integer = integerLength(value);
  if (value.length < integer || value === SMALLEST_INTEGER) return false;
  return value.length === integer || !value.endsWith("0"); // nothing fits before a trailing zero
}

/**
 * A key after `a` and before `b`; null stands for the end on that side.
 *
 * A bound that is no order key counts as null. Where `a >= b` (two people made equal keys) the answer
 * comes right after `a`.
 *
 * @param jitter gives numbers in [0, 1).
 */
export function orderBetween(
  a: string | null,
  b: string | null,
  jitter: () => number = Math.random,
): string {
  const low = isOrderKey(a) ? a : null;
  const high = isOrderKey(b) && (low === null || low < b) ? b : null;
  if (low !== null && high === null && isOrderKey(b)) return rightAfter(low, jitter);
  const key = between(low, high);
  const spread = key + jitterDigits(jitter);
  return high === null || spread < high ? spread : key;
}

/** Code point order of two keys, then of two ids. */
export function byOrder(
  a: { readonly order: string; readonly id: string },
  b: { readonly order: string; readonly id: string },
): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

const DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SMALLEST_INTEGER = "A" + "0".repeat(26);
const MAX_KEY_LENGTH = 1024;
const JITTER_DIGITS = 3;

function between(a: string | null, b: string | null): string {
  if (a === null && b === null) return FIRST_ORDER;
  if (a === null) {
    const integer = integerOf(b!);
    if (integer < b!) return integer;
    return decremented(integer) ?? integer + middle("", b!.slice(integer.length));
  }
  const integer = integerOf(a);
  const fraction = a.slice(integer.length);
  if (b === null) return incremented(integer) ?? integer + middle(fraction, null);
  if (integer === integerOf(b)) return integer + middle(fraction, b.slice(integer.length));
  const next = incremented(integer);
  return next !== null && next < b ? next : integer + middle(fraction, null);
}

function rightAfter(key: string, jitter: () => number): string {
  return key + "0" + jitterDigits(jitter);
}

/** A fraction between two fractions, `high` exclusive, null for one; never ends in "0". */
function middle(low: string, high: string | null): string {
  let shared = 0;
  if (high !== null) {
    while (shared < high.length && (low[shared] ?? "0") === high[shared]) shared++;
    if (shared > 0) {
      return high.slice(0, shared) + middle(low.slice(shared), high.slice(shared) || null);
    }
  }
  const from = low ? DIGITS.indexOf(low[0]!) : 0;
  const to = high ? DIGITS.indexOf(high[0]!) : DIGITS.length;
  if (to - from > 1) return DIGITS[(from + to) >> 1]!;
  if (high !== null && high.length > 1) return high[0]!;
  return DIGITS[from]! + middle(low.slice(1), null);
}

/** Digits after a key; the last is never "0", so that something always fits before it. */
function jitterDigits(jitter: () => number): string {
  let digits = "";
  for (let i = 1; i < JITTER_DIGITS; i++) digits += DIGITS[Math.floor(jitter() * DIGITS.length)]!;
  return digits + DIGITS[1 + Math.floor(jitter() * (DIGITS.length - 1))]!;
}

function integerLength(key: string): number {
  const head = key.charCodeAt(0);
  return head >= 97 ? head - 97 + 2 : 90 - head + 2;
}

function integerOf(key: string): string {
  return key.slice(0, integerLength(key));
}

function incremented(integer: string): string | null {
  const digits = integer.slice(1).split("");
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = DIGITS.indexOf(digits[i]!) + 1;
    if (digit < DIGITS.length) {
      digits[i] = DIGITS[digit]!;
      return integer[0]! + digits.join("");
    }
    digits[i] = "0";
  }
  if (integer[0] === "z") return null;
  if (integer[0] === "Z") return FIRST_ORDER;
  const head = String.fromCharCode(integer.charCodeAt(0) + 1);
  return head >= "a" ? head + digits.join("") + "0" : head + digits.join("").slice(1);
}

function decremented(integer: string): string | null {
  const digits = integer.slice(1).split("");
  for (let i = digits.length - 1; i >= 0; i--) {
    const digit = DIGITS.indexOf(digits[i]!) - 1;
    if (digit >= 0) {
      digits[i] = DIGITS[digit]!;
      const lower = integer[0]! + digits.join("");
      return lower === SMALLEST_INTEGER ? null : lower;
    }
    digits[i] = "z";
  }
  if (integer[0] === "a") return "Zz";
  if (integer[0] === "A") return null;
  const head = String.fromCharCode(integer.charCodeAt(0) - 1);
  return head >= "a" ? head + digits.join("").slice(1) : head + digits.join("") + "z";
}
