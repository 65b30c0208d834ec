/** The eight paints of the box. Each is a family of timbres and a place on the mood wheel. */
export interface PigmentInfo {
  readonly id: string;
  readonly name: string;
  /** What it plays. */
  readonly sound: string;
}

export const PAINT_BOX: readonly PigmentInfo[] = [
  { id: "orpiment", name: "Orpiment", sound: "piano" },
  { id: "vermilion", name: "Vermilion", sound: "voice" },
  { id: "madder", name: "Madder", sound: "drums" },
  { id: "murex", name: "Murex", sound: "glass pad" },
  { id: "indigo", name: "Indigo", sound: "bass" },
  { id: "lapis", name: "Lapis", sound: "cello" },
  { id: "verdigris", name: "Verdigris", sound: "harmony" },
  { id: "malachite", name: "Malachite", sound: "guitar" },
];

export function isPigment(color: string): boolean {
  return PAINT_BOX.some(({ id }) => id === color);
}

/** A stroke's colour in words: its pigment's name, or the hex value of a colour of one's own. */
export function colorWords(color: string): string {
  return PAINT_BOX.find(({ id }) => id === color)?.name ?? color;
}

/** What CSS and the canvas paint with, in the theme of the moment. */
export function paintValue(color: string, style: CSSStyleDeclaration): string {
  if (isPigment(color)) return style.getPropertyValue(`--${color}`).trim();
  return /^#[0-9a-f]{3,8}$/i.test(color) ? color : style.getPropertyValue("--ink").trim();
}
