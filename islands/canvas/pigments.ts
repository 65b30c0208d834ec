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

/** Colours as the canvas understands them, in the theme of the moment. */
export interface Palette {
  /** A pigment's paint or a hex value; anything else is ink. */
  paint(color: string): string;
  /** Any CSS colour, variables and all. */
  css(value: string): string;
  /** After a change of theme. */
  forget(): void;
}

/** @param host an element of the page; the browser resolves colours on a hidden child of it. */
export function createPalette(host: HTMLElement): Palette {
  const probe = document.createElement("i");
  probe.hidden = true;
  host.append(probe);
  const known = new Map<string, string>();
  const css = (value: string) => {
    const resolved = known.get(value);
    if (resolved !== undefined) return resolved;
    probe.style.color = value;
    const color = getComputedStyle(probe).color;
    known.set(value, color);
    return color;
  };
  return {
    css,
    paint: (color) => {
      if (isPigment(color)) return css(`var(--${color})`);
      return /^#[0-9a-f]{3,8}$/i.test(color) ? color : css("var(--ink)");
    },
    forget: () => known.clear(),
  };
}
