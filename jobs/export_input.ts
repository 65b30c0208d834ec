import { z } from "zod";

const FORMATS = {
  mix: ["wav", "mp3", "flac"],
  stems: ["zip"],
  midi: ["mid"],
  lyrics: ["txt", "lrc"],
  bundle: ["zip"],
} as const;

export type ExportKind = Exclude<keyof typeof FORMATS, "bundle">;
export type ExportFormat = typeof FORMATS[ExportKind][number];

/** Quieter is no song any more, louder is not to be had without crushing it. */
const TARGET_LUFS = { least: -30, most: -9 } as const;

/** What is to be taken home, and as what. */
export const ExportInput = z.strictObject({
  kind: z.enum(Object.keys(FORMATS) as (keyof typeof FORMATS)[]),
  format: z.enum([...new Set(Object.values(FORMATS).flat())]),
  /** Of a mix; default −14. */
  target_lufs: z.number().min(TARGET_LUFS.least).max(TARGET_LUFS.most).optional(),
}).superRefine(({ kind, format, target_lufs }, context) => {
  const wrong = (path: string, message: string) =>
    context.addIssue({ code: "custom", path: [path], message });
  if (kind === "bundle") {
    return wrong(
      "kind",
      "bundle: whole projects cannot be exported here yet; mix, stems, midi and lyrics can",
    );
  }
  const possible: readonly string[] = FORMATS[kind];
  if (!possible.includes(format)) {
    wrong("format", `${kind} is exported as ${possible.join(", ").replace(/, (\w+)$/, " or $1")}`);
  }
  if (target_lufs !== undefined && kind !== "mix") {
    wrong("target_lufs", "is only for a mix: everything else keeps the levels it has");
  }
});
export type ExportInput = z.infer<typeof ExportInput>;
