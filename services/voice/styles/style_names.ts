/** What a take may be made to sound like; "lofi" is read "lo-fi". */
export const STYLE_NAMES = [
  "jazz",
  "rock",
  "opera",
  "pop",
  "soul",
  "lofi",
  "choir",
  "robot",
  "telephone",
] as const;

export type StyleName = typeof STYLE_NAMES[number];
