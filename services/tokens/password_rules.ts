/** ASVS 5.0 §6.2: length counts, composition does not; no common words, nothing about oneself. */

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 128;

/**
 * @param about the account's own words (name, address): they may not be the password's substance.
 * @returns what is wrong and what would be right, or undefined when it will do.
 */
export function passwordFault(password: string, about: readonly string[]): string | undefined {
  const length = [...password].length;
  if (length < PASSWORD_MIN) return `must have at least ${PASSWORD_MIN} characters`;
  if (length > PASSWORD_MAX) return `must have at most ${PASSWORD_MAX} characters`;
  const essence = essenceOf(password);
  if (COMMON.has(essence) || /^(.)\1*$/u.test(password) || isRun(password)) {
    return "is one that everybody tries first; a few unrelated words make a good one";
  }
  const own = about.flatMap((word) => [word, word.split("@")[0]!]).map(essenceOf);
  if (own.some((word) => word.length >= 4 && essence === word)) {
    return "must not be your name or address";
  }
  return undefined;
}

/** Lower case without spaces, and without one sign at the end: "Voice Canvas1" is "voicecanvas". */
function essenceOf(text: string): string {
  return text.toLowerCase().replace(/\s/gu, "").replace(/[\d\W_]$/u, "");
}

function isRun(text: string): boolean {
  const lower = text.toLowerCase();
  return RUNS.some((run) => run.includes(lower) || [...run].reverse().join("").includes(lower));
}

const RUNS = ["01234567890", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm"];

const COMMON: ReadonlySet<string> = new Set(
  `password passwort passphrase motdepasse contrasena letmein welcome willkommen iloveyou sunshine
  princess football baseball basketball superman batman spiderman pokemon starwars trustno dragon
  monkey shadow master michael jennifer jordan harley ranger hunter buster soccer hockey killer
  george charlie andrew michelle jessica ashley daniel computer internet samsung google facebook
  whatever freedom mustang access admin administrator root guest test testing changeme secret
  default login qwerty qwertz azerty asdfgh zxcvbn qazwsx qwertyui abcdef abcabc abcd lovely flower
  cheese cookie banana orange summer winter spring autumn november december music musician guitar
  piano melody sonic alchemy sonicalchemy voicecanvas voice canvas`.split(/\s+/),
);
